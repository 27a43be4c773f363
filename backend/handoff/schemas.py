"""Handoffs on the wire."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.handoff.models import Handoff, HandoffBy
from backend.tickets.schemas import TicketOut
from backend.wire import ShortText


class HandoffIn(BaseModel):
    """Why the customer wants a person, in their own words; may be left out."""

    model_config = ConfigDict(extra="forbid")

    reason: ShortText | None = Field(default=None, examples=["Llevo tres días esperando mi pago"])


class HandoffOut(BaseModel):
    """A ticket's time with a person, as the customer may see it: without the summary, which is the agents' note.

    `taken_at` and `agent_name` are `null` while nobody has taken the ticket, `ended_at` while the person is there;
    `ended_as` is `given_back`, `resolved` or `reassigned` (to another agent, whose handoff follows).
    """

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    ticket_id: UUID
    by: HandoffBy
    reason: str = Field(examples=["customer_request"])
    agent_name: str | None = Field(examples=["Sofía Soporte"])
    requested_at: datetime
    taken_at: datetime | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    ended_as: str | None

    @classmethod
    def of(cls, handoff: Handoff) -> HandoffOut:
        return cls.model_validate(handoff)


class HandedOff(BaseModel):
    """The ticket, waiting for a person."""

    ticket: TicketOut
    handoff: HandoffOut
