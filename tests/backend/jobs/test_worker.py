"""`acs-worker`, as a process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from backend.jobs import worker as worker_process
from backend.settings import Settings
from tests.backend.jobs.conftest import NAME
from tests.backend.jobs.working import run, until

START = [sys.executable, "-c", "from backend.jobs.worker import main; main()"]


class RunningWorker:
    """The process, and what it says on stderr."""

    def __init__(self, url: str, folder: Path) -> None:
        env = os.environ | {
            "DATABASE_URL": url,
            "DATA_FOLDER": str(folder),
            "LOG_FORMAT": "json",
            "JOBS_IN_PROCESS": "false",
        }
        self.process = subprocess.Popen(START, env=env, stderr=subprocess.PIPE, text=True)
        self.said = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def waits_for(self, words: str) -> None:
        give_up = time.monotonic() + 30
        while words not in self.said:
            assert time.monotonic() < give_up, f"{words!r} was not said:\n{self.said}"
            assert self.process.poll() is None, self.said
            time.sleep(0.02)

    def ends_cleanly(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=10) == 0
        self.reader.join(timeout=5)
        assert "Traceback" not in self.said


@pytest.fixture
def worker(jobs_url: str, jobs_engine: Engine, tmp_path: Path) -> Iterator[Callable[[], RunningWorker]]:
    """Starts a worker."""
    started: list[RunningWorker] = []

    def start() -> RunningWorker:
        started.append(RunningWorker(jobs_url, tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        assert one.process.stderr is not None
        one.reader.join(timeout=5)
        one.process.stderr.close()


def test_it_waits_for_the_database_works_and_stops_on_sigterm(
    worker: Callable[[], RunningWorker], jobs_engine: Engine, server_engine: Engine
) -> None:
    def allow(allowed: bool) -> None:
        with server_engine.connect() as beside:
            beside.execute(text(f"alter database {NAME} allow_connections {str(allowed).lower()}"))

    allow(False)
    try:
        running = worker()
        running.waits_for("the database is not available yet")
    finally:
        allow(True)
    running.waits_for("the worker is ready")
    arguments = '{"to": "ana@example.com", "subject": "Hola", "body": "un enlace"}'
    with jobs_engine.begin() as connection:
        insert = "insert into jobs.procrastinate_jobs (queue_name, task_name, args) values ('default', 'send_mail', :a)"
        connection.execute(text(insert), {"a": arguments})
    running.waits_for("the job send_mail took")
    running.ends_cleanly()
    with jobs_engine.connect() as connection:
        assert connection.scalar(text("select count(*) from jobs.procrastinate_workers")) == 0


def test_it_stops_while_it_still_waits_for_the_database(
    jobs_settings: Settings, server_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        working = asyncio.create_task(worker_process.work(jobs_settings))
        await until(lambda: "not available yet" in caplog.text)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(working, timeout=30)

    with server_engine.connect() as beside:
        beside.execute(text(f"alter database {NAME} allow_connections false"))
        try:
            run(work())
        finally:
            beside.execute(text(f"alter database {NAME} allow_connections true"))
