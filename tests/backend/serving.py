"""Servers for tests: a real uvicorn on a port of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import uvicorn

from backend.main import create_app
from backend.services import Services
from backend.serving import KEEP_ALIVE_SEC
from backend.settings import Settings
from shared.llm.client import ModelClient, create_model
from shared.llm.offline.transport import offline_transport
from shared.llm.settings import LLMSettings

SECRET = "a key for tests only, 0123456789 abcdefghij"


def test_settings(url: str, folder: Path, **changes: object) -> Settings:
    """Settings for a server on the database at `url`."""
    given: dict[str, object] = {
        "database_url": url, "data_folder": folder, "secret_key": SECRET, "demo_data": False, "bcrypt_rounds": 4,
        "requests_per_minute": 0, "messages_per_minute": 0, "messages_per_day": 0, "sign_ups_per_address": 0,
        "log_level": "WARNING",
        "reply_lease_sec": 2.0, "reply_recovery_sec": 0.5, "shutdown_sec": 2.0, "regular_jobs": False,
    }  # fmt: skip
    return Settings(**(given | changes))  # type: ignore[arg-type]


test_settings.__test__ = False  # type: ignore[attr-defined]


class RunningServer:
    """A uvicorn in a thread. `app.state.services` is its services, for looking inside."""

    def __init__(self, settings: Settings, llm: ModelClient | None = None) -> None:
        self.app = create_app(settings, llm=llm)
        # asyncio sets TCP_NODELAY only where the protocol is named; without it every answer waits 40 ms.
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(
            self.app, log_config=None, lifespan="on", access_log=False, timeout_keep_alive=KEEP_ALIVE_SEC
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)

    def __enter__(self) -> RunningServer:
        self.thread.start()
        give_up = time.monotonic() + 30
        while not self.server.started:
            if not self.thread.is_alive() or time.monotonic() > give_up:
                raise RuntimeError("the server did not start")
            time.sleep(0.005)
        return self

    @property
    def services(self) -> Services:
        """What the server has inside."""
        inside: Services = self.app.state.services
        return inside

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=30)
        self.socket.close()


class SlowTransport(httpx2.AsyncBaseTransport):
    """The offline model at the pace of a real one: a pause of `pause_sec`, which may be changed, before each piece."""

    def __init__(self, pause_sec: float) -> None:
        self.pause_sec = pause_sec
        self._model = offline_transport(LLMSettings(_env_file=None))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._model.handle_async_request(request)
        stream = answer.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=_Slowly(stream, self.pause_sec))


class _Slowly(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, pause_sec: float) -> None:
        self._stream, self._pause_sec = stream, pause_sec

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            await asyncio.sleep(self._pause_sec)
            yield piece


def slow_model(pause_sec: float) -> ModelClient:
    """The offline model with a pause before each piece that it sends."""
    return create_model(LLMSettings(_env_file=None), transport=SlowTransport(pause_sec))


def faulty_model(faults: str) -> ModelClient:
    """The offline model that fails as told (`rate=1,kinds=500`), asked only twice."""
    return create_model(LLMSettings(_env_file=None, offline_model_faults=faults, openai_timeout_sec=0.5), retries=1)
