"""The events of a ticket, and what each carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class EventKind(StrEnum):
    """What happened, and the data of each.

    `message` {message}: somebody said something; `message.author_name` is the agent's.
    `delta` {reply_id, attempt, offset, text}: a piece of the bot's answer. The text so far is what came before `offset`
    and this; a new attempt begins at 0. Not stored, so without an id.
    `tool_started` {reply_id, attempt, call_id, tool, label, arguments}, `tool_finished` {…, call_id, tool_call}.
    `confirm` {reply_id, attempt, confirmation}: the customer's button is asked for or, by `confirmation.status`, was
    pressed.
    `handoff` {handoff}: the ticket waits for a person, one has taken it (`agent_name`, `taken_at`), or their time with
    it has ended (`ended_at`, `ended_as`).
    `done` {reply_id, attempt, message | null, stopped}: the answer is stored.
    `error` {reply_id, attempt, code, message, retryable}: there is none; the message is for the customer.
    `ticket` {ticket}: its state changed (only on the ticket's own stream).
    """

    MESSAGE = "message"
    DELTA = "delta"
    TOOL_STARTED = "tool_started"
    TOOL_FINISHED = "tool_finished"
    CONFIRM = "confirm"
    HANDOFF = "handoff"
    DONE = "done"
    ERROR = "error"
    TICKET = "ticket"


ENDINGS = frozenset({EventKind.DONE, EventKind.ERROR})
"""The kinds after which a reply has nothing more to say."""


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """`seq` is `None` for a delta, which is not stored."""

    ticket_id: UUID
    kind: EventKind
    data: Mapping[str, Any]
    seq: int | None = None
    reply_id: UUID | None = None


def delta(ticket_id: UUID, reply_id: UUID, attempt: int, offset: int, text: str) -> StreamEvent:
    """A piece of an answer that begins at the character `offset` of it."""
    data = {"reply_id": str(reply_id), "attempt": attempt, "offset": offset, "text": text}
    return StreamEvent(ticket_id, EventKind.DELTA, data, reply_id=reply_id)
