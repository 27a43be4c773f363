"""Making a backup, also while the product runs: the database as of one moment, then the runs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from backend.backups import tools
from backend.backups.archive import Writer, writing
from backend.backups.manifest import DUMP, RUNS, SECRETS, BackupFailed, Manifest, product_version
from backend.backups.settings import Folders
from backend.clock import now
from backend.database import libpq_url
from backend.embedded import database_url
from backend.settings import Settings


def make_backup(settings: Settings, folders: Folders, into: Path, *, secrets: bool = False) -> Path:
    """Write a backup into the folder `into`; its path. Raises `BackupFailed`, and then there is no file."""
    there = settings.database_url is not None or (folders.data_folder / "postgres" / "PG_VERSION").exists()
    if not there and not folders.runs_folder.is_dir():
        raise BackupFailed(f"there is nothing to back up: no database in {folders.data_folder} and no runs")
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupFailed(f"the folder {into} cannot be made: {error.strerror}") from error
    made_at = now()
    target = into / f"acs-backup-{made_at:%Y%m%dT%H%M%S%fZ}.tar.gz"
    with writing(target) as archive:
        revision, postgres = _add_database(archive, settings, into) if there else (None, None)
        for path in files_below(folders.runs_folder):
            archive.add_moving(path, f"{RUNS}/{path.relative_to(folders.runs_folder).as_posix()}")
        for name, path in folders.secrets.items() if secrets else ():
            archive.add_moving(path, f"{SECRETS}/{name}")
        archive.close_with(
            Manifest(
                version=product_version(), revision=revision, postgres=postgres, made_at=made_at, secrets=secrets,
                files=archive.held,
            )
        )  # fmt: skip
    return target


def _add_database(archive: Writer, settings: Settings, into: Path) -> tuple[str | None, int | None]:
    """The revision and the server's version."""
    with database_url(settings) as given, tempfile.TemporaryDirectory(prefix=".dump-", dir=into) as staging:
        url = libpq_url(given)
        revision = _revision(url)
        if revision is None:
            return None, None
        dumped = Path(staging) / DUMP
        tools.dump(url, dumped)
        archive.add(dumped, DUMP)
        return revision, tools.server_version(url)


def _revision(url: str) -> str | None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            found = connection.execute("select version_num from alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.Error as error:
        raise BackupFailed(f"the database cannot be reached: {' '.join(str(error).split())}") from error
    return None if found is None else str(found[0])


def files_below(folder: Path) -> Iterator[Path]:
    """Plain files below, no links. Raises `BackupFailed` for a name that is no text or a folder that is not ours to
    read; one that has just vanished is left out."""
    for place, folders, names in os.walk(folder, onerror=_unless_gone):
        folders.sort()
        for path in sorted(Path(place) / name for name in names):
            if path.is_symlink() or not path.is_file():
                continue
            try:
                str(path).encode()
            except UnicodeEncodeError as error:
                raise BackupFailed(f"the name of {str(path)!r} is no text; rename that file") from error
            yield path


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise BackupFailed(f"the folder {error.filename} cannot be read: {error.strerror}") from error
