"""A simulation that is going on while things break, against one that nothing disturbed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import orjson

from shared.runs.simulating import JOURNAL, SIMULATION
from tests.backend.platform.processes import ROOT

SAMPLE = ROOT / "shared" / "samples" / "kavak.jsonl"
PREPARED = ("run.json", "metrics.json", "evidence.jsonl", "approved_prompts.json")
FINAL = ("baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv", SIMULATION)
FAULTS = "rate=0.05,seed=3,kinds=429|500|cut"
"""The simulation's own model fails now and then, too: what is tried again changes nothing."""
LATENCY_MS = "120"
LONGEST_SEC = 120.0
PAUSE_SEC = 0.5
_ACS = [sys.executable, "-c", "from shared.cli import main; main()"]


def environment(**changes: str) -> dict[str, str]:
    """For `acs`, with the offline model whatever the developer's own settings are."""
    return os.environ | {"OPENAI_API_KEY": "", "OPENAI_BASE_URL": "", "PYTHONPATH": str(ROOT)} | changes


def undisturbed_run(folder: Path) -> Path:
    """A finished run of one scenario a context."""
    words = ["improve", str(SAMPLE), "--out", str(folder), "--approve", "--conversations-per-context", "1"]
    subprocess.run([*_ACS, *words], cwd=ROOT, env=environment(), check=True, capture_output=True)
    return folder


def faults_of(run: Path, undisturbed: Path) -> list[str]:
    """What is not as in the undisturbed run: conversations that are not in the journal exactly once, other bytes."""
    lines = (run / JOURNAL).read_bytes().splitlines()[1:]
    cases = Counter(orjson.loads(line)["case"] for line in lines)
    expected = {orjson.loads(line)["case"] for line in (undisturbed / JOURNAL).read_bytes().splitlines()[1:]}
    found = [f"{case} is in the journal {cases[case]} times" for case in expected if cases[case] != 1]
    return found + [f"{name} differs" for name in FINAL if _bytes(run / name) != _bytes(undisturbed / name)]


class DisturbedRun:
    """`acs simulate` of a copy of the run in `folder`, from the start of the block until it has got to its end: where
    it fails or is killed, the same command is given again. `ended` then says how often it was given, `faults` what is
    not as in the undisturbed run."""

    def __init__(self, folder: Path, undisturbed: Path) -> None:
        self.folder, self.faults = folder, list[str]()
        self.commands = 0
        self._undisturbed = undisturbed
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._go, daemon=True)

    def __enter__(self) -> DisturbedRun:
        self.folder.mkdir(parents=True)
        for name in PREPARED:
            shutil.copy(self._undisturbed / name, self.folder / name)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(LONGEST_SEC + 10)

    @property
    def played(self) -> int:
        """Conversations in the journal."""
        journal = self.folder / JOURNAL
        return max(journal.read_bytes().count(b"\n") - 1, 0) if journal.exists() else 0

    @property
    def going_on(self) -> bool:
        return self._thread.is_alive()

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)

    def _go(self) -> None:
        give_up = time.monotonic() + LONGEST_SEC
        told = b""
        while time.monotonic() < give_up:
            self.commands += 1
            changes = {"OFFLINE_MODEL_LATENCY_MS": LATENCY_MS, "OFFLINE_MODEL_FAULTS": FAULTS}
            self._process = subprocess.Popen(
                [*_ACS, "simulate", str(self.folder), "--threads", "3", "--retries", "8"], cwd=ROOT,
                env=environment(**changes), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            told = self._process.communicate()[1]
            if self._process.returncode == 0:
                self.faults = faults_of(self.folder, self._undisturbed)
                return
            time.sleep(PAUSE_SEC)
        self.faults = [f"the simulation did not get to its end: {told.decode(errors='replace')[-500:]}"]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
