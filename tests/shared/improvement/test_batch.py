"""Batches: the same results whatever the threads, the faults and the interruptions."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from shared.improvement.batch import Progress
from shared.improvement.journal import RunLocked, run_lock
from shared.improvement.models import EndReason
from shared.improvement.worker import GatewaySource
from shared.llm.settings import LLMSettings
from tests.shared.improvement.batches import make_cases, results, run_in
from tests.shared.improvement.fakes import COST_USD, FakeSource


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return results(run_in(tmp_path_factory.mktemp("undisturbed"), FakeSource(name="undisturbed"), threads=1))


@pytest.mark.parametrize("threads", [4, 16])
def test_the_number_of_threads_changes_nothing(tmp_path: Path, undisturbed: list[str], threads: int) -> None:
    assert results(run_in(tmp_path, FakeSource(), threads=threads)) == undisturbed


def test_the_arms_draw_their_noise_apart(undisturbed: list[str]) -> None:
    transcripts = Counter(json.dumps(json.loads(line)["transcript"]) for line in undisturbed)
    assert len(transcripts) == len(undisturbed)


def test_processes_give_what_threads_give(tmp_path: Path) -> None:
    source = GatewaySource(LLMSettings())
    here = results(run_in(tmp_path / "here", source, make_cases(2)))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        there = results(run_in(tmp_path / "there", source, make_cases(2), executor=pool))
    assert here == there


def test_nothing_is_played_twice(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    first = run_in(tmp_path, FakeSource(calls))
    made = calls.read_text()
    second = run_in(tmp_path, FakeSource(calls))
    assert results(first) == results(second)
    assert calls.read_text() == made
    assert list((tmp_path / "partial").iterdir()) == []


def test_usage_is_counted_by_purpose(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    result = run_in(tmp_path, FakeSource(calls))
    counted = sum(usage["calls"] for c in result.conversations if c for usage in c.usage.values())
    assert counted == len(calls.read_text().splitlines())


def test_failures_of_infrastructure_are_counted_apart_and_made_good(tmp_path: Path, undisturbed: list[str]) -> None:
    seen: list[Progress] = []
    first = run_in(tmp_path, FakeSource(fail_share=0.08), threads=1, progress=seen.append)
    failed = [c for c in first.conversations if c and c.end_reason is EndReason.INFRASTRUCTURE]
    assert first.complete
    assert 0 < len(failed) == seen[-1].failures < len(first.conversations)
    assert all(c.resolved is None and c.csat is None for c in failed)
    assert results(run_in(tmp_path, FakeSource())) == undisturbed


def test_a_conversation_that_failed_keeps_the_replies_it_had(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    run_in(tmp_path, FakeSource(calls, fail_share=0.08), threads=1)
    run_in(tmp_path, FakeSource(calls), threads=1)
    samples = Counter(line.split()[0] for line in calls.read_text().splitlines())
    assert max(samples.values()) == 1


@pytest.mark.parametrize("threads", [1, 4])
def test_a_budget_stops_cleanly_and_a_larger_one_goes_on(tmp_path: Path, undisturbed: list[str], threads: int) -> None:
    calls = tmp_path / "calls"
    budget = 20.5 * COST_USD
    first = run_in(tmp_path, FakeSource(calls, budget_usd=budget), threads=threads, budget_usd=budget)
    assert first.budget_reached
    assert first.stopped is not None
    assert "budget" in first.stopped
    assert not first.complete
    assert len(calls.read_text().splitlines()) <= 20
    assert results(run_in(tmp_path, FakeSource(calls))) == undisturbed
    samples = Counter(line.split()[0] for line in calls.read_text().splitlines())
    assert max(samples.values()) == 1


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    seen: list[Progress] = []
    run_in(tmp_path, FakeSource(), progress=seen.append)
    assert [p.done for p in seen] == list(range(13))
    assert {p.total for p in seen} == {12}
    assert seen[-1].cost_usd > 0


def test_a_second_process_is_kept_out(tmp_path: Path) -> None:
    with run_lock(tmp_path), pytest.raises(RunLocked, match=r"another process \(pid \d+\) is working on"):
        run_in(tmp_path, FakeSource())
    run_in(tmp_path, FakeSource(), make_cases(1))


def test_an_interrupt_leaves_everything_to_go_on_with(tmp_path: Path, undisturbed: list[str]) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_in(tmp_path, FakeSource(latency_sec=0.005), progress=interrupt)
    assert results(run_in(tmp_path, FakeSource())) == undisturbed
