"""A job under way in this process: a thread of its own that works, pauses, goes on and ends."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from shared.cli.exits import FAILURES, WRONG_INPUTS, words_of_defect, words_of_failure
from shared.runs.folder import RunFolder, utc_now
from workbench.jobs import record as records
from workbench.jobs.failures import code_of
from workbench.jobs.record import JobRecord, JobState
from workbench.jobs.work import WORK, Stopped, Task

WRITTEN_EVERY_SEC = 1.0
MAX_ERROR_CHARS = 2_000
"""Of what a failed job says: a record does not grow with what went wrong."""
log = logging.getLogger(__name__)


class Wish(StrEnum):
    """What people want of a job under way."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"


class Job:
    """The work on one run, from its start to its end."""

    def __init__(self, folder: RunFolder, record: JobRecord) -> None:
        self._folder, self._record = folder, record
        self._changed = threading.Condition(threading.RLock())
        self._wish = Wish.PAUSE if record.state is JobState.PAUSED else Wish.RUN
        self._stop = threading.Event()
        self._since = None if record.state is JobState.PAUSED else time.monotonic()
        self._written, self._left = 0.0, False
        self._thread = threading.Thread(target=self._work, name=f"job {folder.path.name}", daemon=True)

    def start(self) -> None:
        self._keep()
        self._thread.start()

    @property
    def record(self) -> JobRecord:
        with self._changed:
            return self._record.model_copy(update={"worked_sec": self._worked()})

    def wish(self, wish: Wish) -> None:
        """Pausing keeps what is done and waits: nothing is asked of the model meanwhile. Once stopped it ends."""
        with self._changed:
            if self._wish is Wish.STOP:
                return
            self._wish = wish
            if wish is not Wish.RUN:
                self._stop.set()
            self._changed.notify_all()

    def leave(self) -> None:
        """Stop the work but not the job: its record stays under way, for the next process. A job that somebody has
        stopped already stays stopped."""
        with self._changed:
            if self._wish is Wish.STOP:
                return
            self._left = True
            self.wish(Wish.STOP)

    def join(self, timeout_sec: float) -> bool:
        """Whether the thread has ended."""
        self._thread.join(timeout_sec)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while self._may_go_on():
            try:
                notes = WORK[self._record.kind](Task(self._folder, self._record.arguments, self._stop, self._tell))
            except Stopped:
                continue
            except (*FAILURES, *WRONG_INPUTS) as error:
                self._fail(error, words_of_failure(error))
            except BaseException as error:  # whatever it is: a thread that dies silently would be under way for ever
                log.exception("a job failed")
                self._fail(error, words_of_defect(error) if isinstance(error, Exception) else type(error).__name__)
            else:
                self._end(JobState.DONE, fraction=1.0, notes=notes)
            return
        if self._left:
            self._keep()
        else:
            self._end(JobState.STOPPED)

    def _may_go_on(self) -> bool:
        """Wait while the job is paused; False once it is to end."""
        with self._changed:
            if self._wish is Wish.PAUSE:
                self._set(JobState.PAUSED)
                self._changed.wait_for(lambda: self._wish is not Wish.PAUSE)
            if self._wish is Wish.STOP:
                return False
            if self._stop.is_set():  # what was paused goes on: nothing is started over
                self._stop.clear()
                self._record = self._record.going_on()
            if self._record.state is not JobState.RUNNING:
                self._set(JobState.RUNNING)
            return True

    def _tell(self, fraction: float | None, progress: Mapping[str, Any]) -> None:
        with self._changed:
            self._record = self._record.model_copy(update={"fraction": fraction, "progress": dict(progress)})
        if time.monotonic() - self._written >= WRITTEN_EVERY_SEC:
            self._keep()

    def _fail(self, error: BaseException, words: str) -> None:
        self._end(JobState.FAILED, error=words[:MAX_ERROR_CHARS], code=code_of(error))

    def _end(self, state: JobState, **changes: Any) -> None:
        self._set(state, finished_at=utc_now(), **changes)

    def _set(self, state: JobState, **changes: Any) -> None:
        """The record is on disk before anybody can see the job ended, so that a new one cannot be overwritten."""
        with self._changed:
            changed = {"state": state, "worked_sec": self._worked(), **changes}
            self._since = time.monotonic() if state is JobState.RUNNING else None
            self._record = self._record.model_copy(update=changed)
            self._keep()

    def _worked(self) -> float:
        running = 0.0 if self._since is None else time.monotonic() - self._since
        return round(self._record.worked_sec + running, 2)

    def _keep(self) -> None:
        self._written = time.monotonic()
        try:
            records.write(self._folder.path, self.record)
        except OSError:  # the work itself will say what is wrong with the disk
            log.warning("the record of a job could not be written", exc_info=True)
