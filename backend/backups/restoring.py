"""Putting a backup back: everything is checked and made beside what is there, and takes its place at the very end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from alembic.script import ScriptDirectory

from backend.backups.archive import unpack
from backend.backups.databases import beside, check_unused, exchange, forget_replaced, holds_anything
from backend.backups.manifest import DUMP, FORMAT, RUNS, SECRETS, BackupFailed, Manifest, is_newer, product_version
from backend.backups.rows import load
from backend.backups.settings import Folders
from backend.database import libpq_url
from backend.embedded import EmbeddedFailed, database_url
from backend.migrating import alembic_config, newest_revision, upgrade
from backend.settings import Settings
from shared.launching.lock import Running, only_one


class Restored(NamedTuple):
    """What was put back. `secrets` names those that were written, `kept` those that were there already."""

    manifest: Manifest
    runs: int
    secrets: tuple[str, ...]
    kept: tuple[str, ...]


def restore_backup(
    archive: Path, settings: Settings, folders: Folders, *, replace: bool = False, secrets: bool = False
) -> Restored:
    """Put database and runs back. `replace`: also over what is there. Raises `BackupFailed`; then nothing changed."""
    for folder in (folders.data_folder, folders.runs_folder):
        _make(folder)
    try:
        with only_one(folders.data_folder), _staging(folders.runs_folder) as staged:
            manifest = unpack(archive, staged)
            _check_version(manifest)
            runs = sorted((staged / RUNS).iterdir()) if (staged / RUNS).is_dir() else []
            _check_runs(runs, folders.runs_folder, replace=replace)
            if manifest.has_database:
                _restore_database(staged, manifest, settings, runs, folders.runs_folder, replace=replace)
            else:
                with _in_place(runs, folders.runs_folder, staged / "replaced"):
                    pass
            written, kept = _restore_secrets(staged, folders, replace=replace) if secrets else ((), ())
    except Running as error:
        raise BackupFailed(f"{error}; stop it first: nothing was changed") from error
    except (psycopg.Error, EmbeddedFailed) as error:
        raise BackupFailed(f"the database cannot be restored: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise BackupFailed(f"{error.filename or archive} cannot be written: {error.strerror}") from error
    return Restored(manifest, len(runs), written, kept)


def _restore_database(
    staged: Path, manifest: Manifest, settings: Settings, runs: list[Path], folder: Path, *, replace: bool
) -> None:
    assert manifest.revision is not None
    with database_url(settings) as given:
        url = libpq_url(given)
        if holds_anything(url) and not replace:
            raise BackupFailed(
                "the database is not empty; REPLACE=yes puts the backup in its place: nothing was changed"
            )
        check_unused(url)
        with beside(url) as new:
            upgrade(new, manifest.revision)
            load(staged / DUMP, new)
            upgrade(new)
            with _in_place(runs, folder, staged / "replaced"):
                exchange(url)
        forget_replaced(url)


def _check_version(manifest: Manifest) -> None:
    mine = product_version()
    if manifest.format > FORMAT or is_newer(manifest.version, mine):
        raise BackupFailed(f"the backup is of version {manifest.version[:40]}, this is {mine}; upgrade first")
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if manifest.has_database and manifest.revision not in known:
        raise BackupFailed(
            f"the backup's database is at revision {str(manifest.revision)[:40]}, which this version does not know "
            f"(its newest is {newest_revision()}); upgrade first"
        )


def _check_runs(runs: list[Path], folder: Path, *, replace: bool) -> None:
    there = [run.name for run in runs if (folder / run.name).exists()]
    if there and not replace:
        names = ", ".join(there[:3]) + (" …" if len(there) > 3 else "")
        raise BackupFailed(f"{folder} has {names} already; REPLACE=yes replaces what is there: nothing was changed")


@contextmanager
def _in_place(runs: list[Path], folder: Path, aside: Path) -> Iterator[None]:
    """The runs, moved to where they belong; moved back when the block raises."""
    aside.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for run in runs:
            there = folder / run.name
            if there.exists():
                moved.append((there, aside / run.name))
                there.rename(aside / run.name)
            moved.append((run, there))
            run.rename(there)
        yield
    except BaseException:
        for before, after in reversed(moved):
            if after.exists():
                after.rename(before)
        raise


def _restore_secrets(staged: Path, folders: Folders, *, replace: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    written, kept = [], []
    for name, target in folders.secrets.items():
        if not (staged / SECRETS / name).is_file():
            continue
        if target.exists() and not replace:
            kept.append(target.name)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside_it = target.with_name(f".{target.name}.restored")
        shutil.copyfile(staged / SECRETS / name, beside_it)
        beside_it.chmod(0o600)
        os.replace(beside_it, target)
        written.append(target.name)
    return tuple(written), tuple(kept)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupFailed(f"the folder {folder} cannot be made: {error.strerror}") from error


@contextmanager
def _staging(runs: Path) -> Iterator[Path]:
    """On the disk of the runs, so that they only have to be renamed."""
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=runs) as folder:
        yield Path(folder)
