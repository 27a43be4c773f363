"""What the agent tells while it answers; the backend streams these to the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.conversations.schema import Role, Turn
from shared.llm.protocol import Usage

ITEMS = "items"
"""The key of a turn's `extra` under which the function calls behind an answer stand."""


class ToolOutcome(StrEnum):
    OK = "ok"
    NOT_FOUND = "not_found"
    INVALID_ARGUMENTS = "invalid_arguments"
    CONFLICT = "conflict"
    NEEDS_CONFIRMATION = "needs_confirmation"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delta:
    text: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    call_id: str
    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """`result` is what the model and the customer's card see."""

    call_id: str
    tool: str
    outcome: ToolOutcome
    result: Mapping[str, Any]
    duration_ms: float


@dataclass(frozen=True, slots=True)
class ConfirmationRequired:
    """An irreversible action waits for the customer's button; nothing has been written.

    `confirmation_id` is the same whenever the same action on the same state of things is asked for;
    `fingerprint` is that state, so that a button pressed after a change does nothing.
    """

    confirmation_id: str
    tool: str
    arguments: Mapping[str, Any]
    summary: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """The agent passes the customer to a person: a structured action, never a phrase."""

    reason: str
    summary: str


@dataclass(frozen=True, slots=True)
class Done:
    """The finished answer. `items` are the function calls and outputs behind it; `turn` carries them into the next
    reply's history, so that the agent still knows what its tools said."""

    text: str
    usage: Usage
    model: str
    release_id: str
    items: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def turn(self) -> Turn:
        """This answer as a turn of the history."""
        return Turn(Role.ASSISTANT, self.text, {ITEMS: list(self.items)} if self.items else {})


AgentEvent = Delta | ToolStarted | ToolFinished | ConfirmationRequired | Handoff | Done
