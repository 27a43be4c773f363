"""Tickets on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.messages.models import Author
from backend.tickets.models import TicketStatus
from backend.wire import Clean, LongText, ShortText

EXCERPT = 160
"""Characters of a last message."""
Title = ShortText
Description = LongText
Category = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Clean]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), Clean]


class TicketIn(BaseModel):
    """A new ticket. `category` is one of `GET config`'s."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(examples=["¿Y mi pago?"])
    category: Category = Field(examples=["buying"])
    description: Description = Field(examples=["Vendí mi Jetta y todavía no me llega el dinero."])


class TicketPatch(BaseModel):
    """What changes; a field that is left out or `null` stays."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = Field(default=None, examples=["¿Y mi pago del Jetta?"])
    category: Category | None = Field(default=None, examples=["service"])
    description: Description | None = Field(default=None, examples=["Vendí mi Jetta el lunes."])


class CsatIn(BaseModel):
    """The customer's satisfaction, from 1 (very bad) to 5 (very good)."""

    model_config = ConfigDict(extra="forbid")

    score: int = Field(ge=1, le=5, strict=True, examples=[5])
    comment: Comment | None = Field(default=None, examples=["¡Rápido y claro!"])


class TicketFields(BaseModel):
    """A ticket. A `csat_at` before `resolved_at` is a rating of an earlier resolution. `last_event_id` is where
    `GET tickets/{id}/events` goes on from (`Last-Event-ID`)."""

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
    csat_at: datetime | None
    last_event_id: int


class LastMessage(BaseModel):
    """The beginning of a ticket's last message, on one line."""

    author: Author
    content: str = Field(max_length=EXCERPT)
    created_at: datetime


class OpenHandoff(BaseModel):
    """A ticket's time with a person: `waiting` for one since `asked_at`, or `taken` by `agent_name` at `taken_at`."""

    status: Literal["waiting", "taken"]
    reason: str = Field(examples=["customer_request"])
    asked_at: datetime
    taken_at: datetime | None
    agent_name: str | None = Field(examples=["Sofía Soporte"])


class TicketOut(TicketFields):
    """A ticket as its customer sees it. `csat_due`: it is resolved and this resolution has not been rated. `handoff`:
    only while the ticket waits for a person or is with one. A `csat_at` before `resolved_at` is a rating of an earlier
    resolution. `last_event_id` is where `GET tickets/{id}/events` goes on from (`Last-Event-ID`)."""

    last_message: LastMessage | None
    csat_due: bool
    handoff: OpenHandoff | None


class TicketStats(BaseModel):
    """A customer's tickets in numbers. `open` counts those that are neither resolved nor closed; `avg_csat` is the mean
    of `csat_n` ratings, `null` without any."""

    by_status: dict[TicketStatus, int]
    total: int
    open: int
    avg_csat: float | None
    csat_n: int
