"""`kill -9` at random moments, then again: the same results, and no reply that was received is asked for twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.shared.improvement.batches import make_cases, results, run_in
from tests.shared.improvement.fakes import FakeSource

ROOT = Path(__file__).parents[3]
THREADS = 4
KILLS = 3


def test_killed_again_and_again_it_ends_as_if_undisturbed(tmp_path: Path) -> None:
    rng = random.Random(20261122)
    calls, folder = tmp_path / "calls", tmp_path / "run"
    killed = sum(_run_and_kill(folder, calls, rng) for _ in range(KILLS))
    assert killed > 0

    finished = run_in(folder, FakeSource(calls), make_cases(12))
    undisturbed = run_in(tmp_path / "undisturbed", FakeSource(name="undisturbed"), make_cases(12))
    assert results(finished) == results(undisturbed)

    asked = Counter(line.split()[0] for line in calls.read_text().splitlines())
    again = sum(count - 1 for count in asked.values())
    # The fake model notes a call before it answers: only calls whose answer was on its way at a kill are repeated.
    assert again <= killed * THREADS
    assert max(asked.values()) <= 1 + killed


def _run_and_kill(folder: Path, calls: Path, rng: random.Random) -> bool:
    """Kill the batch in the midst of its conversations; False if it was done before."""
    before = _size(calls)
    command = [sys.executable, "-m", "tests.shared.improvement.batches", str(folder), str(calls), str(THREADS), "0.02"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    while _size(calls) == before and process.poll() is None:
        time.sleep(0.01)
    time.sleep(rng.uniform(0.0, 0.25))
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
