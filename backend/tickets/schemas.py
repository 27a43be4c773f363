"""Tickets on the wire."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.tickets.models import Ticket, TicketStatus
from backend.wire import LongText, ShortText

Title = ShortText
Description = LongText


class TicketIn(BaseModel):
    """A new ticket. `category` is one of `GET config`'s."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(examples=["¿Y mi pago?"])
    category: str = Field(min_length=1, max_length=60, examples=["buying"])
    description: Description = Field(examples=["Vendí mi Jetta y todavía no me llega el dinero."])


class TicketOut(BaseModel):
    """A ticket. `last_event_id` is where `GET tickets/{id}/events` goes on from (`Last-Event-ID`)."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    title: str
    category: str
    description: str
    status: TicketStatus
    language: str
    channel: str
    agent_id: UUID | None
    created_at: datetime
    updated_at: datetime
    last_message_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened_count: int
    csat_score: int | None
    csat_comment: str | None
    last_event_id: int = Field(validation_alias="last_seq")

    @classmethod
    def of(cls, ticket: Ticket) -> TicketOut:
        return cls.model_validate(ticket)
