"""The workbench as a process of its own, for tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2

from tests.backend.faults.supervised import quiet_port
from tests.backend.platform.processes import ROOT
from workbench.sessions import Session, Sessions

PATIENCE_SEC = 60.0


class WorkbenchProcess:
    """`python -m workbench` at `url`, in front of the backend at `backend`; its runs and sessions lie in `folder`."""

    def __init__(self, folder: Path, backend: str, **changes: str) -> None:
        self.port = quiet_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder, self.runs = folder, folder / "runs"
        self.output = folder / "workbench.txt"
        self._environment = os.environ | {
            "ENVIRONMENT": "development", "WORKBENCH_PORT": str(self.port), "BACKEND_URL": backend,
            "DATA_FOLDER": str(folder), "RUNS_FOLDER": str(self.runs), "WORKBENCH_FILES_ONLY": "false",
            "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT),
        } | changes  # fmt: skip

    def __enter__(self) -> WorkbenchProcess:
        self.start()
        return self

    def start(self) -> None:
        """Start it, for the first time or again; returns once it answers."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workbench"], cwd=ROOT, env=self._environment,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        give_up = time.monotonic() + PATIENCE_SEC
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.__exit__()
                raise RuntimeError(f"the workbench did not start: {self.said()[-4_000:]}")
            time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it and what it started at once, as a crash would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self, number: int = signal.SIGTERM, within_sec: float = 30) -> int:
        """Send the signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(within_sec)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def signed_in(
        self, access: str, refresh: str = "none", lasts_sec: float = 900, email: str = "ana@example.com"
    ) -> str:
        """The cookie of a browser with these tokens, as if an admin had signed in there."""
        kept = Sessions(self.folder / "workbench" / "sessions.sqlite", 3_600)
        return kept.new(Session(access, refresh, time.time() + lasts_sec, "Ana Admin", email))

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/_stcore/health", timeout=5, verify=False).status_code == 200
        except httpx2.TransportError:
            return False
