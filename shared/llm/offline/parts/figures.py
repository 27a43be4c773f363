"""The figures that an analyst is given: which are known, which are weak, and how they are quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from shared.llm.offline.parts.language import Language

LOW_RESOLUTION = 0.80
LOW_CSAT = 4.2
MANY_TURNS = 6.0
LARGEST_EFFORT = 3
_FOUND_DIFFERENCE = 0.10
"""The difference in resolution that a test should find, as a share."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure with its n; `value` is `None` where nothing is known."""

    value: float | None
    n: int

    def percent(self, language: Language) -> str:
        return _number(100 * self.value, language) + " %" if self.value is not None else "—"

    def plain(self, language: Language) -> str:
        return _number(self.value, language) if self.value is not None else "—"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of the conversations so far."""

    total: int
    resolution: Quoted
    csat: Quoted
    turns: Quoted
    languages: Mapping[str, Quoted]

    @classmethod
    def of(cls, section: object) -> Figures:
        """From the section `<figures>`; what is missing there is unknown."""
        record = section if isinstance(section, Mapping) else {}
        overall = _mapping(record.get("overall"))
        spoken = _mapping(_mapping(record.get("by")).get("idioma"))
        return cls(
            total=int(number(overall.get("total")) or 0),
            resolution=_quoted(overall.get("resolution_rate")),
            csat=_quoted(overall.get("avg_csat")),
            turns=_quoted(overall.get("avg_turns")),
            languages={str(name): _quoted(_mapping(f).get("resolution_rate")) for name, f in spoken.items()},
        )

    @property
    def low_resolution(self) -> bool:
        """Unknown counts as low: nothing shows that it is not."""
        return self.resolution.value is None or self.resolution.value < LOW_RESOLUTION

    @property
    def low_csat(self) -> bool:
        return self.csat.value is None or self.csat.value < LOW_CSAT

    @property
    def many_turns(self) -> bool:
        return self.turns.value is not None and self.turns.value > MANY_TURNS

    @property
    def needed_per_arm(self) -> int:
        """Conversations in each arm of a live test for 80 % power at 5 %: 16 p (1 − p) / d²."""
        rate = self.resolution.value if self.resolution.value is not None else 0.5
        return max(50, ceil(16 * rate * (1 - rate) / _FOUND_DIFFERENCE**2 / 10) * 10)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of the tool ranking."""

    intent: str
    tool: str
    effort: int
    conversations: int
    unresolved: Quoted


def ranked(section: object) -> list[Ranked]:
    """The rows of the section `<ranking>` that somebody asked for, in its order; cells may be texts or numbers."""
    rows = [row for row in section if isinstance(row, Mapping)] if isinstance(section, Sequence) else []
    found = [
        Ranked(
            intent=str(row.get("intent") or ""),
            tool=str(row.get("tool") or row.get("intent") or ""),
            effort=min(max(int(number(row.get("effort")) or 2), 1), LARGEST_EFFORT),
            conversations=int(number(row.get("conversations")) or 0),
            unresolved=Quoted(number(row.get("unresolved_rate")), int(number(row.get("conversations")) or 0)),
        )
        for row in rows
    ]
    return [row for row in found if row.tool and row.conversations > 0]


def number(value: object) -> float | None:
    """A finite number, also from a text; else `None`."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _quoted(estimate: object) -> Quoted:
    entry = _mapping(estimate)
    return Quoted(number(entry.get("value")), int(number(entry.get("n")) or 0))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: float, language: Language) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "pt" else text
