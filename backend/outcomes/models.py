"""How tickets ended, with who says so."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, choice
from backend.tickets.models import Ticket


class OutcomeKind(StrEnum):
    """`confirmed`: the customer (or an agent with them) said that it is solved. `assumed`: quiet for
    `ASSUME_RESOLVED_HOURS` after a substantive answer. `reopened`: it was not solved after all. `handed_off`: a person
    took over from the bot. `abandoned`: quiet without a substantive answer."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    REOPENED = "reopened"
    HANDED_OFF = "handed_off"
    ABANDONED = "abandoned"


class OutcomeSource(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    RULE = "rule"


class Outcome(Base):
    """One settlement; a ticket's latest (highest `id`) is its outcome now, the others are how it came to that."""

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"), index=True)
    kind: Mapped[OutcomeKind] = mapped_column(choice(OutcomeKind, "kind"))
    source: Mapped[OutcomeSource] = mapped_column(choice(OutcomeSource, "source"))
    settled_at: Mapped[datetime] = mapped_column(server_default=func.now())
