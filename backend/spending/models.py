"""What was used of the bot, by day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class DailySpending(Base):
    """What one customer, or the whole deployment, used in a day of the company. The key is a hash: nobody is named, and
    an account that is deleted takes nothing of the deployment's day along."""

    __tablename__ = "daily_spending"

    key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)
    messages: Mapped[int] = mapped_column(default=0)
    cost_usd: Mapped[Decimal] = mapped_column(Numeric(16, 8), default=Decimal(0))
