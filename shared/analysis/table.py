"""All conversations of an analysis at hand: any of them at once, and the figures of any part of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl

from shared.analysis.metrics import Figures, Outcomes, Tally
from shared.analysis.outputs import CONVERSATIONS
from shared.analysis.searching import lines_with
from shared.analysis.segments import OTHER, UNKNOWN
from shared.analysis.table_rows import PROBABILITY, SEGMENTS, TABLE
from shared.conversations.reading import RejectedLine, read_line
from shared.conversations.schema import Conversation

Dimension = Literal["context", "canal", "idioma", "intent"]
Every = Literal["day", "week", "month"]
_STEPS: Mapping[Every, str] = {"day": "1d", "week": "1w", "month": "1mo"}
_OUTCOMES = ("resolved", "first_contact", "handed_off", "csat", "turns", "duration_sec")
"""In the order of the fields of `Outcomes`."""


class TableError(Exception):
    """A table that is missing or damaged, or that has no such conversation; the message says which."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The figures of the conversations that began in the day, week (from Monday) or month of UTC from `start` on."""

    start: date
    figures: Figures


class ConversationTable:
    """An opened table. `frame` has the columns of `table_rows` and `row`, the number of each row from 0; `where` is
    any condition on them. Nothing here changes it, so that one table serves all readers."""

    def __init__(self, folder: Path, frame: pl.DataFrame, segments: Mapping[str, Sequence[str]]) -> None:
        self.frame = frame
        self.intents = tuple(c.removeprefix(PROBABILITY) for c in frame.columns if c.startswith(PROBABILITY))
        self.segments = segments
        self._records = folder / CONVERSATIONS

    @classmethod
    def open(cls, folder: Path) -> ConversationTable:
        """The table of the analysis in `folder`. Raises `TableError`."""
        path = folder / TABLE
        if not path.is_file() or not (folder / CONVERSATIONS).is_file():
            raise TableError(f"{folder} has no {TABLE} with its {CONVERSATIONS}: analyze again, keeping conversations")
        try:
            frame = pl.read_parquet(path).with_row_index("row")
            segments = json.loads(pl.read_parquet_metadata(path)[SEGMENTS])
            end = frame.select((pl.col("offset") + pl.col("length")).max()).item() or 0
        except (pl.exceptions.PolarsError, OSError, KeyError, ValueError) as error:
            raise TableError(f"{path} is damaged: {error}") from error
        if end != (folder / CONVERSATIONS).stat().st_size:
            raise TableError(f"{path} and {CONVERSATIONS} are not of the same analysis: analyze again")
        return cls(folder, frame, segments)

    def __len__(self) -> int:
        return len(self.frame)

    def read(self, row: int) -> Conversation:
        """The conversation of a row. Raises `TableError`."""
        if not 0 <= row < len(self):
            raise TableError(f"there is no row {row}; the table has {len(self):,}")
        offset, length = self.frame["offset"][row], self.frame["length"][row]
        try:
            with self._records.open("rb") as file:
                file.seek(offset)
                return read_line(file.read(length).removesuffix(b"\n"))
        except (OSError, RejectedLine) as error:
            raise TableError(f"line {row + 1} of {self._records} is damaged: {error}") from error

    def read_id(self, conversation_id: str) -> tuple[int, Conversation]:
        """A conversation by its id, with its row. Raises `TableError`."""
        row = self.row_of(conversation_id)
        return row, self.read(row)

    def row_of(self, conversation_id: str) -> int:
        """The row of an id. Raises `TableError`."""
        found = (self.frame["conversation_id"] == conversation_id).arg_true()
        if found.is_empty():
            raise TableError(f"there is no conversation {conversation_id!r}")
        return int(found[0])

    def segment(self, dimension: Dimension, name: str) -> pl.Expr:
        """The condition that a conversation counts under `name`, one of the names of `by`."""
        return pl.col("intents").list.contains(name) if dimension == "intent" else self._named(dimension) == name

    def figures(self, where: pl.Expr | None = None) -> Figures:
        """The figures of the conversations that meet `where`."""
        return figures_of(self._part(where))

    def by(self, dimension: Dimension, where: pl.Expr | None = None) -> dict[str, Figures]:
        """The figures of each segment, as `metrics.json` has them: by size, intents in the pack's order."""
        part = self._part(where)
        if dimension == "intent":
            return {intent: figures_of(part.filter(self.segment(dimension, intent))) for intent in self.intents}
        named = part.select(*_OUTCOMES, self._named(dimension).alias("segment"))
        groups = {key: group for (key,), group in _groups(named, "segment").items()}
        ordered = sorted(groups.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        return {name: figures_of(group) for name, group in ordered}

    def trend(self, every: Every, where: pl.Expr | None = None) -> list[TrendPoint]:
        """The figures of each day, week or month that has conversations, in their order. Those without a date are in
        none; `undated` counts them."""
        start = pl.col("created_at").dt.truncate(_STEPS[every]).dt.date().alias("start")
        dated = self._part(where).select(*_OUTCOMES, start).drop_nulls("start").sort("start", maintain_order=True)
        return [TrendPoint(key, figures_of(group)) for (key,), group in _groups(dated, "start").items()]

    def undated(self, where: pl.Expr | None = None) -> int:
        """How many conversations that meet `where` have no date that could be read."""
        return self._part(where)["created_at"].null_count()

    def worst(self, where: pl.Expr | None = None, limit: int = 50) -> pl.DataFrame:
        """The rows of those that went worst: unresolved first (then unknown, then resolved), then by the lowest CSAT,
        then by the most turns, then in the order of the table."""
        resolved = pl.col("resolved").cast(pl.Float64).fill_null(0.5)
        order = [resolved, pl.col("csat"), pl.col("turns"), pl.col("row")]
        return self._part(where).sort(order, descending=[False, False, True, False], nulls_last=True).head(limit)

    def search(self, text: str, where: pl.Expr | None = None, limit: int = 200) -> pl.DataFrame:
        """The first rows whose id or messages hold `text`, whatever its case and accents; any white space is the
        same. An empty text is in all."""
        part = self._part(where)
        found = part.filter(pl.col("row").is_in(lines_with(text, self._records).implode())) if text.strip() else part
        return found.head(limit)

    def _part(self, where: pl.Expr | None) -> pl.DataFrame:
        return self.frame if where is None else self.frame.filter(where)

    def _named(self, dimension: Dimension) -> pl.Expr:
        """The segment that each conversation counts in."""
        name = pl.col(dimension).fill_null(UNKNOWN)
        return pl.when(name.is_in(self.segments[dimension])).then(name).otherwise(pl.lit(OTHER))


def figures_of(rows: pl.DataFrame) -> Figures:
    """The figures of rows of the table."""
    columns = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in _OUTCOMES)
    return Tally.of(Outcomes(*columns)).figures()


def _groups(rows: pl.DataFrame, key: str) -> dict[tuple[Any, ...], pl.DataFrame]:
    return rows.partition_by(key, as_dict=True, maintain_order=True)
