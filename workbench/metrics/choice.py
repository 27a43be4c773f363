"""Which conversations the page is about and how they are shown: kept in the address, so that a view can be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

import polars as pl

from shared.analysis.table import ConversationTable, Dimension

DIMENSIONS: Mapping[str, Dimension] = {
    "context": "context",
    "channel": "canal",
    "language": "idioma",
    "intent": "intent",
}
"""By name in the address, the dimension of the table."""
RESOLVED = ("yes", "no", "unknown")


class Address(Protocol):
    """Streamlit's query parameters."""

    def get_all(self, key: str, /) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """Names that a conversation may have (none: any), whether it was resolved, and the days (UTC) it began on."""

    context: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    intent: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, address: Address) -> Choice:
        """What the address says; what cannot be understood narrows nothing."""
        names = {name: tuple(dict.fromkeys(address.get_all(name))) for name in (*DIMENSIONS, "resolved")}
        names["resolved"] = tuple(value for value in names["resolved"] if value in RESOLVED)
        days = {name: _day(address.get_all(name)) for name in ("first", "last")}
        return cls(**names, **days)  # type: ignore[arg-type]

    def as_address(self) -> dict[str, list[str]]:
        """Its parameters, with an empty list for what does not narrow."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else [value.isoformat()] if value else []
            for name, value in given.items()
        }

    @property
    def narrows(self) -> int:
        """How many things narrow it."""
        days = self.first is not None or self.last is not None
        return sum(bool(getattr(self, name)) for name in (*DIMENSIONS, "resolved")) + days

    def with_(self, name: str, value: object) -> Choice:
        return replace(self, **{name: value})  # type: ignore[arg-type]

    def where(self, table: ConversationTable) -> pl.Expr | None:
        """The condition on the table's rows; None for all of them."""
        every = [_any([table.segment(d, one) for one in getattr(self, name)]) for name, d in DIMENSIONS.items()]
        every.append(_any([_resolved(one) for one in self.resolved]))
        every.append(pl.col("created_at") >= _start(self.first) if self.first else None)
        every.append(pl.col("created_at") < _start(self.last + timedelta(days=1)) if self.last else None)
        asked = [one for one in every if one is not None]
        return pl.all_horizontal(asked) if asked else None


def _any(conditions: Sequence[pl.Expr]) -> pl.Expr | None:
    return pl.any_horizontal(conditions) if conditions else None


def _resolved(value: str) -> pl.Expr:
    known = pl.col("resolved")
    return {"yes": known.fill_null(value=False), "no": ~known.fill_null(value=True)}.get(value, known.is_null())


def _day(values: Sequence[str]) -> date | None:
    try:
        return date.fromisoformat(values[-1]) if values else None
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
