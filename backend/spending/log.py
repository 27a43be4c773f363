"""What a process spent and has not written down yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Place(NamedTuple):
    """Which row of `daily_spending`: whose, and of which day."""

    key: str
    day: date


@dataclass(slots=True)
class SpendingLog:
    """US dollars by row. One event loop, no locks."""

    waiting: defaultdict[Place, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
