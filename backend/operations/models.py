"""The company's records of each customer: offers, inspections, payouts, credits, warranties, documents, appointments.

What kinds there are is the domain pack's business, so a record is a kind, a state and data; what must never go wrong
(whose it is, that a slot is booked once, that a write acts once) is columns and constraints.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, JsonData
from backend.users.models import User


class OperationRecord(Base):
    """One thing of a customer. `id` can be said aloud ("offer-1042"); `position` orders, the newest highest."""

    __tablename__ = "records"
    __table_args__ = (Index("ix_records_customer_id_kind", "customer_id", "kind"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity(start=1001), unique=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    kind: Mapped[str]
    state: Mapped[str]
    data: Mapped[JsonData]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class Booking(Base):
    """A slot that is taken. The primary key is what makes a double booking impossible."""

    __tablename__ = "bookings"

    slot_id: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey(OperationRecord.id, ondelete="CASCADE"), unique=True)
    booked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RecordWrite(Base):
    """One write by its idempotency key: the same key acts once. `before` (`None`: created) is what an undo restores,
    as long as the record is still `after`."""

    __tablename__ = "record_writes"

    key: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    record_id: Mapped[str] = mapped_column(ForeignKey(OperationRecord.id, ondelete="CASCADE"), index=True)
    action: Mapped[str]
    before: Mapped[JsonData | None]
    after: Mapped[JsonData]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    undone_at: Mapped[datetime | None]
