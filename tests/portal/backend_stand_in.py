"""A backend that answers as a test wants, without a socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx2

from portal.client import Backend

Answering = (
    Callable[[httpx2.Request], httpx2.Response] | Callable[[httpx2.Request], Coroutine[None, None, httpx2.Response]]
)


def backend_that(answer: Answering, timeout_sec: float = 5.0) -> Backend:
    """The portal's client in front of `answer`."""
    return Backend("http://backend.test", timeout_sec, httpx2.MockTransport(answer))


def error(status: int, code: str, **more: Any) -> httpx2.Response:
    """An error as the backend says it."""
    return httpx2.Response(status, json={"error": {"code": code, "message": "in English", "request_id": "r1", **more}})


class Pieces(httpx2.AsyncByteStream):
    """A body that comes in pieces: bytes, seconds of silence, or an exception."""

    def __init__(self, *pieces: bytes | float | Exception) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield piece


def stream(*pieces: bytes | float | Exception) -> httpx2.Response:
    """An event stream."""
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces(*pieces))


def event(name: str, data: object, identity: int | None = None) -> bytes:
    """One event as it is written on a stream."""
    head = f"id: {identity}\n" if identity is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data)}\n\n".encode()
