"""Many simulated conversations over any `concurrent.futures.Executor`, journaled one by one."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass

from shared.agent.release import AgentRelease
from shared.improvement.journal import Journal
from shared.improvement.models import Arm, EndReason, Scenario, SimulatedConversation
from shared.improvement.simulation import Case
from shared.improvement.worker import Conditions, Played, clean_up, play, stop_playing

STOP_POLL_SEC = 0.1
"""How often a batch that can be stopped looks whether it should."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. `failures` counts conversations that infrastructure ended; `cost_usd` is the journal's."""

    done: int
    total: int
    failures: int
    cost_usd: float


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch has, in the order of the cases; `None` for a case that was not reached because it was stopped."""

    conversations: tuple[SimulatedConversation | None, ...]
    stopped: str | None = None
    budget_reached: bool = False
    stop_requested: bool = False

    @property
    def complete(self) -> bool:
        """Whether every case has a conversation, be it one that infrastructure ended."""
        return None not in self.conversations


def cases_of(scenarios: Iterable[Scenario], releases: Mapping[Arm, AgentRelease], trials: int) -> list[Case]:
    """Every scenario, `trials` times, by each arm; the two arms of a pair stand side by side."""
    return [Case(arm, s, trial, releases[arm]) for s in scenarios for trial in range(trials) for arm in Arm]


def run_batch(
    cases: Sequence[Case],
    conditions: Conditions,
    journal: Journal,
    *,
    executor: Executor | None = None,
    threads: int = 6,
    budget_usd: float | None = None,
    progress: ProgressCallback | None = None,
    stop: threading.Event | None = None,
) -> BatchResult:
    """Play the cases that the journal does not hold yet and return all, in the order of `cases`.

    `executor` (a Dask client's, a pool of processes) takes the work; without one, `threads` threads do. `budget_usd`
    is what the cases may cost in all, those in the journal included. Failures are reported, not raised.

    Once `stop` is set nothing new starts; conversations in this process end before their next call of the model, those
    that an executor has in other processes are played to their end.
    """
    batch = _Batch(cases, conditions, journal, budget_usd, progress, stop)
    try:
        with _pool(executor, threads) as pool:
            batch.play(pool)
    finally:
        clean_up(conditions)
    found = tuple(journal.conversations.get(case.key) for case in cases)
    return BatchResult(found, batch.stopped, batch.budget_reached, batch.stop_requested)


@contextmanager
def _pool(given: Executor | None, threads: int) -> Iterator[Executor]:
    if given is not None:
        yield given
        return
    with _quiet_collector(), ThreadPoolExecutor(threads, thread_name_prefix="simulation") as own:
        yield own


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Keep the garbage collector off what is there already (modules, schemas, the detector): looking through all of it
    stops every thread, again and again, for 2 % of a simulation's time."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class _Batch:
    """The work in hand: what is running, what it has cost, and whether it should stop."""

    def __init__(
        self,
        cases: Sequence[Case],
        conditions: Conditions,
        journal: Journal,
        budget_usd: float | None,
        progress: ProgressCallback | None,
        stop: threading.Event | None,
    ) -> None:
        self.stopped: str | None = None
        self.budget_reached = False
        self.stop_requested = False
        self._stop_event, self._poll_sec = stop, None if stop is None else STOP_POLL_SEC
        self._conditions, self._journal = conditions, journal
        self._budget_usd, self._progress = budget_usd, progress
        self._missing = [case for case in cases if not journal.settled(case.key)]
        self._total = len(cases)
        self._settled = {case.key for case in cases} - {case.key for case in self._missing}
        self._cost = sum(cost_of(journal.conversations[key]) for key in sorted(self._settled))
        self._played: set[str] = set()
        self._failures = 0

    def play(self, pool: Executor) -> None:
        for key in self._settled:
            # Killed between journal and clean-up: the journal has it, the log is spent.
            self._forget_partial(key)
        self._report()
        self._check_budget()
        self._check_stop(())
        if self.stopped:
            return
        running = {pool.submit(play, case, self._conditions) for case in self._missing}
        try:
            while running:
                done, running = wait(running, self._poll_sec, return_when=FIRST_COMPLETED)
                for future in done:
                    if not future.cancelled():
                        self._take(future, running)
                self._check_stop(running)
        except BaseException:
            # Ctrl-C or a defect: what runs ends before its next call, what is done is in the journal.
            self._stop(running)
            raise

    def _take(self, future: Future[Played], running: Iterable[Future[Played]]) -> None:
        try:
            played = future.result()
        except BrokenExecutor as error:
            played = Played("", None, f"the workers died: {error}")
        if played.conversation is not None:
            self._count(played.key, played.conversation)
        elif played.stop and self.stopped is None:
            self.stopped, self.budget_reached = played.stop, played.budget
        self._check_budget()
        if self.stopped:
            self._stop(running)

    def _count(self, key: str, conversation: SimulatedConversation) -> None:
        self._journal.append(key, conversation)
        self._cost += cost_of(conversation)
        self._played.add(key)
        if conversation.end_reason is EndReason.INFRASTRUCTURE:
            self._failures += 1
        else:
            # Its replies are in the journal now; those of a failed conversation are kept for the next try.
            self._forget_partial(key)
        self._report()

    def _forget_partial(self, key: str) -> None:
        path = self._conditions.partial_path(key)
        if path is not None:
            path.unlink(missing_ok=True)

    def _check_budget(self) -> None:
        limit = self._budget_usd
        if limit is not None and self._cost >= limit and self._missing_left() and self.stopped is None:
            self.stopped = f"the budget of ${limit:g} is used up: ${self._cost:.6f} is spent"
            self.budget_reached = True

    def _check_stop(self, running: Iterable[Future[Played]]) -> None:
        asked = self._stop_event is not None and self._stop_event.is_set()
        if asked and self.stopped is None and self._missing_left():
            self.stopped, self.stop_requested = "stopped as asked", True
            self._stop(running)

    def _missing_left(self) -> bool:
        return len(self._played) < len(self._missing)

    def _stop(self, running: Iterable[Future[Played]]) -> None:
        stop_playing(self._conditions.batch)
        for future in running:
            future.cancel()

    def _report(self) -> None:
        if self._progress is not None:
            done = len(self._settled) + len(self._played)
            self._progress(Progress(done, self._total, self._failures, self._cost))


def cost_of(conversation: SimulatedConversation) -> float:
    """USD of all its calls."""
    return sum(usage.get("cost_usd", 0.0) for usage in conversation.usage.values())
