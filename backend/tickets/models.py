"""Tickets and the trail of their moves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice
from backend.users.models import User

SEARCH = "search_vector(title || ' ' || description)"
"""`search_vector` is a function of the first migration: Spanish, Portuguese and English stems without accents."""


class TicketStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING_AGENT = "waiting_agent"
    RESOLVED = "resolved"
    CLOSED = "closed"


class ActorKind(StrEnum):
    """Who did something."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Ticket(Base):
    """A customer's case. `last_seq` numbers its events and messages without gaps: whoever raises it holds the row.
    `opening_hash` is of what it was opened with: the ticket may have changed when its `idempotency_key` comes again."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("csat_score between 1 and 5", name="csat_score"),
        UniqueConstraint("customer_id", "idempotency_key"),
        Index("ix_tickets_customer_id_created_at_id", "customer_id", "created_at", "id"),
        Index("ix_tickets_status_created_at_id", "status", "created_at", "id"),
        Index("ix_tickets_created_at_id", "created_at", "id"),
        Index("ix_tickets_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(BigInteger, Identity(start=1001), unique=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    title: Mapped[str]
    category: Mapped[str]
    description: Mapped[str]
    status: Mapped[TicketStatus] = mapped_column(choice(TicketStatus, "status"), default=TicketStatus.OPEN)
    language: Mapped[str]
    channel: Mapped[str] = mapped_column(default="web")
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
    last_message_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reopened_count: Mapped[int] = mapped_column(default=0)
    csat_score: Mapped[int | None]
    csat_comment: Mapped[str | None]
    csat_at: Mapped[datetime | None]
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    idempotency_key: Mapped[str | None]
    opening_hash: Mapped[str | None]
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed(SEARCH, persisted=True), deferred=True)


class TicketMove(Base):
    """One change of a ticket's state. `from_status` is `None` for its opening."""

    __tablename__ = "ticket_moves"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), index=True)
    from_status: Mapped[TicketStatus | None] = mapped_column(choice(TicketStatus, "from_status"))
    to_status: Mapped[TicketStatus] = mapped_column(choice(TicketStatus, "to_status"))
    actor: Mapped[ActorKind] = mapped_column(choice(ActorKind, "actor"))
    actor_id: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(server_default=func.now())
