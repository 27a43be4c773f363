"""A batch that is asked to stop: nothing new starts, nothing is lost, nothing is paid for twice."""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from shared.improvement.batch import Progress
from shared.improvement.worker import GatewaySource
from shared.llm.settings import LLMSettings
from tests.shared.improvement.batches import make_cases, results, run_in
from tests.shared.improvement.fakes import FakeSource

SOON_SEC = 0.8
"""It is asked ten times a second; the rest is for a machine with other work."""


class Stopper:
    """Sets `event` once `after` conversations are done, and notes when."""

    def __init__(self, after: int) -> None:
        self.event = threading.Event()
        self.at = 0.0
        self._after = after

    def __call__(self, progress: Progress) -> None:
        if progress.done == self._after and not self.event.is_set():
            self.at = time.time()
            self.event.set()


@pytest.mark.parametrize("threads", [1, 4])
def test_nothing_starts_after_a_stop_and_the_next_call_ends_as_if_undisturbed(tmp_path: Path, threads: int) -> None:
    calls, stopper = tmp_path / "calls", Stopper(after=3)
    source = FakeSource(calls, latency_sec=0.05)
    stopped = run_in(tmp_path, source, threads=threads, progress=stopper, stop=stopper.event)
    assert stopped.stop_requested
    assert stopped.stopped == "stopped as asked"
    assert not stopped.complete
    assert not stopped.budget_reached
    started = [float(line.split()[1]) - 0.05 for line in calls.read_text().splitlines()]
    assert max(started) < stopper.at + SOON_SEC

    finished = run_in(tmp_path, FakeSource(calls))
    assert results(finished) == results(run_in(tmp_path / "undisturbed", FakeSource(name="undisturbed")))
    asked = Counter(line.split()[0] for line in calls.read_text().splitlines())
    assert max(asked.values()) == 1
    assert not finished.stop_requested


def test_a_batch_that_is_stopped_before_it_begins_asks_nothing(tmp_path: Path) -> None:
    calls, stop = tmp_path / "calls", threading.Event()
    stop.set()
    result = run_in(tmp_path, FakeSource(calls), stop=stop)
    assert result.stop_requested
    assert not calls.exists()


def test_a_stop_after_the_last_conversation_is_none(tmp_path: Path) -> None:
    stopper = Stopper(after=12)
    result = run_in(tmp_path, FakeSource(), progress=stopper, stop=stopper.event)
    assert result.complete
    assert result.stopped is None
    assert not result.stop_requested


def test_a_stop_does_not_wait_for_the_pauses_before_further_tries(tmp_path: Path) -> None:
    stop, began = threading.Event(), time.monotonic()
    nobody = LLMSettings(openai_base_url="http://127.0.0.1:9/v1")
    timer = threading.Timer(0.5, stop.set)
    timer.start()
    result = run_in(tmp_path, GatewaySource(nobody, retries=8, batch="here"), make_cases(1), batch="here", stop=stop)
    timer.join()
    assert result.stop_requested
    assert list(result.conversations) == [None, None]
    assert time.monotonic() - began < 5
