"""Where the tokens of signed-in browsers are kept: on the server, under the hash of a cookie that no script can read.

The cookie holds 32 random bytes. What is stored is found by their hash and sealed with a key made from them, so a copy
of the file opens nothing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from workbench.settings import settings

COOKIE = "acs_workbench"
CODE_SEC = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in and with what. `expires_at`: when the access token ends, in Unix seconds."""

    access: str
    refresh: str
    expires_at: float
    name: str
    email: str


class Sessions:
    """Sessions by cookie, in a SQLite file that only its owner can read; safe to use from any thread."""

    def __init__(self, path: Path, ttl_sec: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        self._ttl_sec = ttl_sec
        self._guard = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute(
            "create table if not exists sessions (name text primary key, value blob not null, ends real not null)"
        )
        self._codes: dict[str, tuple[str, float]] = {}
        self._renewing: dict[str, threading.Lock] = {}

    def new(self, session: Session) -> str:
        """Keep it; returns the cookie's value."""
        cookie = secrets.token_urlsafe(32)
        self.put(cookie, session)
        return cookie

    def get(self, cookie: str) -> Session | None:
        """The session, None for a cookie that is unknown, ended or not ours."""
        with self._guard:
            row = self._connection.execute(
                "select value from sessions where name = ? and ends > ?", (_name(cookie), time.time())
            ).fetchone()
        try:
            return None if row is None else Session(**json.loads(_seal(cookie).decrypt(row[0])))
        except (InvalidToken, ValueError, TypeError):
            return None

    def put(self, cookie: str, session: Session) -> None:
        now, sealed = time.time(), _seal(cookie).encrypt(json.dumps(asdict(session)).encode())
        with self._guard:
            self._connection.execute("delete from sessions where ends < ?", (now,))
            self._connection.execute(
                "replace into sessions values (?, ?, ?)", (_name(cookie), sealed, now + self._ttl_sec)
            )

    def renew(self, cookie: str, session: Session) -> None:
        """Keep other tokens of a session that is there; one that was ended meanwhile stays ended."""
        sealed = _seal(cookie).encrypt(json.dumps(asdict(session)).encode())
        with self._guard:
            self._connection.execute(
                "update sessions set value = ?, ends = ? where name = ?",
                (sealed, time.time() + self._ttl_sec, _name(cookie)),
            )

    def drop(self, cookie: str) -> None:
        with self._guard:
            self._connection.execute("delete from sessions where name = ?", (_name(cookie),))

    def offer(self, cookie: str) -> str:
        """A code that `claim` exchanges for the cookie: once, and within `CODE_SEC`."""
        code, now = secrets.token_urlsafe(32), time.monotonic()
        with self._guard:
            self._codes = {kept: entry for kept, entry in self._codes.items() if entry[1] > now}
            self._codes[code] = (cookie, now + CODE_SEC)
        return code

    def claim(self, code: str) -> str | None:
        """The cookie that the code was made for; None for a code that was used, is too old or not ours."""
        with self._guard:
            cookie, ends = self._codes.pop(code, ("", 0.0))
        return cookie if ends > time.monotonic() else None

    def lock(self, cookie: str) -> threading.Lock:
        """Held while tokens are renewed, so that a refresh token is used once."""
        with self._guard:
            return self._renewing.setdefault(_name(cookie), threading.Lock())


def _name(cookie: str) -> str:
    return hashlib.sha256(b"name:" + cookie.encode()).hexdigest()


def _seal(cookie: str) -> Fernet:
    # The cookie has 256 random bits: one hash makes a key of it, a slow one would add nothing.
    return Fernet(urlsafe_b64encode(hashlib.sha256(b"seal:" + cookie.encode()).digest()))


@cache
def sessions() -> Sessions:
    """The process's sessions."""
    return Sessions(settings().data_folder / "workbench" / "sessions.sqlite", settings().session_days * 86_400)
