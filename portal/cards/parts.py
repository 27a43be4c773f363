"""What the shapes of data have in common: the part of a card that they make, and careful reading of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.cards.model import CardRow, Slot, Step

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Parts:
    """The part of a card that depends on the data. `tells_all`: the tool's own sentence would only say it again."""

    symbol: str = "info"
    caption: str = ""
    headline: str = ""
    rows: list[CardRow] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    checklist: bool = False
    state: str = ""
    tells_all: bool = True


def mappings(value: object) -> list[Data]:
    """The objects of a list; none for anything else."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list; none for anything else."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
