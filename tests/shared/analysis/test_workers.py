"""Order, retries after a death, and clear failure when nothing helps."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from shared.analysis.workers import MAX_ATTEMPTS, Inline, Workers, WorkersKeepDying


def double(number: int) -> int:
    return 2 * number


def die_once(task: tuple[str, int]) -> int:
    """End the process hard the first time that this is seen."""
    marker, number = Path(task[0]), task[1]
    if number == 2 and not marker.exists():
        marker.touch()
        os._exit(9)
    return number


class KilledWorker(Exception):
    """What Dask calls it."""


class _Dying(Executor):
    """Does the work, but the first `deaths` submissions end with `error`."""

    def __init__(self, deaths: int, error: Exception) -> None:
        self.deaths, self.error, self.submitted = deaths, error, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        if self.submitted <= self.deaths:
            future.set_exception(self.error)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize("executor", [Inline(), ThreadPoolExecutor(3)])
def test_results_come_in_the_order_of_the_tasks(executor: Executor) -> None:
    with executor, Workers(executor) as workers:
        assert list(workers.ordered(double, range(40))) == [(n, 2 * n) for n in range(40)]


def test_only_a_few_tasks_are_held_at_a_time() -> None:
    taken: list[int] = []

    def tasks() -> Any:
        for number in range(100):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool, Workers(pool) as workers:
        first = next(iter(workers.ordered(double, tasks())))
    assert first == (0, 0)
    assert len(taken) <= 6


def test_a_process_that_dies_costs_nothing_but_time(tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "died"), number) for number in range(5)]
    with Workers(processes=1) as workers:
        assert [result for _, result in workers.ordered(die_once, tasks)] == [0, 1, 2, 3, 4]


def test_work_is_sent_again_when_a_cluster_lost_its_worker() -> None:
    executor = _Dying(2, KilledWorker("a worker was killed"))
    with Workers(executor) as workers:
        assert [result for _, result in workers.ordered(double, range(4))] == [0, 2, 4, 6]
    assert executor.submitted == 6


def test_work_that_kills_every_worker_ends_with_the_place_it_stands_at() -> None:
    executor = _Dying(100, KilledWorker("a worker was killed"))
    with Workers(executor) as workers, pytest.raises(WorkersKeepDying, match=f"died {MAX_ATTEMPTS} times over 7"):
        list(workers.ordered(double, [7]))
    assert executor.submitted == MAX_ATTEMPTS


def test_a_broken_pool_is_replaced() -> None:
    with Workers(_Dying(100, BrokenExecutor("the pool is broken")), processes=1) as workers:
        assert list(workers.ordered(abs, [-1, -2])) == [(-1, 1), (-2, 2)]


def test_what_the_work_raises_comes_out() -> None:
    with Workers(Inline()) as workers, pytest.raises(TypeError):
        list(workers.ordered(abs, ["text"]))  # type: ignore[arg-type]
