"""`--scheduler`: a Dask cluster of two worker processes gives the bytes of one machine, also when one is killed."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from shared.cli.app import run

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "kavak.jsonl"
ANALYSED = ("metrics.json", "intents.csv", "candidate_tools_ranked.csv", "baseline_meta.csv", "evidence.jsonl")
SIMULATED = ("baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv", "simulation.json")


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=":0") as workers:  # type: ignore[no-untyped-call]
        yield workers


def test_two_workers_give_the_same_bytes(cluster: LocalCluster, finished_run: Path, tmp_path: Path) -> None:
    there = tmp_path / "run"
    address = cluster.scheduler_address
    assert run(["analyze", str(SAMPLE), "--out", str(there), "--scheduler", address]) == 0
    shutil.copy(finished_run / "approved_prompts.json", there)
    words = ["simulate", str(there), "--scheduler", address, "--conversations-per-context", "1"]
    assert run(words) == 0
    for name in (*ANALYSED, *SIMULATED):
        assert (there / name).read_bytes() == (finished_run / name).read_bytes(), name


def test_a_worker_killed_midway_changes_nothing(cluster: LocalCluster, finished_run: Path, tmp_path: Path) -> None:
    there = tmp_path / "run"
    assert run(["analyze", str(SAMPLE), "--out", str(there)]) == 0
    shutil.copy(finished_run / "approved_prompts.json", there)
    with Client(cluster) as client:  # type: ignore[no-untyped-call]
        victim = next(iter(client.run(os.getpid).values()))
    killer = threading.Thread(target=_kill_after_first_result, args=(there / "journal.jsonl", victim))
    killer.start()
    words = ["simulate", str(there), "--scheduler", cluster.scheduler_address, "--conversations-per-context", "1"]
    assert run(words) == 0
    killer.join()
    for name in SIMULATED:
        assert (there / name).read_bytes() == (finished_run / name).read_bytes(), name


def _kill_after_first_result(journal: Path, victim: int) -> None:
    for _ in range(600):
        if journal.exists() and journal.read_bytes().count(b"\n") >= 2:
            break
        time.sleep(0.02)
    os.kill(victim, signal.SIGKILL)
