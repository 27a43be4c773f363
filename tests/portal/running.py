"""The portal as a process of its own, for tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2

from portal.vault import FileStore, Tokens, Vault
from tests.backend.faults.supervised import quiet_port
from tests.backend.platform.processes import ROOT

PATIENCE_SEC = 90.0
_OF_THESE_TESTS = ("REFLEX_BACKEND_ONLY",)


class PortalProcess:
    """`python -m portal` at `url`, in front of the backend at `backend`; what it keeps lies in `folder`."""

    def __init__(self, folder: Path, backend: str, **changes: str) -> None:
        self.port = quiet_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.output = folder / "portal.txt"
        inherited = {name: value for name, value in os.environ.items() if name not in _OF_THESE_TESTS}
        self._environment = inherited | {
            "ENVIRONMENT": "development", "PORTAL_PORT": str(self.port), "PORTAL_URL": self.url,
            "BACKEND_URL": backend, "DATA_FOLDER": str(folder), "REDIS_URL": "", "PYTHONUNBUFFERED": "1",
        } | changes  # fmt: skip

    def __enter__(self) -> PortalProcess:
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal"], cwd=ROOT, env=self._environment,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        give_up = time.monotonic() + PATIENCE_SEC
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.__exit__()
                raise RuntimeError(f"the portal did not start: {self.said()[-4_000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self, number: int = signal.SIGTERM, within_sec: float = 30) -> int:
        """Send the signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(within_sec)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    async def signed_in(self, access_token: str, refresh_token: str = "none", lasts_sec: float = 900) -> str:
        """The cookie of a browser that has these tokens, as if somebody had logged in there."""
        vault = Vault(FileStore(self.folder / "portal" / "sessions.sqlite"), 3_600)
        return await vault.new(Tokens(access_token, refresh_token, time.time() + lasts_sec))

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/_health", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False
