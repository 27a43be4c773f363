"""`acs-worker`, the jobs' own process."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from tests.backend.faults.supervised import Killable


class Worker(Killable):
    """The process; what it says is in `worker.txt`."""

    def __init__(self, folder: Path, database: str, **changes: str) -> None:
        words = ["-c", "from backend.jobs.worker import main; main()"]
        super().__init__(words, folder / "worker.txt", database, **changes)


def waiting_jobs(engine: Engine) -> int:
    """Jobs that are asked for and not taken yet."""
    with engine.connect() as connection:
        query = text("select count(*) from jobs.procrastinate_jobs where status = 'todo' and scheduled_at is null")
        return int(connection.scalar(query) or 0)
