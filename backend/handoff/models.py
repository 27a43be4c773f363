"""A ticket's time with a person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice
from backend.tickets.models import Ticket
from backend.users.models import User


class HandoffBy(StrEnum):
    BOT = "bot"
    CUSTOMER = "customer"
    RULE = "rule"
    AGENT = "agent"


class Handoff(Base):
    """From the request until the ticket is given back or resolved. `taken_at - requested_at` is the customer's wait,
    `ended_at - taken_at` the agent's time; `agent_name` is what the agent was called then. A ticket has one open
    handoff (a partial unique index)."""

    __tablename__ = "handoffs"
    __table_args__ = (Index("uq_handoffs_open", "ticket_id", unique=True, postgresql_where=text("ended_at is null")),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), index=True)
    by: Mapped[HandoffBy] = mapped_column(choice(HandoffBy, "by"))
    reason: Mapped[str]
    summary: Mapped[str]
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    agent_name: Mapped[str | None]
    requested_at: Mapped[datetime] = mapped_column(server_default=func.now())
    taken_at: Mapped[datetime | None]
    first_reply_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None]
