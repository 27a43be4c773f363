"""One SDK client for each event loop, closed with its loop."""

from __future__ import annotations

import asyncio
import ssl
import threading
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import lru_cache

import httpx2
from openai import AsyncOpenAI

from shared.llm.settings import LLMSettings

CONNECT_TIMEOUT_SEC = 10.0
OPENAI_URL = "https://api.openai.com/v1"
OFFLINE_URL = "http://offline-model/v1"
UNUSED_KEY = "unused"
"""Sent where no key is needed: to the offline model and to servers that only speak the protocol."""

ResponseHook = Callable[[httpx2.Response], Awaitable[None]]
_Session = AsyncGenerator[AsyncOpenAI, None]


class Connections:
    """Gives each event loop its own client; connections cannot be shared between loops.

    The client lives in an async generator that the loop itself finalises when it shuts down (`asyncio.run`,
    `asyncio.Runner`), so that threads that come and go leave no open sockets behind.
    """

    def __init__(
        self,
        settings: LLMSettings,
        transport: httpx2.AsyncBaseTransport | None = None,
        on_response: ResponseHook | None = None,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._hooks: list[ResponseHook] = [on_response] if on_response else []
        self._lock = threading.Lock()
        self._sessions: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[_Session, AsyncOpenAI]] = (
            weakref.WeakKeyDictionary()
        )

    async def client(self) -> AsyncOpenAI:
        """The running loop's client."""
        loop = asyncio.get_running_loop()
        with self._lock:
            found = self._sessions.get(loop)
        if found is None:
            session = self._open()
            found = (session, await anext(session))
            with self._lock:
                self._sessions[loop] = found
        return found[1]

    async def aclose(self) -> None:
        """Close the running loop's client; other loops close theirs when they end."""
        with self._lock:
            found = self._sessions.pop(asyncio.get_running_loop(), None)
        if found is not None:
            await found[0].aclose()

    async def _open(self) -> _Session:
        loop = asyncio.get_running_loop()
        client = self._sdk_client(self._http_client())
        try:
            # Nothing is awaited before this line: two tasks of a loop cannot both open a client.
            yield client
        finally:
            with self._lock:
                self._sessions.pop(loop, None)
            await client.close()

    def _http_client(self) -> httpx2.AsyncClient:
        timeout = httpx2.Timeout(self._settings.openai_timeout_sec, connect=CONNECT_TIMEOUT_SEC)
        hooks = {"response": self._hooks}
        limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
        if self._transport is not None:
            return httpx2.AsyncClient(transport=self._transport, timeout=timeout, event_hooks=hooks, trust_env=False)
        # No redirects: a model's server must not send us, with what customers wrote, to an address of its choice.
        return httpx2.AsyncClient(
            verify=_tls(), timeout=timeout, limits=limits, event_hooks=hooks, follow_redirects=False
        )

    def _sdk_client(self, http_client: httpx2.AsyncClient) -> AsyncOpenAI:
        key, base_url = self._settings.openai_api_key, self._settings.openai_base_url
        return AsyncOpenAI(
            api_key=key.get_secret_value() if key else UNUSED_KEY,
            base_url=base_url or (OFFLINE_URL if self._settings.offline else OPENAI_URL),
            http_client=http_client,
            max_retries=0,
            timeout=http_client.timeout,
        )


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """One for all clients: reading the trust store takes 30 ms, and each worker thread has a client of its own."""
    return httpx2.create_ssl_context()
