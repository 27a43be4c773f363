"""The embedded PostgreSQL after a crash: whatever was left behind, it starts and stops and has its data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from backend import embedded
from backend.embedded import EmbeddedFailed, embedded_postgres, runs, stop_left_behind
from tests.backend.platform.processes import ROOT

GONE = 2**22 - 3
"""A pid that no process has: the system's largest is smaller."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A stopped database with a row; not under pytest's own folder, see the fixture `postgres`."""
    with tempfile.TemporaryDirectory(prefix="acs-pg-", ignore_cleanup_errors=True) as outer:
        place = Path(outer) / "postgres"
        (Path(outer) / "postgres.new" / "half").mkdir(parents=True)  # somebody was stopped while making one
        with embedded_postgres(place) as url, psycopg.connect(url) as connection:
            connection.execute("create table kept as select 1 as one")
        assert not runs(place)
        yield place


def starts_and_stops(folder: Path) -> None:
    with embedded_postgres(folder) as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("select one from kept").fetchone() == (1,)
        assert runs(folder)
    assert not runs(folder)


@pytest.mark.parametrize("pid", [GONE, os.getpid()], ids=["of nobody", "of another program"])
def test_a_pid_file_that_was_left_is_no_server(folder: Path, pid: int) -> None:
    """Also where another program has the number by now."""
    (folder / "postmaster.pid").write_text(f"{pid}\n{folder}\n1\n5432\n{folder}\n\n 1 1\nready   \n")
    starts_and_stops(folder)


def test_a_pid_file_that_a_full_disk_cut_off_is_no_server(folder: Path) -> None:
    (folder / "postmaster.pid").write_text("")
    (folder / ".handle_pids.json").write_text("[1")
    starts_and_stops(folder)


def test_a_server_that_stops_at_this_moment_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ran when it was asked for, and has taken its pid file along."""
    seen = iter([True, False])
    monkeypatch.setattr(embedded, "runs", lambda folder: next(seen))
    embedded._wait_until_ready(tmp_path, time.monotonic() + embedded.RECOVERY_SEC)
    assert list(seen) == []


def test_users_that_died_do_not_keep_it_running(folder: Path) -> None:
    users = folder / ".handle_pids.json"
    users.write_text(json.dumps([GONE, os.getppid()]))
    os.utime(users, (1, 1))  # written long before the process that has the second number by now was started
    starts_and_stops(folder)


def test_a_server_whose_users_died_is_stopped(folder: Path) -> None:
    code = f"""
        import os, pathlib, signal
        from backend.embedded import embedded_postgres
        with embedded_postgres(pathlib.Path({str(folder)!r})):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, check=False)
    assert runs(folder)
    stop_left_behind(folder)
    assert not runs(folder)
    starts_and_stops(folder)


def test_somebody_elses_files_are_not_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_name", lambda user: f"user {user}" if user == folder.stat().st_uid else "me")
    with pytest.raises(EmbeddedFailed, match="belongs to the user"), embedded_postgres(folder):
        pass


def test_files_that_are_no_database_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "something").write_text("of somebody else")
    with pytest.raises(EmbeddedFailed, match="no database"), embedded_postgres(tmp_path / "postgres"):
        pass
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["something"]
