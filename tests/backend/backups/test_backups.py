"""What a backup holds comes back whole, or nothing is changed."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import make_url

from backend.backups import databases as databases_of_postgres
from backend.backups import restoring, tools
from backend.backups.archive import writing
from backend.backups.making import files_below, make_backup
from backend.backups.manifest import BackupFailed
from backend.backups.restoring import restore_backup
from backend.migrating import newest_revision, upgrade
from shared.launching.lock import only_one
from tests.backend.backups.conftest import Place
from tests.backend.backups.forging import one_byte_changed, rewritten
from tests.backend.migrations.databases import Rows, counters_of, rows_of


@contextmanager
def nothing_changes(place: Place) -> Iterator[None]:
    """However the block ends: rows, counters, runs, and no database or file is left over."""
    before = rows_of(place.url), counters_of(place.url), place.runs, databases(place.url)
    yield
    assert (rows_of(place.url), counters_of(place.url), place.runs, databases(place.url)) == before


def databases(url: str) -> list[str]:
    """Those with this one's name, or made from it."""
    with psycopg.connect(url) as connection:
        mine = make_url(url).database
        found = connection.execute("select datname from pg_database where datname like %s order by 1", (f"{mine}%",))
        return [row[0] for row in found]


def upgraded(place: Place) -> Rows:
    """Its rows, once it is at the newest revision."""
    upgrade(place.url)
    return rows_of(place.url)


def test_everything_comes_back_table_by_table(full: Place, empty: Place, backup: Path) -> None:
    counters = counters_of(full.url)
    done = restore_backup(backup, empty.settings, empty.folders)
    assert rows_of(empty.url) == upgraded(full)
    assert counters_of(empty.url).items() >= counters.items()
    assert empty.runs == full.runs
    assert (done.runs, done.manifest.revision) == (2, "0001")
    assert len(databases(empty.url)) == 1


def test_a_backup_is_for_its_owner_only_and_dated(stored: Path) -> None:
    assert stored.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"acs-backup-\d{8}T\d{12}Z\.tar\.gz", stored.name)
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]


def test_secrets_are_in_it_only_when_told(full: Place, empty: Place) -> None:
    full.folders.data_folder.mkdir()
    (full.folders.data_folder / "secret_key").write_text("what signs")
    without = make_backup(full.settings, full.folders, full.backups)
    with tarfile.open(without) as tar:
        assert not [name for name in tar.getnames() if name.startswith("secrets/")]
    told = make_backup(full.settings, full.folders, full.backups, secrets=True)
    restore_backup(told, empty.settings, empty.folders)
    assert not (empty.folders.data_folder / "secret_key").exists()
    done = restore_backup(told, empty.settings, empty.folders, replace=True, secrets=True)
    restored = empty.folders.data_folder / "secret_key"
    assert restored.read_text() == "what signs"
    assert restored.stat().st_mode & 0o777 == 0o600
    assert "secret_key" in done.secrets


def test_a_database_that_holds_something_is_replaced_only_when_told(full: Place, backup: Path) -> None:
    with psycopg.connect(full.url) as connection:
        connection.execute("update users set name = 'Somebody else'")
    shutil.rmtree(full.folders.runs_folder)
    with nothing_changes(full), pytest.raises(BackupFailed, match="REPLACE=yes"):
        restore_backup(backup, full.settings, full.folders)
    restore_backup(backup, full.settings, full.folders, replace=True)
    assert "Somebody else" not in str(rows_of(full.url)["public.users"])
    assert len(full.runs) == 3
    assert len(databases(full.url)) == 1


def test_runs_of_the_same_name_are_replaced_only_when_told(full: Place, empty: Place, backup: Path) -> None:
    changed = empty.folders.runs_folder / "march" / "run.json"
    changed.parent.mkdir(parents=True)
    changed.write_text('{"mine": 1}')
    with nothing_changes(empty), pytest.raises(BackupFailed, match="march"):
        restore_backup(backup, empty.settings, empty.folders)
    restore_backup(backup, empty.settings, empty.folders, replace=True)
    assert empty.runs == full.runs


