"""The seven files of a run, by their names: which are there, how large, since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import streamlit as st

from shared.runs.folder import RunFolder
from workbench.steps import Step

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Export:
    """A file, the step that makes it, and whether it has rows ("jsonl", "csv") or none ("")."""

    name: str
    made_in: Step
    rows: str = ""


EXPORTS = (
    Export("llm_rewrite_response.json", Step.PROPOSALS),
    Export("candidate_tools_ranked.csv", Step.DATA, "csv"),
    Export("baseline_conversations.jsonl", Step.DATA, "jsonl"),
    Export("proposed_conversations.jsonl", Step.REGENERATE, "jsonl"),
    Export("baseline_meta.csv", Step.DATA, "csv"),
    Export("proposed_meta.csv", Step.REGENERATE, "csv"),
    Export("report.html", Step.REGENERATE),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file was like when it was looked at: another one means that the file was written anew."""

    bytes: int
    modified_ns: int

    @property
    def made_at(self) -> datetime:
        return datetime.fromtimestamp(self.modified_ns / 1e9, UTC)


def stamp(path: Path) -> Stamp | None:
    """None where there is no such file (any more)."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


def stamps(folder: RunFolder) -> dict[str, Stamp]:
    """Of the exports that are there."""
    found = ((export.name, stamp(folder / export.name)) for export in EXPORTS)
    return {name: made for name, made in found if made is not None}


def rows(export: Export, path: Path, made: Stamp) -> int | None:
    """How many rows the file has; None where it has none, or cannot be read."""
    return _rows(export.rows, str(path), made.bytes, made.modified_ns) if export.rows else None


@st.cache_data(max_entries=200, show_spinner=False)
def _rows(kind: str, path: str, size: int, modified_ns: int) -> int | None:
    count: Callable[[Path], int] = count_csv if kind == "csv" else count_lines
    try:
        return count(Path(path))
    except (OSError, pl.exceptions.PolarsError):
        return None


def count_csv(path: Path) -> int:
    """Rows without the header; a cell may hold line breaks."""
    return int(pl.scan_csv(path, infer_schema=False).select(pl.len()).collect().item())


def count_lines(path: Path) -> int:
    """Lines that hold something; read in pieces, whatever the size of the file."""
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            lines, last = lines + piece.count(b"\n"), piece[-1:]
    return lines + (last != b"\n")
