"""Work on a stream, spread over an executor: bounded memory, results in the order of the input, deaths survived."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Generic, NamedTuple, TypeVar

MAX_ATTEMPTS = 3
IN_FLIGHT_ON_A_CLUSTER = 16

Task = TypeVar("Task")
Result = TypeVar("Result")


class WorkersKeepDying(Exception):
    """The same piece of work ended with a dead worker process every time it was tried."""


class Inline(Executor):
    """Runs the work at once, in this process: for small inputs and for debugging."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Do the work; the future that comes back is finished."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class _Pending(NamedTuple, Generic[Task, Result]):
    task: Task
    future: Future[Result]
    executor: Executor
    attempt: int = 1

    def lost(self) -> bool:
        """Whether the result went down with a process."""
        return self.future.done() and _worker_died(self.future.exception())


class Workers:
    """An executor that gets over the death of its worker processes.

    A broken pool is replaced by a fresh one of `processes` processes, on a cluster the work is sent again. Pools
    that were made here are closed at the end; an executor that was given stays open.
    """

    def __init__(self, executor: Executor | None = None, *, processes: int | None = None) -> None:
        self._processes = processes or os.cpu_count() or 1
        self._own: Executor | None = None
        self._executor = executor or self._fresh_pool()
        known = 1 if isinstance(executor, Inline) else getattr(self._executor, "_max_workers", None)
        self.in_flight = 2 * known if known else IN_FLIGHT_ON_A_CLUSTER

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own:
            self._own.shutdown(wait=True, cancel_futures=True)

    def ordered(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, in the order of the tasks; only a few tasks are held at a time.

        `work` must give the same for the same task: it is done again when a worker dies over it. Raises what `work`
        raises, and `WorkersKeepDying` after `MAX_ATTEMPTS` deaths over one task.
        """
        pending: deque[_Pending[Task, Result]] = deque()
        for task in tasks:
            pending.append(self._sent(work, task))
            if len(pending) > self.in_flight:
                yield self._first(work, pending)
        while pending:
            yield self._first(work, pending)

    def _first(self, work: Callable[[Task], Result], pending: deque[_Pending[Task, Result]]) -> tuple[Task, Result]:
        while True:
            head = pending[0]
            try:
                result = head.future.result()
            except Exception as error:
                if not _worker_died(error):
                    raise
                self._send_again(work, pending, error)
            else:
                pending.popleft()
                return head.task, result

    def _send_again(
        self, work: Callable[[Task], Result], pending: deque[_Pending[Task, Result]], error: Exception
    ) -> None:
        """Send everything that went down with the worker; only the first in line is taken for what killed it."""
        head = pending[0]
        if head.attempt >= MAX_ATTEMPTS:
            raise WorkersKeepDying(f"a worker process died {MAX_ATTEMPTS} times over {head.task}") from error
        broken = head.executor if isinstance(error, BrokenExecutor) else None
        if broken is self._executor:
            self._replace_pool()
        for place, waiting in enumerate(pending):
            if waiting.lost() or (waiting.executor is broken and not waiting.future.done()):
                pending[place] = self._sent(work, waiting.task, waiting.attempt + (place == 0))

    def _sent(self, work: Callable[[Task], Result], task: Task, attempt: int = 1) -> _Pending[Task, Result]:
        with _deaf_to_ctrl_c():
            try:
                future = self._executor.submit(work, task)
            except BrokenExecutor:
                self._replace_pool()
                future = self._executor.submit(work, task)
        return _Pending(task, future, self._executor, attempt)

    def _replace_pool(self) -> None:
        if self._own:
            self._own.shutdown(wait=False)
        self._executor = self._fresh_pool()

    def _fresh_pool(self) -> Executor:
        # Not "fork": polars and BLAS have threads, whose locks a forked child would find held for ever.
        self._own = ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))
        return self._own


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started in here never hear Ctrl-C, which a terminal sends to all of a group: this process
    ends them, without a traceback of each. Here it is heard when the block ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _worker_died(error: BaseException | None) -> bool:
    """Whether a process died, here or (`distributed.KilledWorker`) on a cluster, which need not be installed."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"
