"""The backend's HTTP API as plain async functions. Nothing here knows of pages or of sessions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from portal.errors import ApiError, BackendDown
from portal.settings import settings

JSON = dict[str, Any]
SILENCE_SEC = 40.0
"""The backend sends a sign of life every 15 s; a stream that is silent for longer is dead."""


@dataclass(frozen=True)
class Caller:
    """Who asks: the access token, the language for the backend's texts, the customer's own address and device."""

    access_token: str | None = None
    language: str = "es"
    address: str = ""
    device: str = ""
    """The browser's `User-Agent`: a sign-in is listed by it."""

    @property
    def headers(self) -> dict[str, str]:
        given = {"Accept-Language": self.language}
        if self.access_token:
            given["Authorization"] = f"Bearer {self.access_token}"
        if self.address:
            given["X-Forwarded-For"] = self.address
        if self.device and self.device.isascii() and self.device.isprintable():
            given["User-Agent"] = self.device
        return given


@dataclass(frozen=True)
class StreamEvent:
    """One event of a ticket. `id` counts without gaps; a `delta` has the one of the event before it."""

    name: str
    data: JSON
    id: int | None


OPENED = StreamEvent("opened", {}, None)


class Backend:
    """Connections to one backend, shared by all sessions of the process."""

    def __init__(self, url: str, timeout_sec: float, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=50)
        self._stream_timeout = httpx2.Timeout(timeout_sec, read=SILENCE_SEC)
        # `verify` only where there is TLS: loading the certificates takes 60 ms. `trust_env=False`: people's tokens go
        # to the backend and through no proxy on the way.
        self._http = httpx2.AsyncClient(
            base_url=f"{url}/api/v1/", timeout=timeout_sec, limits=limits, verify=url.startswith("https:"),
            transport=transport, trust_env=False,
        )  # fmt: skip

    async def ask(
        self,
        method: str,
        path: str,
        caller: Caller,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Any:
        """The answer's JSON, None for 204. `key` is the Idempotency-Key. Raises `ApiError` and `BackendDown`."""
        headers = caller.headers | ({"Idempotency-Key": key} if key else {})
        given = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        try:
            answer = await self._http.request(method, path, json=body, params=given, headers=headers)
        except httpx2.HTTPError as error:
            raise BackendDown(type(error).__name__) from error
        return _checked(answer)

    async def begin(
        self, method: str, path: str, caller: Caller, *, body: Any = None, key: str | None = None
    ) -> StreamEvent:
        """Ask for something whose answer is a stream; returns its first event and leaves. The rest comes over `events`.

        Raises `ApiError` and `BackendDown`.
        """
        async with self._stream(method, path, caller, body=body, key=key) as events:
            async for event in events:
                if event.name == "error":
                    raise ApiError(503, str(event.data.get("code")), str(event.data.get("message")))
                return event
        raise BackendDown("the stream ended before it began")

    async def events(self, ticket_id: str, caller: Caller, *, after: int) -> AsyncIterator[StreamEvent]:
        """What happens on a ticket after event `after`, until the backend ends the stream.

        The first is `OPENED`: the backend listens, though there may be nothing to tell for a long time.
        Raises `ApiError` and `BackendDown` (also when the stream is silent for `SILENCE_SEC`).
        """
        async with self._stream("GET", f"tickets/{ticket_id}/events", caller, query={"after": after}) as events:
            yield OPENED
            async for event in events:
                yield event

    async def open_file(self, path: str, caller: Caller) -> httpx2.Response:
        """A file of the backend's whose bytes have yet to be read; whoever has it closes it.

        Raises `ApiError` and `BackendDown`.
        """
        request = self._http.build_request("GET", path, headers=caller.headers, timeout=self._stream_timeout)
        try:
            answer = await self._http.send(request, stream=True)
            if answer.is_error:
                await answer.aread()
        except httpx2.HTTPError as error:
            raise BackendDown(type(error).__name__) from error
        if answer.is_error:
            await answer.aclose()
            _checked(answer)
        return answer

    @asynccontextmanager
    async def _stream(
        self,
        method: str,
        path: str,
        caller: Caller,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        headers = caller.headers | ({"Idempotency-Key": key} if key else {})
        try:
            async with self._http.sse(
                path, method=method, json=body, params=query, headers=headers, timeout=self._stream_timeout
            ) as source:
                if source.response.is_error:
                    await source.response.aread()
                    _checked(source.response)
                yield _events(source)
        except httpx2.HTTPError as error:
            raise BackendDown(type(error).__name__) from error

    async def close(self) -> None:
        await self._http.aclose()


async def _events(source: httpx2.EventSource) -> AsyncIterator[StreamEvent]:
    async for event in source:
        try:
            data, number = json.loads(event.data), int(event.id) if event.id else None
        except ValueError as error:
            raise BackendDown("an event that cannot be read") from error
        if not isinstance(data, dict):
            raise BackendDown("an event that is no object")
        yield StreamEvent(event.event, data, number)


def _checked(answer: httpx2.Response) -> Any:
    try:
        body = answer.json() if answer.content else None
    except ValueError as error:
        if not answer.is_error:  # something in between answers for the backend
            raise BackendDown("an answer that is no JSON") from error
        body = None
    if answer.is_error:
        raise ApiError.of(answer.status_code, body, answer.headers.get("Retry-After", ""))
    return body


_shared: Backend | None = None


def backend() -> Backend:
    """The process's connections; made at the first call, inside the event loop."""
    global _shared
    if _shared is None:
        _shared = Backend(settings().backend_url, settings().backend_timeout_sec)
    return _shared
