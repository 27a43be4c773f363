"""That accounts were erased, without whose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, JsonData, choice


class ErasedBy(StrEnum):
    CUSTOMER = "customer"
    ADMIN = "admin"


class Erasure(Base):
    """One erasure: when, who asked for it, and how many rows of each kind went (`counts`). Nothing in it leads back to
    the person; an id or a hash of the e-mail would."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    by: Mapped[ErasedBy] = mapped_column(choice(ErasedBy, "by"))
    counts: Mapped[JsonData]
    erased_at: Mapped[datetime] = mapped_column(server_default=func.now())
