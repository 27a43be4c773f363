"""Jobs: one a run and never twice; paused, stopped, gone on with, failed and tried again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.improvement.journal import RunLocked, run_lock
from tests.workbench.jobs_at_work import approved_run, ended, played, until
from workbench.jobs import record as records
from workbench.jobs.job import MAX_ERROR_CHARS, Job, Wish
from workbench.jobs.jobs import Busy, Jobs
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.jobs.work import WORK, Pace, Task
from workbench.workspace import RunEntry, UnknownRun, Workspace

ROOT = Path(__file__).parents[2]
ANA, BRUNO = "ana@example.com", "bruno@example.com"
PROMPT_SEC = 0.5
TRIES = 3


@pytest.fixture
def jobs(runs: Workspace) -> Iterator[Jobs]:
    owned = Jobs()
    yield owned
    owned.close()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, runs: Workspace) -> None:
    monkeypatch.setenv("OFFLINE_MODEL_LATENCY_MS", "60")


def promptly(jobs: Jobs, entry: RunEntry, do: Callable[[], object], state: JobState) -> None:
    """What `do` asks for is reached within `PROMPT_SEC` in one of a few tries."""
    for _ in range(TRIES):
        began = time.monotonic()
        do()
        until(lambda: (found := jobs.view(entry)) and found.state is state)
        if time.monotonic() - began < PROMPT_SEC:
            return
        jobs.resume(entry, ANA)
    raise AssertionError(f"never {state} within {PROMPT_SEC} s")


@pytest.fixture
def entry(finished: Path, runs: Workspace) -> RunEntry:
    return approved_run(finished, runs)


def test_a_regeneration_ends_with_the_comparison_that_acs_makes(jobs: Jobs, entry: RunEntry, finished: Path) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA, {"language": "pt"})
    record = ended(jobs, entry)
    assert (record.state, record.fraction, record.by, record.error) == (JobState.DONE, 1.0, ANA, "")
    assert (entry.folder / "comparison.json").read_bytes() == (finished / "comparison.json").read_bytes()
    assert b'<html lang="pt"' in (entry.folder / "report.html").read_bytes()
    assert records.read(entry.folder.path) == record


def test_many_clicks_at_once_start_one_job(slow: None, jobs: Jobs, entry: RunEntry) -> None:
    barrier, seen = threading.Barrier(12), []

    def click(number: int) -> None:
        barrier.wait()
        seen.append(jobs.start(entry, JobKind.SIMULATE, f"{number}@example.com").started_at)

    clicks = [threading.Thread(target=click, args=(number,)) for number in range(12)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(set(seen)) == 1
    assert sum(one.name == f"job {entry.folder.path.name}" for one in threading.enumerate()) == 1


def test_another_kind_of_job_is_refused_meanwhile(slow: None, jobs: Jobs, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    with pytest.raises(Busy) as refused:
        jobs.start(entry, JobKind.PROPOSE, BRUNO)
    assert refused.value.record.by == ANA


def test_paused_within_half_a_second_and_gone_on_with(slow: None, jobs: Jobs, entry: RunEntry, finished: Path) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    until(lambda: played(entry) > 1)
    promptly(jobs, entry, lambda: jobs.pause(entry), JobState.PAUSED)
    kept, worked = played(entry), jobs.view(entry)
    time.sleep(0.4)
    assert played(entry) == kept, "nothing is played while it is paused"
    still = jobs.view(entry)
    assert worked is not None
    assert still is not None
    assert worked.worked_sec == still.worked_sec, "pauses are not work"
    jobs.resume(entry, BRUNO)
    record = ended(jobs, entry)
    assert (record.state, record.by) == (JobState.DONE, ANA)
    assert (entry.folder / "comparison.json").read_bytes() == (finished / "comparison.json").read_bytes()


def test_stopped_within_half_a_second_and_gone_on_with(slow: None, jobs: Jobs, entry: RunEntry, finished: Path) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    until(lambda: played(entry) > 1)
    promptly(jobs, entry, lambda: jobs.stop(entry), JobState.STOPPED)
    assert not (entry.folder / "comparison.json").exists()
    jobs.resume(entry, BRUNO)
    assert ended(jobs, entry).state is JobState.DONE
    assert (entry.folder / "comparison.json").read_bytes() == (finished / "comparison.json").read_bytes()


def test_paused_and_resumed_at_once_loses_nothing(slow: None, jobs: Jobs, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    for _ in range(5):
        jobs.pause(entry)
        jobs.resume(entry, ANA)
    assert ended(jobs, entry).state is JobState.DONE


def test_what_is_done_is_not_gone_on_with(jobs: Jobs, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    before = ended(jobs, entry)
    jobs.resume(entry, BRUNO)
    assert jobs.view(entry) == before


def test_a_failed_job_keeps_its_error_and_can_be_tried_again(jobs: Jobs, entry: RunEntry) -> None:
    evidence = entry.folder / "evidence.jsonl"
    kept = evidence.read_bytes()
    evidence.write_bytes(b"{broken\n")
    jobs.start(entry, JobKind.SIMULATE, ANA)
    failed = ended(jobs, entry)
    assert failed.state is JobState.FAILED
    assert "evidence.jsonl" in failed.error
    assert Jobs().view(entry) == failed, "the next process knows it too"
    evidence.write_bytes(kept)
    jobs.resume(entry, ANA)
    assert ended(jobs, entry).state is JobState.DONE


def test_other_parameters_fail_by_their_code(jobs: Jobs, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    ended(jobs, entry)
    info = entry.folder.info()
    entry.folder.write_info(info.model_copy(update={"settings": info.settings.model_copy(update={"seed": 7})}))
    jobs.start(entry, JobKind.SIMULATE, ANA)
    assert (ended(jobs, entry).state, ended(jobs, entry).code) == (JobState.FAILED, "parameters")
    jobs.start(entry, JobKind.SIMULATE, ANA, {"fresh": True})
    assert ended(jobs, entry).state is JobState.DONE
    assert (entry.folder / "journal.1.jsonl").is_file(), "what was paid for is kept"


def test_a_used_up_budget_fails_by_its_code(monkeypatch: pytest.MonkeyPatch, jobs: Jobs, entry: RunEntry) -> None:
    from shared.runs import simulating

    monkeypatch.setattr(simulating, "cost_of", lambda conversation: 0.01)
    monkeypatch.setattr("shared.improvement.batch.cost_of", lambda conversation: 0.01)
    info = entry.folder.info()
    limited = info.settings.model_copy(update={"budget_usd": 0.015, "threads": 1})
    entry.folder.write_info(info.model_copy(update={"settings": limited}))
    jobs.start(entry, JobKind.SIMULATE, ANA)
    assert (ended(jobs, entry).state, ended(jobs, entry).code) == (JobState.FAILED, "budget")


def test_a_defect_ends_the_job_in_words(monkeypatch: pytest.MonkeyPatch, jobs: Jobs, entry: RunEntry) -> None:
    def broken(task: Task) -> list[str]:
        raise ZeroDivisionError("x" * 9_000)

    monkeypatch.setitem(WORK, JobKind.COMPARE, broken)
    jobs.start(entry, JobKind.COMPARE, ANA)
    record = ended(jobs, entry)
    assert record.state is JobState.FAILED
    assert "ZeroDivisionError" in record.error
    assert len(record.error) <= MAX_ERROR_CHARS, "a record does not grow"


def test_a_run_that_another_process_works_on_is_refused(jobs: Jobs, entry: RunEntry) -> None:
    code = (
        "import sys, pathlib; from shared.improvement.journal import run_lock\n"
        "with run_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(entry.folder.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdin
        other.stdout.readline()
        with pytest.raises(RunLocked, match=str(other.pid)):
            jobs.start(entry, JobKind.SIMULATE, ANA)
        assert jobs.elsewhere(entry) == other.pid
        assert jobs.view(entry) is None, "nothing was begun"
        other.stdin.close()
    assert jobs.elsewhere(entry) is None


def test_our_own_work_is_not_elsewhere(jobs: Jobs, entry: RunEntry) -> None:
    with run_lock(entry.folder.path):
        assert jobs.elsewhere(entry) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"kind": "dance"}', b"\xff\xfe\x00", b"null"])
def test_a_damaged_record_is_no_record(jobs: Jobs, runs: Workspace, entry: RunEntry, content: bytes) -> None:
    (entry.folder / records.FILE).write_bytes(content)
    assert jobs.view(entry) is None
    assert jobs.restore(runs) == []
    jobs.start(entry, JobKind.COMPARE, ANA)
    assert ended(jobs, entry).kind is JobKind.COMPARE


def test_a_run_is_not_deleted_under_its_job(slow: None, jobs: Jobs, runs: Workspace, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    jobs.pause(entry)
    until(lambda: (found := jobs.view(entry)) and found.state is JobState.PAUSED)
    with pytest.raises(Busy):
        jobs.delete(entry, runs)
    jobs.stop(entry)
    ended(jobs, entry)
    jobs.delete(entry, runs)
    with pytest.raises(UnknownRun):
        runs.entry(entry.id, with_live=True)
    assert jobs.view(entry) is None


def test_what_a_process_leaves_the_next_one_finishes(
    slow: None, jobs: Jobs, runs: Workspace, entry: RunEntry, finished: Path
) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA, {"fresh": True})
    until(lambda: played(entry) > 1)
    jobs.close()
    left = records.read(entry.folder.path)
    assert left is not None
    assert left.state is JobState.RUNNING
    following = Jobs()
    assert following.restore(runs) == [entry.id]
    assert ended(following, entry).state is JobState.DONE
    assert not (entry.folder / "journal.1.jsonl").exists(), "it went on and did not start over"
    assert (entry.folder / "comparison.json").read_bytes() == (finished / "comparison.json").read_bytes()


def test_a_paused_job_stays_paused_over_a_restart(slow: None, jobs: Jobs, runs: Workspace, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    until(lambda: played(entry) > 0)
    jobs.pause(entry)
    until(lambda: (found := jobs.view(entry)) and found.state is JobState.PAUSED)
    jobs.close()
    following = Jobs()
    assert following.restore(runs) == [entry.id]
    kept = played(entry)
    time.sleep(0.3)
    now = following.view(entry)
    assert now is not None
    assert (now.state, played(entry)) == (JobState.PAUSED, kept)
    following.resume(entry, BRUNO)
    assert ended(following, entry).state is JobState.DONE


def test_what_a_person_stopped_is_not_left_to_the_next_process(slow: None, entry: RunEntry) -> None:
    job = Job(entry.folder, JobRecord(kind=JobKind.SIMULATE, state=JobState.RUNNING, by=ANA, started_at="2026-01-01"))
    job.start()
    job.wish(Wish.STOP)
    job.leave()
    assert job.join(5)
    left = records.read(entry.folder.path)
    assert left is not None
    assert left.state is JobState.STOPPED


def test_a_job_that_its_process_left_unfinished_counts_as_stopped(jobs: Jobs, entry: RunEntry) -> None:
    records.write(
        entry.folder.path,
        JobRecord(kind=JobKind.SIMULATE, state=JobState.RUNNING, by=ANA, started_at="2026-01-01T00:00:00+00:00"),
    )
    found = jobs.view(entry)
    assert found is not None
    assert found.state is JobState.STOPPED
    jobs.resume(entry, BRUNO)
    assert ended(jobs, entry).state is JobState.DONE


def test_a_record_does_not_grow(slow: None, jobs: Jobs, entry: RunEntry) -> None:
    jobs.start(entry, JobKind.SIMULATE, ANA)
    largest = 0
    while (found := jobs.view(entry)) and found.under_way:
        largest = max(largest, len(found.model_dump_json()))
        time.sleep(0.02)
    assert 0 < largest < 2_000


def test_the_pace_counts_only_what_was_finished_since() -> None:
    pace = Pace(100.0)
    assert pace.left_sec(10, 30, 101.0) is None
    assert pace.left_sec(10, 30, 105.0) is None
    assert pace.left_sec(14, 30, 108.0) == 32.0
    assert pace.left_sec(30, 30, 140.0) == 0.0
