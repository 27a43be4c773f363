"""The figures of everything and of every segment: by context, channel, language and intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.analysis.columns import Columns
from shared.analysis.labels import Labels
from shared.analysis.metrics import Figures, Tally

UNKNOWN = "unknown"
OTHER = "(other)"
MAX_SEGMENTS = 64
"""Names a dimension can have; the conversations of any further ones are figured together as `OTHER`."""


class SegmentNames:
    """The names of one dimension, in the order they come: the first `MAX_SEGMENTS` stay, the rest is `OTHER`."""

    def __init__(self) -> None:
        self._kept: set[str] = set()

    def name(self, value: str | None) -> str:
        """The segment of a value."""
        wanted = UNKNOWN if value is None else value
        if wanted not in self._kept and len(self._kept) >= MAX_SEGMENTS:
            return OTHER
        self._kept.add(wanted)
        return wanted

    def kept(self) -> list[str]:
        """The names that stay, in alphabetical order."""
        return sorted(self._kept)


class Segments:
    """Sums that grow chunk by chunk; the same whatever the chunks are, but for the last digits of the sums."""

    def __init__(self, intents: Sequence[str]) -> None:
        self._intents = tuple(intents)
        self._names = {dimension: SegmentNames() for dimension in ("context", "canal", "idioma")}
        self._by: dict[str, dict[str, Tally]] = {dimension: {} for dimension in self._names}
        self._by["intent"] = {intent: Tally() for intent in self._intents}
        self._agreement = np.zeros((len(self._intents), 3), np.int64)
        self._with_imported = 0
        self.overall = Tally()
        self.languages: dict[str, int] = {}

    def add(self, columns: Columns) -> None:
        """Count these conversations."""
        self.overall += Tally.of(columns.outcomes)
        for dimension, labels in (
            ("context", columns.context),
            ("canal", columns.canal),
            ("idioma", stated_or_detected(columns)),
        ):
            for value, rows in labels.groups():
                self._count(dimension, self._names[dimension].name(value), columns, rows)
        for number, intent in enumerate(self._intents):
            self._count("intent", intent, columns, columns.intents[:, number])
        for language, rows in columns.language.groups():
            name = language or UNKNOWN
            self.languages[name] = self.languages.get(name, 0) + int(rows.sum())
        self._compare(columns)

    def names(self) -> dict[str, list[str]]:
        """By dimension the names that have a segment of their own, in alphabetical order."""
        return {dimension: names.kept() for dimension, names in self._names.items()}

    def context_segment(self, value: str | None) -> str:
        """The segment that a context counts in."""
        return self._names["context"].name(value)

    def figures(self) -> dict[str, dict[str, Figures]]:
        """By dimension and name; names by size, intents in the pack's order."""
        ordered = {
            dimension: dict(sorted(tallies.items(), key=lambda entry: (-entry[1].total, entry[0])))
            for dimension, tallies in self._by.items()
            if dimension != "intent"
        } | {"intent": self._by["intent"]}
        return {d: {name: tally.figures() for name, tally in tallies.items()} for d, tallies in ordered.items()}

    def imported_agreement(self) -> dict[str, Any]:
        """How far the intents that the records came with and the detected ones agree: per intent the conversations
        with both, only the imported, only the detected one, among those that came with any list of intents."""
        kinds = ("both", "only_imported", "only_detected")
        return {
            "conversations": self._with_imported,
            "by_intent": {
                intent: dict(zip(kinds, map(int, counts), strict=True))
                for intent, counts in zip(self._intents, self._agreement, strict=True)
            },
        }

    def _count(self, dimension: str, name: str, columns: Columns, rows: NDArray[np.bool_]) -> None:
        if rows.any():
            tallies = self._by[dimension]
            tallies[name] = tallies.get(name, Tally()) + Tally.of(columns.outcomes.take(rows))

    def _compare(self, columns: Columns) -> None:
        given = columns.has_imported
        imported, detected = columns.imported[given], columns.detected[given]
        self._with_imported += int(given.sum())
        self._agreement += np.stack(
            [(imported & detected).sum(axis=0), (imported & ~detected).sum(axis=0), (~imported & detected).sum(axis=0)],
            axis=1,
        )


def stated_or_detected(columns: Columns) -> Labels:
    """The language that the record states, else the one that the customer's messages show."""
    stated = columns.idioma.names
    names = (*stated, *columns.language.names)
    table: Mapping[str | None, int] = {name: number for number, name in reversed(list(enumerate(names)))}
    canonical = np.array([table[name] for name in names], np.int32)
    unknown = np.array([name is None for name in stated] or [True])
    detected = columns.language.codes + np.int32(len(stated))
    codes = np.where(unknown[columns.idioma.codes], detected, columns.idioma.codes)
    return Labels(names, canonical[codes])
