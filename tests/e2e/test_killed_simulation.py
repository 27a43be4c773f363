"""`kill -9` of `acs simulate` at random moments: the same command finishes the rest and pays for nothing twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

FINAL = ("baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv", "simulation.json")
KILLS = 4


def _start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from shared.cli import main; main()", "simulate", str(folder), "--threads", "3"]
    # Slow enough that a kill comes between two calls of a conversation.
    environment = {**os.environ, "OFFLINE_MODEL_LATENCY_MS": "60"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killed_at_random_moments_it_ends_as_if_undisturbed(finished_run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    for name in ("run.json", "metrics.json", "evidence.jsonl", "approved_prompts.json"):
        shutil.copy(finished_run / name, folder / name)
    moment = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        process = _start(folder)
        _wait_until_it_plays(folder, process)
        time.sleep(moment.uniform(0.0, 0.8))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed >= 2
    assert _start(folder).wait(timeout=120) == 0
    for name in FINAL:
        assert (folder / name).read_bytes() == (finished_run / name).read_bytes(), name
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_bytes().splitlines()]
    generated = Counter(line["case"] for line in lines if "case" in line)
    assert max(generated.values()) == 1
    assert len(generated) == 12
    assert not (folder / "partial").exists()


def _wait_until_it_plays(folder: Path, process: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    before = _traces(folder)
    while process.poll() is None and _traces(folder) == before and time.monotonic() - began < 60:
        time.sleep(0.02)


def _traces(folder: Path) -> int:
    """Bytes of replies and conversations that are on disk."""
    files = [folder / "journal.jsonl", *(folder / "partial").glob("*.jsonl")] if folder.exists() else []
    return sum(file.stat().st_size for file in files if file.exists())
