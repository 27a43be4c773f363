"""The files of an analysis: written beside their final names and put there all together at the end."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import polars as pl

from shared.analysis.ranking import RankedTool
from shared.analysis.table_rows import PROBABILITY

METRICS = "metrics.json"
INTENTS = "intents.csv"
RANKING = "candidate_tools_ranked.csv"
BASELINE_META = "baseline_meta.csv"
REJECTED = "rejected.jsonl"
EVIDENCE = "evidence.jsonl"
CONVERSATIONS = "baseline_conversations.jsonl"

_UNFINISHED = ".analyze.partial"


class OutputFiles:
    """Files that appear under their names only when everything went well: `with OutputFiles(folder) as files`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unfinished = folder / _UNFINISHED
        self._open = ExitStack()
        self._names: list[str] = []

    def __enter__(self) -> OutputFiles:
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._unfinished.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._open.close()  # writes what is left in buffers: a full disk may show here only
            if kind is None:
                for name in self._names:
                    os.replace(self._unfinished / name, self.folder / name)
        finally:
            shutil.rmtree(self._unfinished, ignore_errors=True)

    def open(self, name: str) -> BinaryIO:
        """The file that will have this name, open for writing bytes."""
        self._names.append(name)
        return self._open.enter_context((self._unfinished / name).open("wb"))

    def place(self, name: str) -> Path:
        """Where to write the file that will have this name."""
        self._names.append(name)
        return self._unfinished / name

    def scratch(self, name: str) -> Path:
        """Where to write a file that is gone at the end."""
        return self._unfinished / name

    def write_json(self, name: str, value: Any) -> None:
        """UTF-8, indented, keys in their order, a newline at the end."""
        self.open(name).write((json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode())


def meta_frame(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `baseline_meta.csv` from those of the table of conversations; unknown is null."""
    texts = {name: rows[name] for name in ("conversation_id", "context", "tono", "canal")}
    known = ("resolved", "num_interactions", "duration_sec", "csat")
    return pl.DataFrame(
        {name: _cells(column) for name, column in (texts | {"idioma": rows["idioma_stated"]}).items()}
        | {name: rows[name] for name in known}
        | {"intents": _joined(rows["intents"])}
    )


def intents_frame(rows: pl.DataFrame, intents: Sequence[str]) -> pl.DataFrame:
    """The rows of `intents.csv` from those of the table of conversations: the detected language, the intents, and a
    probability of 4 decimals an intent."""
    return pl.DataFrame(
        {
            "conversation_id": _cells(rows["conversation_id"]),
            "language": rows["language"],
            "intents": _joined(rows["intents"]),
        }
        | {intent: rows[PROBABILITY + intent] for intent in intents}
    )


def write_rows(file: BinaryIO, frame: pl.DataFrame, *, header: bool, decimals: int | None = None) -> None:
    """Append a frame to a CSV file."""
    frame.write_csv(file, include_header=header, float_precision=decimals)


def ranking_frame(ranking: Sequence[RankedTool]) -> pl.DataFrame:
    """The rows of `candidate_tools_ranked.csv`."""
    rows = [asdict(row) | {"examples": ";".join(row.examples)} for row in ranking]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    floats = [name for name in frame.columns if name.endswith(("_scaled", "_rate", "_gap")) or "impact" in name]
    named = frame.with_columns(_cells(frame[name]).alias(name) for name in ("tool", "examples"))
    return named.with_columns(pl.col([*floats, "frequency", "score"]).cast(pl.Float64).round(6))


def _joined(intents: pl.Series) -> pl.Series:
    return intents.list.join(";")


def _cells(texts: pl.Series) -> pl.Series:
    """`safe_cell` of a column of texts: an apostrophe in front of what a spreadsheet would run as a formula."""
    risky = texts.str.contains(r"^[=+\-@\t\r]") & ~texts.str.contains(r"^[+-]?[0-9]+([.,][0-9]+)?$")
    return pl.select(pl.when(risky).then("'" + texts).otherwise(texts)).to_series()
