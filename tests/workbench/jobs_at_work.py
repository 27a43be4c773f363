"""Runs for tests of jobs: approved and not played yet; waiting for what a job does."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from shared.runs.simulating import JOURNAL, OUTDATED, SCENARIOS
from workbench.jobs.jobs import Jobs
from workbench.jobs.record import JobRecord
from workbench.workspace import About, Origin, RunEntry, Workspace

PATIENCE_SEC = 60.0


def approved_run(finished: Path, runs: Workspace, title: str = "Muestra") -> RunEntry:
    """The finished run as it was before its simulation."""
    entry = runs.create(About(title=title, origin=Origin.SAMPLE, created_by="ana@example.com"))
    shutil.copytree(finished, entry.folder.path, dirs_exist_ok=True)
    entry.folder.discard((*OUTDATED, JOURNAL, SCENARIOS))
    return entry


def until(what: Callable[[], object], patience_sec: float = PATIENCE_SEC) -> None:
    """Wait until `what()` is true. Raises `TimeoutError`."""
    give_up = time.monotonic() + patience_sec
    while not what():
        if time.monotonic() > give_up:
            raise TimeoutError(what)
        time.sleep(0.01)


def ended(jobs: Jobs, entry: RunEntry) -> JobRecord:
    """The job's record once it is no longer under way."""

    def over() -> bool:
        record = jobs.view(entry)
        return record is not None and not record.under_way

    until(over)
    record = jobs.view(entry)
    assert record is not None
    return record


def played(entry: RunEntry) -> int:
    """How many conversations are in the journal."""
    path = entry.folder / JOURNAL
    return max(path.read_bytes().count(b"\n") - 1, 0) if path.is_file() else 0
