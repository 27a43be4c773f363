"""The process's jobs: one a run, each in a thread of its own, seen by every browser, known after a restart."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

from shared.improvement.journal import run_lock
from shared.runs.folder import utc_now
from shared.runs.watching import is_locked
from workbench.jobs import record as records
from workbench.jobs.job import Job, Wish
from workbench.jobs.record import CAN_GO_ON, JobKind, JobRecord, JobState
from workbench.workspace import RunEntry, Workspace

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another job is under way on the run; `record` is that one."""

    def __init__(self, record: JobRecord) -> None:
        super().__init__(f"a job ({record.kind}) is under way on this run")
        self.record = record


class Jobs:
    """All jobs of a process."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._guard = threading.RLock()

    def start(self, entry: RunEntry, kind: JobKind, by: str, arguments: Mapping[str, Any] | None = None) -> JobRecord:
        """Start a job on a run. Asked for again while it is under way, it is that one: a double click starts nothing
        twice. Raises `Busy` where another kind of job is under way, `RunLocked` where another process works on it."""
        record = JobRecord(
            kind=kind, state=JobState.RUNNING, by=by, started_at=utc_now(), arguments=dict(arguments or {})
        )
        with self._guard:
            running = self._under_way(entry)
            if running is not None:
                if running.record.kind is kind:
                    return running.record
                raise Busy(running.record)
            with run_lock(entry.folder.path):
                pass
            return self._begin(entry, record)

    def view(self, entry: RunEntry) -> JobRecord | None:
        """The run's job under way, or its last one. One that its process left unfinished counts as stopped."""
        job = self._jobs.get(entry.id)
        if job is not None:
            return job.record
        found = records.read(entry.folder.path)
        if found is not None and found.under_way and is_locked(entry.folder.path) is None:
            return found.model_copy(update={"state": JobState.STOPPED})
        return found

    def elsewhere(self, entry: RunEntry) -> int | None:
        """The id of another process that works on the run (0 where it does not say); None if none does."""
        holder = is_locked(entry.folder.path)
        return None if holder == os.getpid() else holder

    def pause(self, entry: RunEntry) -> None:
        self._wish(entry, Wish.PAUSE)

    def resume(self, entry: RunEntry, by: str) -> None:
        """Go on with a paused job, or with one that was stopped or failed. What is done is not done again."""
        with self._guard:
            job = self._under_way(entry)
            if job is not None:
                job.wish(Wish.RUN)
                return
            last = self.view(entry)
            if last is not None and last.state in CAN_GO_ON:
                self.start(entry, last.kind, by, last.going_on().arguments)

    def stop(self, entry: RunEntry) -> None:
        self._wish(entry, Wish.STOP)

    def delete(self, entry: RunEntry, workspace: Workspace) -> None:
        """Take a run away. Raises `Busy` while a job is under way, be it paused; `RunLocked` where another process
        works on it."""
        with self._guard:
            running = self._under_way(entry)
            if running is not None:
                raise Busy(running.record)
            workspace.delete(entry)
            self._jobs.pop(entry.id, None)

    def restore(self, workspace: Workspace) -> list[str]:
        """Go on with what an earlier process left under way; the ids of these runs. Paused jobs stay paused."""
        restored = []
        for entry in workspace.entries(with_live=True):
            record = records.read(entry.folder.path)
            if record is None or not record.under_way or is_locked(entry.folder.path) is not None:
                continue
            with self._guard:
                self._begin(entry, record.going_on())
            restored.append(entry.id)
        return restored

    def close(self, timeout_sec: float = 10.0) -> None:
        """Let every job come to a point from which the next process goes on; their records stay under way."""
        with self._guard:
            jobs = [job for job in self._jobs.values() if job.record.under_way]
        for job in jobs:
            job.leave()
        for job in jobs:
            if not job.join(timeout_sec):
                log.warning("a job did not come to a point to go on from within %g s", timeout_sec)

    def _begin(self, entry: RunEntry, record: JobRecord) -> JobRecord:
        job = self._jobs[entry.id] = Job(entry.folder, record)
        job.start()
        return job.record

    def _under_way(self, entry: RunEntry) -> Job | None:
        job = self._jobs.get(entry.id)
        return job if job is not None and job.record.under_way else None

    def _wish(self, entry: RunEntry, wish: Wish) -> None:
        job = self._under_way(entry)
        if job is not None:
            job.wish(wish)


@cache
def jobs() -> Jobs:
    """The process's jobs."""
    return Jobs()
