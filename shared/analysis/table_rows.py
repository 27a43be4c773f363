"""The table of all conversations of an analysis, `conversations.parquet`: how it is made, chunk by chunk.

One row a conversation, in the order of `baseline_conversations.jsonl`; what is unknown is null:
conversation_id, context (the pack's name), tono, canal, idioma (stated, else detected), idioma_stated, language
(detected), resolved, first_contact, handed_off, csat, turns, duration_sec, num_interactions, created_at (UTC), imported
(intents of the pack that the record came with; null where it came with no list), intents (detected, or a person's
correction), detected, `p_<intent>` for each intent, draw (orders them at random, by the seed), and offset and length of
the record in that file, in bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from shared.analysis.columns import Columns, Flags
from shared.analysis.metrics import Numbers
from shared.analysis.segments import stated_or_detected

TABLE = "conversations.parquet"
PROBABILITY = "p_"
SEGMENTS = "segments"
"""In the file's metadata: by dimension, as JSON, the names that have a segment of their own."""
PART_ROWS = 200_000
"""Rows that wait in memory, about 50 MB; further ones wait on disk."""
ROWS_A_GROUP = 65_536


def table_rows(columns: Columns, intents: Sequence[str]) -> pl.DataFrame:
    """The rows of these conversations, without their draw and their place in the file of records."""
    outcomes = columns.outcomes
    return pl.DataFrame(
        {
            "conversation_id": pl.Series(columns.ids, dtype=pl.String),
            "context": columns.context.series(),
            "tono": columns.tono.series(),
            "canal": columns.canal.series(),
            "idioma": stated_or_detected(columns).series(),
            "idioma_stated": columns.idioma.series(),
            "language": columns.language.series(),
            "resolved": _known(outcomes.resolved, pl.Boolean),
            "first_contact": _known(outcomes.first_contact, pl.Boolean),
            "handed_off": _known(outcomes.handed_off, pl.Boolean),
            "csat": _known(outcomes.csat, pl.Float64),
            "turns": _known(outcomes.turns, pl.Int64),
            "duration_sec": _known(outcomes.duration, pl.Float64),
            "num_interactions": _known(columns.num_interactions, pl.Int64),
            "created_at": pl.Series(columns.created_at, dtype=pl.Datetime("us")).dt.replace_time_zone("UTC"),
            "imported": _lists(columns.imported, intents, known=columns.has_imported),
            "intents": _lists(columns.intents, intents),
            "detected": _lists(columns.detected, intents),
        }
        | {PROBABILITY + intent: columns.probabilities[:, number] for number, intent in enumerate(intents)}
    )


def write_table(path: Path, rows: pl.LazyFrame, segments: Mapping[str, Sequence[str]]) -> None:
    """Write rows that have all columns; the same bytes for the same rows."""
    rows.sink_parquet(path, row_group_size=ROWS_A_GROUP, metadata={SEGMENTS: json.dumps(segments)}, engine="streaming")


class TableWriter:
    """Takes rows as they come and holds few of them; `scratch` is a path beside which parts may wait on disk."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._parts: list[pl.LazyFrame] = []
        self._held: list[pl.DataFrame] = []
        self._offset = 0

    def add(self, rows: pl.DataFrame, draw: NDArray[np.uint64], lengths: Sequence[int]) -> None:
        """Rows of `table_rows`, the sample key of each and the bytes that its record has."""
        ends = self._offset + np.cumsum(np.array(lengths, np.int64))
        places = {"draw": draw, "offset": ends - np.array(lengths, np.int64), "length": np.array(lengths, np.int64)}
        self._held.append(rows.with_columns(pl.Series(name, values) for name, values in places.items()))
        self._offset += sum(lengths)
        if sum(map(len, self._held)) >= PART_ROWS:
            self._put_aside()

    def finish(self, path: Path, segments: Mapping[str, Sequence[str]]) -> None:
        """Write the table; see `write_table`."""
        write_table(path, pl.concat([*self._parts, *(held.lazy() for held in self._held)]), segments)

    def _put_aside(self) -> None:
        part = self._scratch.with_name(f"{self._scratch.name}.{len(self._parts)}")
        pl.concat(self._held).write_ipc(part)
        self._parts.append(pl.scan_ipc(part))
        self._held = []


def _known(values: Numbers, dtype: type[pl.DataType]) -> pl.Series:
    return pl.Series(values).fill_nan(None).cast(dtype)


def _lists(flags: Flags, intents: Sequence[str], *, known: Flags | None = None) -> pl.Series:
    """The names of the intents of each row; null where nothing is `known` about it.

    Combinations are few, so each is listed once: an intent is a bit of its number.
    """
    bits = 1 << np.arange(len(intents), dtype=np.int64)
    numbers = flags @ bits if known is None else np.where(known, flags @ bits, -1)
    combinations, rows = np.unique(numbers, return_inverse=True)
    names = [None if n < 0 else [i for i, bit in zip(intents, bits, strict=True) if n & bit] for n in combinations]
    series = pl.Series(names, dtype=pl.List(pl.String))
    return series.gather(rows) if len(flags) else series
