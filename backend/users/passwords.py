"""bcrypt, away from the event loop, and equally slow for accounts that do not exist."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import bcrypt

ResultT = TypeVar("ResultT")
MIN_BYTES = 8
MAX_BYTES = 72
"""bcrypt reads no further."""
_HASHING = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="bcrypt")
"""Its own threads, as many as cores: hashing can take every core but not the threads that others wait for."""


async def hash_password(password: str, rounds: int) -> str:
    """The bcrypt hash of a password of at most 72 bytes; `rounds` is the base-2 logarithm of its cost."""
    made = await _in_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt(rounds))
    return made.decode()


async def password_matches(password: str, password_hash: str | None, rounds: int) -> bool:
    """Whether it is the password. Without a hash (an unknown account) or with a password that is too long, the answer
    is `False` after the same work."""
    given = password.encode()
    possible = password_hash is not None and len(given) <= MAX_BYTES
    against = password_hash.encode() if password_hash is not None else _nobodys_hash(rounds)
    return await _in_thread(bcrypt.checkpw, given[:MAX_BYTES], against) and possible


def _nobodys_hash(rounds: int) -> bytes:
    """A hash that costs what a real one costs and that no known password has; making it costs nothing."""
    return bcrypt.gensalt(rounds) + b"." * 31


async def _in_thread(work: Callable[[bytes, bytes], ResultT], password: bytes, salt: bytes) -> ResultT:
    return await asyncio.get_running_loop().run_in_executor(_HASHING, work, password, salt)
