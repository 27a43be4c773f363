"""What happened on a ticket, in order: the source of every stream."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, JsonData
from backend.tickets.models import Ticket


class TicketEvent(Base):
    """`seq` counts without gaps inside a ticket and is the stream's event id."""

    __tablename__ = "ticket_events"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    reply_id: Mapped[UUID | None]
    data: Mapped[JsonData]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
