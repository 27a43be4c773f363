"""What conversations do not say, and so which figures know less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.analysis.table import ConversationTable
from shared.conversations.schema import Conversation

COLUMNS: Mapping[str, str] = {
    "resolved": "resolved",
    "csat": "csat",
    "duration": "duration_sec",
    "date": "created_at",
    "context": "context",
    "channel": "canal",
    "language": "idioma_stated",
}
"""By name of what may be missing, its column in the table of an analysis."""


class Missing(NamedTuple):
    """`unknown` of `total` conversations do not say `name`, a key of `COLUMNS`."""

    name: str
    unknown: int
    total: int

    @property
    def share(self) -> float:
        return self.unknown / self.total if self.total else 0.0


def missing_in(conversations: Sequence[Conversation]) -> tuple[Missing, ...]:
    """What a part of these conversations lacks."""
    values = [
        (m.resolved, o.csat_estimated_1_5, m.duration_sec, m.created_at, m.context, m.canal, m.idioma)
        for m, o in ((c.meta, c.outcomes) for c in conversations)
    ]
    columns = zip(*values, strict=True) if values else ()
    counts = [sum(value is None for value in column) for column in columns]
    return _lacking(dict(zip(COLUMNS, counts, strict=False)), len(values))


def missing_of(table: ConversationTable) -> tuple[Missing, ...]:
    """What a part of an analysed run's conversations lacks."""
    return _lacking({name: table.frame[column].null_count() for name, column in COLUMNS.items()}, len(table))


def _lacking(counts: Mapping[str, int], total: int) -> tuple[Missing, ...]:
    return tuple(Missing(name, count, total) for name, count in counts.items() if count)
