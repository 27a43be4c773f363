"""Intent detection: a pure function of the domain pack and the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shared.domains.pack import Pack


@dataclass(frozen=True, slots=True)
class Detected:
    """What one message asks for. `scores`: a probability (0 to 1) for each intent of the pack."""

    intents: tuple[str, ...]
    scores: Mapping[str, float]
    language: str


class IntentDetector:
    """The detector of a pack. Use `for_pack`, which keeps one a pack."""

    def __init__(self, pack: Pack) -> None:
        self.intents: tuple[str, ...] = tuple(i.id for i in pack.intents)
        self.languages: tuple[str, ...] = tuple(pack.languages)
        self.thresholds: NDArray[np.float32] = np.full(len(self.intents), 0.5, np.float32)

    @classmethod
    def for_pack(cls, pack: Pack) -> IntentDetector:
        return cls(pack)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (messages, intents), values 0 to 1."""
        return np.zeros((len(texts), len(self.intents)), np.float32)

    def language(self, text: str) -> str:
        """The language of a text, one of the pack's."""
        return self.languages[0]

    def detect(self, text: str) -> Detected:
        row = self.probabilities([text])[0]
        return Detected(
            tuple(i for i, p, t in zip(self.intents, row, self.thresholds, strict=True) if p >= t),
            {i: float(p) for i, p in zip(self.intents, row, strict=True)},
            self.language(text),
        )
