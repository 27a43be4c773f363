"""Where the tokens of signed-in browsers are kept: on the server, under the hash of a cookie that no script can read.

The cookie holds 32 random bytes. What is stored is found by their hash and sealed with a key made from them, so a copy
of the store opens nothing. One process keeps a SQLite file; with `REDIS_URL` all replicas share Redis.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import sqlite3
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary

from cryptography.fernet import Fernet, InvalidToken
from redis.asyncio import Redis

from portal.settings import Settings

LOCK_SEC = 30.0
CODE_SEC = 60.0
_PREFIX = "portal:session:"


@dataclass(frozen=True)
class Tokens:
    """What the backend gave at sign-in. `expires_at`: when the access token ends, in Unix seconds."""

    access: str
    refresh: str
    expires_at: float


Lock = AbstractAsyncContextManager[object, Any]


class Store(Protocol):
    """Bytes by name, for `ttl_sec` after they were last put, and a lock by name that holds for all replicas.

    `take` is `get` and `drop` at once: of two who take, one gets it.
    """

    async def get(self, name: str) -> bytes | None: ...
    async def put(self, name: str, value: bytes, ttl_sec: float) -> None: ...
    async def take(self, name: str) -> bytes | None: ...
    async def drop(self, name: str) -> None: ...
    def lock(self, name: str) -> Lock: ...


class Vault:
    """Tokens by cookie."""

    def __init__(self, store: Store, ttl_sec: float) -> None:
        self._store, self._ttl_sec = store, ttl_sec

    async def new(self, tokens: Tokens) -> str:
        """Keep them; returns the cookie's value."""
        cookie = secrets.token_urlsafe(32)
        await self.put(cookie, tokens)
        return cookie

    async def get(self, cookie: str) -> Tokens | None:
        """The tokens, None for a cookie that is unknown, ended or not ours."""
        sealed = await self._store.get(_name(cookie))
        if sealed is None:
            return None
        try:
            return Tokens(**json.loads(_seal(cookie).decrypt(sealed)))
        except (InvalidToken, ValueError, TypeError):
            return None

    async def put(self, cookie: str, tokens: Tokens) -> None:
        sealed = _seal(cookie).encrypt(json.dumps(asdict(tokens)).encode())
        await self._store.put(_name(cookie), sealed, self._ttl_sec)

    async def drop(self, cookie: str) -> None:
        await self._store.drop(_name(cookie))

    async def offer(self, cookie: str) -> str:
        """A code that `claim` exchanges for the cookie: once, and within `CODE_SEC`."""
        code = secrets.token_urlsafe(32)
        await self._store.put(_name(code, "code"), _seal(code).encrypt(cookie.encode()), CODE_SEC)
        return code

    async def claim(self, code: str) -> str | None:
        """The cookie that the code was made for; None for a code that was used, is too old or not ours."""
        sealed = await self._store.take(_name(code, "code"))
        if sealed is None:
            return None
        try:
            return _seal(code).decrypt(sealed).decode()
        except InvalidToken:
            return None

    def lock(self, cookie: str) -> Lock:
        """Held while tokens are renewed, so that a refresh token is used once."""
        return self._store.lock(_name(cookie))


class FileStore:
    """A SQLite file that only its owner can read; one process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)  # also one that was there; SQLite gives its other files the same
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute(
            "create table if not exists sessions (name text primary key, value blob not null, ends real not null)"
        )
        self._connection.execute("delete from sessions where ends < ?", (time.time(),))
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(self, name: str) -> bytes | None:
        row = self._connection.execute(
            "select value from sessions where name = ? and ends > ?", (name, time.time())
        ).fetchone()
        return None if row is None else bytes(row[0])

    async def put(self, name: str, value: bytes, ttl_sec: float) -> None:
        now = time.time()
        self._connection.execute("delete from sessions where ends < ?", (now,))
        self._connection.execute("replace into sessions values (?, ?, ?)", (name, value, now + ttl_sec))

    async def take(self, name: str) -> bytes | None:
        row = self._connection.execute(
            "delete from sessions where name = ? and ends > ? returning value", (name, time.time())
        ).fetchone()
        return None if row is None else bytes(row[0])

    async def drop(self, name: str) -> None:
        self._connection.execute("delete from sessions where name = ?", (name,))

    @asynccontextmanager
    async def lock(self, name: str) -> AsyncIterator[None]:
        async with self._locks.setdefault(name, asyncio.Lock()):  # gone with the last who waits for it
            yield


class RedisStore:
    """Redis, shared by replicas."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def get(self, name: str) -> bytes | None:
        value: bytes | None = await self._redis.get(_PREFIX + name)
        return value

    async def put(self, name: str, value: bytes, ttl_sec: float) -> None:
        await self._redis.set(_PREFIX + name, value, ex=round(ttl_sec))

    async def take(self, name: str) -> bytes | None:
        value: bytes | None = await self._redis.getdel(_PREFIX + name)
        return value

    async def drop(self, name: str) -> None:
        await self._redis.delete(_PREFIX + name)

    def lock(self, name: str) -> Lock:
        held: Lock = self._redis.lock(_PREFIX + "lock:" + name, timeout=LOCK_SEC, blocking_timeout=LOCK_SEC)
        return held


def open_vault(settings: Settings) -> Vault:
    """The vault that the settings ask for."""
    store: Store
    if settings.redis_url is not None:
        store = RedisStore(Redis.from_url(settings.redis_url.get_secret_value()))
    else:
        store = FileStore(settings.data_folder / "portal" / "sessions.sqlite")
    return Vault(store, settings.session_days * 86_400)


def _name(secret: str, kind: str = "name") -> str:
    return hashlib.sha256(f"{kind}:{secret}".encode()).hexdigest()


def _seal(cookie: str) -> Fernet:
    # The cookie has 256 random bits: one hash makes a key of it, a slow one would add nothing.
    return Fernet(urlsafe_b64encode(hashlib.sha256(b"seal:" + cookie.encode()).digest()))
