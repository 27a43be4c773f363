"""The runs of the workspace at a glance; each is read anew only when something in its folder was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from shared.agent.rendering import plain
from shared.runs.folder import RunError, RunFolder
from shared.runs.summary import RunSummary, summarise
from shared.runs.watching import is_locked
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobRecord
from workbench.workspace import Origin, RunEntry, workspace

MOST = 2_000
OVERALL = ("resolution_rate", "avg_csat", "avg_turns", "avg_duration_sec")
NO_VERDICT = "none"


class Figure(NamedTuple):
    """A figure with its 95 % interval, of `n` conversations or pairs."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """A run of the list. `figures` are those that have an interval, by the name that the summary has for them."""

    entry: RunEntry
    summary: RunSummary
    figures: Mapping[str, Figure]

    @property
    def created_at(self) -> str:
        """When it was begun; ISO 8601. A run of `acs` says it in its own file."""
        return self.summary.created_at or self.entry.about.created_at

    @property
    def job(self) -> JobRecord | None:
        return jobs().view(self.entry)

    @property
    def busy(self) -> bool:
        """Whether somebody works on it, here or in another process."""
        job = self.job
        return bool(job and job.under_way) or is_locked(self.entry.folder.path) is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; empty fields do not filter."""

    text: str = ""
    origin: Origin | None = None
    verdict: str | None = None

    def fits(self, row: Row) -> bool:
        about = row.entry.about
        words = plain(f"{row.entry.title} {row.entry.id} {about.created_by}")
        return (
            all(word in words for word in plain(self.text).split())
            and self.origin in (None, about.origin)
            and self.verdict in (None, row.summary.verdict or NO_VERDICT)
        )


def rows(*, with_live: bool) -> list[Row]:
    """All of them, the newest first."""
    found = [Row(entry, *_read(entry)) for entry in workspace().entries(with_live=with_live)]
    return sorted(found, key=lambda row: (row.created_at, row.entry.id), reverse=True)


def _read(entry: RunEntry) -> tuple[RunSummary, Mapping[str, Figure]]:
    path = entry.folder.path
    try:
        return _cached(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:  # deleted a moment ago
        return RunSummary(entry.id), {}


@st.cache_data(max_entries=MOST, show_spinner=False)
def _cached(path: str, modified_ns: int) -> tuple[RunSummary, dict[str, Figure]]:
    folder = RunFolder(Path(path))
    return summarise(folder), with_intervals(folder)


def with_intervals(folder: RunFolder) -> dict[str, Figure]:
    """The run's figures that have an interval; none of a file that is missing or damaged."""
    found: dict[str, Figure] = {}
    try:
        overall = folder.read_json("metrics.json")["overall"]
        for name in OVERALL:
            one = overall[name]
            found[name] = Figure(one["value"], one["low"], one["high"], one["n"])
        score = folder.read_json("comparison.json")["metrics"]["score"]
        found["score_difference"] = Figure(score["difference"], score["low"], score["high"], score["n"])
    except (RunError, KeyError, TypeError):
        return found
    return found
