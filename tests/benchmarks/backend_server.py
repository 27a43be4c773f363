"""The backend as the benchmarks measure it: the real application, and beside it bare routes with the same SQL.

`python -m tests.benchmarks.backend_server PORT DATABASE_URL FOLDER` serves until ended. Paths under `/bare/` go to
a FastAPI without any of our middleware, sign-in or models; its one route repeats, through the same pool, the
statements that the real route sent when it was asked to be watched (`POST /bare/watch/…`).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import orjson
import uvicorn
from fastapi import FastAPI, Response
from sqlalchemy import event
from starlette.types import Receive, Scope, Send

from backend.main import create_app
from backend.settings import Settings
from shared.llm.client import ModelClient, create_model
from shared.llm.offline.answering import OfflineAnswer
from shared.llm.offline.service import OfflineService
from shared.llm.offline.transport import OfflineTransport
from shared.llm.settings import LLMSettings

FIRST_TOKEN_SEC = 1.0
PIECE_SEC = 0.1
SENTENCE = "Hola Ana, tu pago del Jetta sale mañana a las diez de la mañana y llega el mismo día. "
SECRET = "a key for benchmarks only 0123456789 abcdefghij"


class PacedTransport(httpx2.AsyncBaseTransport):
    """A model whose first token comes after `FIRST_TOKEN_SEC` and the others at the pace of a real one."""

    def __init__(self) -> None:
        self._model = OfflineTransport(OfflineService(mind=_fixed))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        due = asyncio.get_running_loop().time() + FIRST_TOKEN_SEC
        answer = await self._model.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        stream = Paced(answer.stream, due)
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=stream, request=request)


class Paced(httpx2.AsyncByteStream):
    """Events of a stream, the first text when it is due."""

    def __init__(self, stream: httpx2.AsyncByteStream, due: float) -> None:
        self._stream, self._due = stream, due

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            if b"output_text.delta" in piece:
                await asyncio.sleep(max(self._due - asyncio.get_running_loop().time(), 0))
                self._due += PIECE_SEC
            yield piece


def _fixed(_: Mapping[str, Any]) -> OfflineAnswer:
    return OfflineAnswer(text=SENTENCE * 10)


def paced_model() -> ModelClient:
    return create_model(LLMSettings(_env_file=None), transport=PacedTransport())


class Beside:
    """The application and the bare one, told apart by the path."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.bare = FastAPI(openapi_url=None)
        self._watched: list[tuple[str, Any]] = []
        self.bare.add_api_route("/bare/run", self.run)
        self.bare.add_api_route("/bare/watch", self.watch, methods=["POST"])
        self.bare.add_api_route("/bare/memory", self.memory)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bare = scope["type"] == "http" and scope["path"].startswith("/bare/")
        await (self.bare if bare else self.app)(scope, receive, send)

    async def watch(self, path: str, token: str) -> int:
        """Ask the real route once and keep its statements; how many there are."""
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(self.app), base_url="http://bench") as client:
            with self._statements() as watched:
                answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
            answer.raise_for_status()
        self._watched = watched
        return len(watched)

    async def run(self) -> Response:
        """The same statements through the same pool, and their last rows as JSON."""
        rows: list[Any] = []
        async with self.app.state.services.database.engine.connect() as connection:
            for statement, parameters in self._watched:
                found = await connection.exec_driver_sql(statement, parameters)
                rows = [dict(row) for row in found.mappings()]
        return Response(orjson.dumps(rows, default=str), media_type="application/json")

    def memory(self) -> float:
        """Megabytes that this process holds."""
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @contextmanager
    def _statements(self) -> Any:
        engine = self.app.state.services.database.engine.sync_engine
        seen: list[tuple[str, Any]] = []

        def keep(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            seen.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", keep)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", keep)


def main() -> None:
    """Serve until ended."""
    port, url, folder = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    settings = Settings(
        _env_file=None, database_url=url, data_folder=folder, secret_key=SECRET, demo_data=False, log_level="WARNING",
        requests_per_minute=0, messages_per_minute=0, messages_per_day=0, sign_ups_per_address=0,
        jobs_in_process=False, login_failures_per_address=100_000,
    )  # fmt: skip
    app = create_app(settings, llm=paced_model())
    uvicorn.run(Beside(app), host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="on")


if __name__ == "__main__":
    main()
