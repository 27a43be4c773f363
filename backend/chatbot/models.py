"""What the bot's tools did, and what waits for the customer's button."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Float, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, JsonData, choice
from backend.tickets.models import Ticket


class ToolCall(Base):
    """One call of a tool. `outcome` is a `shared.agent.events.ToolOutcome`; `writes` are the idempotency keys of the
    record writes that it made (`record_writes`), which an undo takes back."""

    __tablename__ = "tool_calls"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), index=True)
    reply_id: Mapped[UUID | None] = mapped_column(index=True)
    confirmation_id: Mapped[str | None]
    call_id: Mapped[str]
    tool: Mapped[str]
    arguments: Mapped[JsonData]
    outcome: Mapped[str]
    result: Mapped[JsonData]
    duration_ms: Mapped[float] = mapped_column(Float)
    writes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    undone_at: Mapped[datetime | None]


class ConfirmationStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Confirmation(Base):
    """An irreversible action that waits for the customer's button; `id` is the agent's `confirmation_id`."""

    __tablename__ = "confirmations"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    reply_id: Mapped[UUID | None]
    tool: Mapped[str]
    arguments: Mapped[JsonData]
    summary: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[ConfirmationStatus] = mapped_column(
        choice(ConfirmationStatus, "status"), default=ConfirmationStatus.PENDING
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
    tool_call_id: Mapped[UUID | None]
