"""Messages on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.wire import Clean

Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000), Clean]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000), Clean]


class MessageOrder(StrEnum):
    """`asc`: the oldest first. `desc`: the newest first."""

    ASC = "asc"
    DESC = "desc"


class MessageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    content: Content = Field(examples=["¿ya cayó la lana del Jetta?"])


class RatingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    helpful: bool = Field(strict=True)
    reason: Reason | None = Field(default=None, examples=["No era mi coche."])


class MessageOut(BaseModel):
    """One message. `seq` orders; `author_name` is the agent's (`null` for customer and bot); `reply_id` names the reply
    that it is the answer of (bot only)."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    ticket_id: UUID
    seq: int
    author: Author
    author_name: str | None
    content: str
    reply_id: UUID | None
    stopped: bool
    helpful: bool | None
    rating_reason: str | None
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> MessageOut:
        return cls.model_validate(message)


class ReplyOut(BaseModel):
    """The bot's answer to a message as work: `failed` and `stopped` ones can be retried."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    message_id: UUID
    status: ReplyStatus
    error_code: str | None
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, reply: Reply) -> ReplyOut:
        return cls.model_validate(reply)


class MessagePage(BaseModel):
    """`next_cursor` is `null` on the last page."""

    items: Sequence[MessageOut]
    next_cursor: int | None
    last_event_id: int
    reply: ReplyOut | None
