"""Sessions: opened by the cookie only, good once by code, gone when they are dropped."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from workbench import sessions as module
from workbench.sessions import Session, Sessions

ANA = Session("access", "refresh", 1.0, "Ana", "ana@example.com")


@pytest.fixture
def kept(tmp_path: Path) -> Sessions:
    return Sessions(tmp_path / "own" / "sessions.sqlite", 60)


def test_what_was_kept_is_found_by_its_cookie_and_by_no_other(kept: Sessions) -> None:
    cookie = kept.new(ANA)
    assert kept.get(cookie) == ANA
    assert kept.get(cookie + "x") is None
    assert kept.get("") is None


def test_another_process_finds_it(tmp_path: Path, kept: Sessions) -> None:
    cookie = kept.new(ANA)
    assert Sessions(tmp_path / "own" / "sessions.sqlite", 60).get(cookie) == ANA


def test_a_dropped_session_is_gone(kept: Sessions) -> None:
    cookie = kept.new(ANA)
    kept.drop(cookie)
    assert kept.get(cookie) is None


def test_a_session_ends(tmp_path: Path) -> None:
    kept = Sessions(tmp_path / "s.sqlite", 0.05)
    cookie = kept.new(ANA)
    time.sleep(0.1)
    assert kept.get(cookie) is None


def test_the_file_is_the_owner_s_and_holds_no_token(tmp_path: Path, kept: Sessions) -> None:
    cookie = kept.new(ANA)
    path = tmp_path / "own" / "sessions.sqlite"
    assert path.stat().st_mode & 0o077 == 0
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not any(secret.encode() in content for secret in (cookie, "access", "refresh", "ana@example.com"))


def test_a_damaged_entry_counts_as_none(tmp_path: Path, kept: Sessions) -> None:
    cookie = kept.new(ANA)
    with sqlite3.connect(tmp_path / "own" / "sessions.sqlite") as connection:
        connection.execute("update sessions set value = 'x'")
    assert kept.get(cookie) is None


def test_a_code_is_good_once(kept: Sessions) -> None:
    code = kept.offer("the cookie")
    assert kept.claim(code) == "the cookie"
    assert kept.claim(code) is None
    assert kept.claim("never made") is None


def test_a_code_grows_old(kept: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CODE_SEC", -1.0)
    assert kept.claim(kept.offer("the cookie")) is None
