"""What can be seen of a proposal while the analyst writes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class ProposalPhase(StrEnum):
    """What is being done: waiting for and reading the answer, checking it, doing both again with what was wrong."""

    ASKING = "asking"
    CHECKING = "checking"
    ASKING_AGAIN = "asking_again"


@dataclass(frozen=True, slots=True)
class ProposalProgress:
    """How far a proposal is. `characters` were received so far, in all attempts; `attempt` counts from 1."""

    phase: ProposalPhase
    attempt: int
    characters: int
    elapsed_sec: float


class ProposalWatch:
    """Tells `progress` of each new phase and of each piece of text."""

    def __init__(self, progress: Callable[[ProposalProgress], None]) -> None:
        self._progress = progress
        self._phase, self._attempt, self._characters = ProposalPhase.ASKING, 1, 0
        self._began = time.monotonic()

    def entered(self, phase: ProposalPhase, attempt: int) -> None:
        self._phase, self._attempt = phase, attempt
        self._tell()

    def heard(self, text: str) -> None:
        self._characters += len(text)
        self._tell()

    def _tell(self) -> None:
        elapsed = time.monotonic() - self._began
        self._progress(ProposalProgress(self._phase, self._attempt, self._characters, elapsed))