def test_a_backup_with_one_other_byte_is_refused(full: Place, backup: Path) -> None:
    with nothing_changes(full), pytest.raises(BackupFailed, match=r"changed|no whole backup"):
        restore_backup(one_byte_changed(backup), full.settings, full.folders, replace=True)


def test_a_file_that_is_missing_is_noticed(full: Place, backup: Path) -> None:
    forged = rewritten(backup, lambda one, content: None if one.name == "runs/march/run.json" else (one, content))
    with nothing_changes(full), pytest.raises(BackupFailed, match=r"runs/march/run\.json"):
        restore_backup(forged, full.settings, full.folders, replace=True)


def test_a_backup_of_a_newer_version_is_refused(full: Place, backup: Path) -> None:
    newer: tuple[dict[str, object], ...] = ({"version": "99.0.0"}, {"revision": "ffff"}, {"format": 99})
    for changes in newer:
        with nothing_changes(full), pytest.raises(BackupFailed, match="upgrade first"):
            restore_backup(said_otherwise(backup, changes), full.settings, full.folders, replace=True)


def said_otherwise(backup: Path, changes: dict[str, object]) -> Path:
    def change(one: tarfile.TarInfo, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
        return one, json.dumps(json.loads(content) | changes).encode() if one.name == "manifest.json" else content

    return rewritten(backup, change)


def test_statements_in_a_backup_are_not_executed(full: Place, empty: Place) -> None:
    """A dump can carry functions and triggers: only its rows are used."""
    with psycopg.connect(full.url) as connection:
        connection.execute("create function evil() returns trigger language plpgsql as 'begin drop table users; end'")
        connection.execute("create trigger evil before insert on throttles for each row execute function evil()")
    restore_backup(make_backup(full.settings, full.folders, full.backups), empty.settings, empty.folders)
    with psycopg.connect(empty.url) as connection:
        assert connection.execute("select 1 from pg_proc where proname = 'evil'").fetchone() is None
    assert rows_of(empty.url) == upgraded(full)


def test_a_dump_of_other_tables_is_refused(full: Place, empty: Place) -> None:
    with psycopg.connect(full.url) as connection:
        connection.execute("create table not_ours (id int)")
    made = make_backup(full.settings, full.folders, full.backups)
    with pytest.raises(BackupFailed, match=r"public\.not_ours"):
        restore_backup(made, empty.settings, empty.folders)
    assert empty.runs == {}
    assert len(databases(empty.url)) == 1


def test_rows_that_do_not_fit_change_nothing(full: Place, empty: Place) -> None:
    """A message without its ticket, as damage below the checksums would leave it."""
    with psycopg.connect(full.url) as connection:
        connection.execute("alter table messages disable trigger all")
        connection.execute(
            "update messages set ticket_id = gen_random_uuid() where id = (select id from messages limit 1)"
        )
    made = make_backup(full.settings, full.folders, full.backups)
    with pytest.raises(BackupFailed, match="rows do not fit"):
        restore_backup(made, empty.settings, empty.folders)
    assert len(databases(empty.url)) == 1


def test_a_database_in_use_is_not_restored(full: Place, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases_of_postgres, "LEAVING_SEC", 0.1)
    with psycopg.connect(full.url), pytest.raises(BackupFailed, match="in use"):
        restore_backup(backup, full.settings, full.folders, replace=True)


def test_nothing_is_restored_while_the_product_runs(full: Place, backup: Path) -> None:
    full.folders.data_folder.mkdir()
    with only_one(full.folders.data_folder), nothing_changes(full), pytest.raises(BackupFailed, match="runs here"):
        restore_backup(backup, full.settings, full.folders, replace=True)


def test_what_fails_at_the_very_end_leaves_the_old_in_place(
    full: Place, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str) -> None:
        raise psycopg.OperationalError("the server is gone")

    monkeypatch.setattr(restoring, "exchange", refuse)
    with nothing_changes(full), pytest.raises(BackupFailed, match="the server is gone"):
        restore_backup(backup, full.settings, full.folders, replace=True)


def test_a_full_disk_leaves_no_file(full: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(BackupFailed, match="no space is left"):
        make_backup(full.settings, full.folders, full.backups)
    assert list(full.backups.iterdir()) == []


def test_a_disk_without_space_for_the_archive_is_said_before_anything_is_changed(
    full: Place, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearly_full = shutil.disk_usage("/")._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)
    with nothing_changes(full), pytest.raises(BackupFailed, match="no space is left"):
        restore_backup(backup, full.settings, full.folders, replace=True)


def test_a_run_that_vanishes_meanwhile_is_left_out(full: Place) -> None:
    folder = full.folders.runs_folder
    found = files_below(folder)
    assert next(found).parent.name == "march"
    shutil.rmtree(folder / "mayo ñ")
    assert [path.name for path in found] == ["run.json"]


def test_a_run_that_cannot_be_read_is_said_and_not_left_out(full: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: str) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(BackupFailed, match=r"runs cannot be read: Permission denied"):
        list(files_below(full.folders.runs_folder))


def test_a_file_that_cannot_be_read_is_named(full: Place, tmp_path: Path) -> None:
    target, folder = tmp_path / "backup.tar.gz", full.folders.runs_folder
    with pytest.raises(BackupFailed, match=r"/runs cannot be read"), writing(target) as archive:
        archive.add_moving(folder, "runs/one")
    assert not any(tmp_path.glob("*backup*"))


def test_only_runs_are_backed_up_where_there_is_no_database(full: Place, empty: Place, tmp_path: Path) -> None:
    settings = empty.settings.model_copy(update={"database_url": None})
    with pytest.raises(BackupFailed, match="nothing to back up"):
        make_backup(settings, empty.folders, tmp_path)
    shutil.copytree(full.folders.runs_folder, empty.folders.runs_folder)
    made = make_backup(settings, empty.folders, tmp_path)
    shutil.rmtree(empty.folders.runs_folder)
    assert restore_backup(made, settings, empty.folders).manifest.revision is None
    assert empty.runs == full.runs
    assert not (empty.folders.data_folder / "postgres").exists()


def test_a_backup_of_the_newest_revision_comes_back_too(full: Place, empty: Place) -> None:
    upgrade(full.url)
    made = make_backup(full.settings, full.folders, full.backups)
    assert restore_backup(made, empty.settings, empty.folders).manifest.revision == newest_revision()
    assert rows_of(empty.url) == rows_of(full.url)
    with pytest.raises(BackupFailed, match="REPLACE=yes"):
        restore_backup(made, empty.settings, empty.folders)


def test_the_program_of_the_servers_version_writes_the_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ((16, Path("/16")), (18, Path("/18")), (15, Path("/15")))
    monkeypatch.setattr(tools, "_programs", lambda name: found)
    assert tools._program("pg_dump", 16) == Path("/16")
    assert tools._program("pg_dump", 17) == Path("/18")
    with pytest.raises(BackupFailed, match="postgresql-client-19"):
        tools._program("pg_dump", 19)


def test_the_password_is_on_no_command_line(full: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(words: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        seen.append((words, env))
        return subprocess.CompletedProcess(words, 0, "", "")

    tools._programs("pg_dump")
    monkeypatch.setattr(tools, "server_version", lambda url: 18)
    monkeypatch.setattr(subprocess, "run", run)
    tools.dump("postgresql://me:hidden-pw@db.example:5433/mine?sslmode=require", tmp_path / "dump")
    words, environment = seen[-1]
    assert "hidden-pw" not in " ".join(words)
    expected = {"PGPASSWORD": "hidden-pw", "PGHOST": "db.example", "PGPORT": "5433", "PGSSLMODE": "require"}
    assert environment.items() >= expected.items()
