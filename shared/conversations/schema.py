"""The conversation record that flows through everything (one JSON object a line).

The records are tuples because there are millions of them: a frozen dataclass takes three times as long to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

JsonObject = Mapping[str, Any]
NOTHING: JsonObject = {}
"""What records without unknown fields share instead of an empty object each."""


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class Turn(NamedTuple):
    """One message of a transcript; `extra` keeps unknown fields to write them back."""

    role: Role
    content: str
    extra: JsonObject = NOTHING


class Meta(NamedTuple):
    """What is known about a conversation; `None` is *unknown*, never 0 or false."""

    context: str | None = None
    tono: str | None = None
    canal: str | None = None
    idioma: str | None = None
    resolved: bool | None = None
    num_interactions: int | None = None
    duration_sec: float | None = None
    created_at: str | None = None
    extra: JsonObject = NOTHING


class Outcomes(NamedTuple):
    """How a conversation ended. `csat_estimated_1_5` is on a scale of 1 to 5."""

    csat_estimated_1_5: float | None = None
    summary: str | None = None
    intent_detected: tuple[str, ...] | None = None
    tools_needed: tuple[str, ...] | None = None
    extra: JsonObject = NOTHING


class Conversation(NamedTuple):
    """A whole conversation between a customer (`user`) and the company (`assistant`)."""

    conversation_id: str
    meta: Meta
    transcript: tuple[Turn, ...]
    outcomes: Outcomes
    extra: JsonObject = NOTHING

    @property
    def customer_texts(self) -> tuple[str, ...]:
        """The customer's messages, in order: what intent detection reads."""
        return tuple(turn.content for turn in self.transcript if turn.role is Role.USER)
