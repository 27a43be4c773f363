"""Messages on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.messages.models import Author, Message
from backend.wire import Clean

Content = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000), Clean]


class MessageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    content: Content = Field(examples=["¿ya cayó la lana del Jetta?"])


class MessageOut(BaseModel):
    """One message. `seq` orders; `reply_id` names the reply that it is the question (customer) or answer (bot) of."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    ticket_id: UUID
    seq: int
    author: Author
    content: str
    reply_id: UUID | None
    stopped: bool
    helpful: bool | None
    rating_reason: str | None
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> MessageOut:
        return cls.model_validate(message)
