"""`python -m backend` under a supervisor: killed, it is started again on the same port."""

from __future__ import annotations

import random
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import httpx2

from tests.backend.platform.processes import ROOT, environment
from tests.backend.serving import SECRET

PATIENCE_SEC = 60.0
QUIET = {
    "SECRET_KEY": SECRET, "REQUESTS_PER_MINUTE": "0", "MESSAGES_PER_MINUTE": "0",
    "MESSAGES_PER_DAY": "0", "SIGN_UPS_PER_ADDRESS": "0", "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "json", "SHUTDOWN_SEC": "2", "HANDOFF_AFTER_FAILURES": "1000", "HANDOFF_AFTER_FAILED_TURNS": "1000",
}  # fmt: skip
"""No limit that a test would meet by chance, and a bot that does not give up. Leases are as they are shipped."""


def quiet_port() -> int:
    """A free port that the system gives to nobody by itself: it has to be free again after a kill."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")


class Killable:
    """`python` with these words as a process, on a database. Ends with the block, by a kill."""

    def __init__(self, words: Sequence[str], output: Path, database: str, **changes: str) -> None:
        self._command = [sys.executable, *words]
        self.output = output
        self._environment = environment(output.parent, QUIET | {"DATABASE_URL": database} | changes)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it; returns at once."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """`kill -9`, as the kernel does it when memory runs out."""
        self.process.kill()
        self.process.wait(10)


class Supervised(Killable):
    """The backend at `url`."""

    def __init__(self, folder: Path, database: str, **changes: str) -> None:
        self.port = quiet_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(["-m", "backend"], folder / "output.txt", database, **({"PORT": str(self.port)} | changes))

    def status(self) -> int:
        """What the readiness check answers; 0 when nobody answers."""
        try:
            return httpx2.get(f"{self.url}/health/ready", timeout=10).status_code
        except httpx2.TransportError:
            return 0

    def wait_for_status(self, wanted: int) -> float:
        """The seconds until the readiness check answers `wanted`."""
        began = time.monotonic()
        while self.status() != wanted:
            assert self.process.poll() is None, f"the backend ended: {self.said()[-4_000:]}"
            assert time.monotonic() - began < PATIENCE_SEC, f"it is never {wanted}: {self.said()[-4_000:]}"
            time.sleep(0.02)
        return time.monotonic() - began

    def gauge(self, name: str) -> float:
        """A figure at `/metrics`."""
        lines = httpx2.get(f"{self.url}/metrics", timeout=30).text.splitlines()
        return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])

    def memory(self) -> int:
        """The memory that the process has, in bytes."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * resource.getpagesize()

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")


def allow_open_files(wanted: int) -> None:
    """Raise this process's limit of open files as far as it may be; child processes inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
