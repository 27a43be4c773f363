"""The offline model over HTTP (`acs offline-model`): any client of the Responses API can talk to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from shared.llm.offline.faults import FaultPlan
from shared.llm.offline.service import OfflineService, WireAnswer
from shared.llm.settings import OFFLINE_MODEL


class _Rendered(Response):
    """A `WireAnswer` on its way out, late and broken if it says so."""

    def __init__(self, answer: WireAnswer) -> None:
        super().__init__(
            b"".join(answer.chunks), answer.status, headers=dict(answer.headers), media_type=answer.content_type
        )
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(self._answer.delay_sec)
        if not (self._answer.broken or self._answer.hangs):
            await super().__call__(scope, receive, send)
            return
        # A body that is announced and never finished: the server then drops the connection.
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})


def create_app(service: OfflineService) -> FastAPI:
    """The application: `/v1/responses`, `/v1/models`, `/health`."""
    app = FastAPI(title="Offline model", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/v1/responses")
    async def responses(request: Request) -> Response:
        return _Rendered(service.responses(await request.body(), request.headers.get("authorization", "")))

    @app.get("/v1/models")
    async def models() -> Response:
        return _Rendered(service.models())

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok", "model": OFFLINE_MODEL}

    return app


def build_server(service: OfflineService, port: int, host: str = "127.0.0.1") -> uvicorn.Server:
    """A server that `run()` starts; port 0 takes a free one."""
    # A connection dropped on demand is no error worth a line in the log.
    config = uvicorn.Config(create_app(service), host=host, port=port, log_level="critical", lifespan="off")
    return uvicorn.Server(config)


def serve(
    port: int,
    host: str = "127.0.0.1",
    *,
    faults: FaultPlan | None = None,
    latency_sec: float = 0.0,
    retired: frozenset[str] = frozenset(),
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve the offline model until interrupted; `ready` is called once the port is taken. Raises `OSError`."""
    with socket.create_server((host, port)) as listening:
        ready()
        build_server(OfflineService(faults, latency_sec, retired), port, host).run(sockets=[listening])
