"""The backend as a process of its own, for tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[3]
PATIENCE_SEC = 60.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(folder: Path, changes: Mapping[str, str]) -> dict[str, str]:
    """Settings for a quick backend whose data lies in `folder`; nothing of a developer's own."""
    quick = {"DATA_FOLDER": str(folder), "BCRYPT_ROUNDS": "4", "DEMO_DATA": "false", "SHUTDOWN_SEC": "40",
             "PORT": "0", "PYTHONUNBUFFERED": "1", "ENVIRONMENT": "development"}  # fmt: skip
    return dict(os.environ) | quick | dict(changes)


class BackendProcess:
    """`python -m backend` (or another command), running: `url` once it says that it is ready."""

    def __init__(self, folder: Path, command: list[str] | None = None, **changes: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output.txt"
        words = [word.replace("PORT", str(self.port)) for word in command or [sys.executable, "-m", "backend"]]
        folder.mkdir(exist_ok=True)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                words, cwd=ROOT, env=environment(folder, {"PORT": str(self.port)} | changes),
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> BackendProcess:
        give_up = time.monotonic() + PATIENCE_SEC
        while True:
            try:
                if httpx2.get(f"{self.url}/health/ready").status_code == 200:
                    return self
            except httpx2.TransportError:
                pass
            if self.process.poll() is not None or time.monotonic() > give_up:
                self.__exit__()
                raise RuntimeError(f"the backend did not start: {self.said()}")
            time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def stop(self, number: int = signal.SIGTERM, within_sec: float = 60) -> float:
        """Send the signal and wait for the end; the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(within_sec)
        return time.monotonic() - began

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")
