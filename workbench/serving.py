"""The ASGI application: Streamlit, the session's cookie, and files too large for a page."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.admission import admission
from workbench.jobs.jobs import jobs
from workbench.jobs.work import warm_up
from workbench.sessions import COOKIE, sessions
from workbench.settings import settings
from workbench.workspace import UnknownRun, workspace

SCRIPT = Path(__file__).parent / "app.py"
FONT = Path(__file__).parent / "assets" / "figtree-latin-wght-normal.woff2"
ROOMS = (
    "data.page", "metrics.page", "intents.page", "proposals.page", "approve.page", "regenerate.page", "compare.page",
    "exporting.page", "history.page", "inbox.room",
)  # fmt: skip
MAX_CODE_BYTES = 200
DOWNLOADS = frozenset(
    {
        "llm_rewrite_response.json",
        "candidate_tools_ranked.csv",
        "baseline_conversations.jsonl",
        "proposed_conversations.jsonl",
        "baseline_meta.csv",
        "proposed_meta.csv",
        "report.html",
        "report.md",
        "rejected.jsonl",
        "metrics.json",
        "intents.csv",
        "approved_prompts.json",
        "export.zip",
    }
)


async def keep_session(request: Request) -> Response:
    """Exchange a code, good for once, for the cookie: no token ever is where a script or an address shows it."""
    if not _same_origin(request):
        return Response(status_code=403)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_CODE_BYTES:  # anybody may ask: no more of it is taken in
            return Response(status_code=413)
    cookie = sessions().claim(body.decode("ascii", "replace"))
    if cookie is None:
        return Response(status_code=403)
    answer = Response(status_code=204)
    answer.set_cookie(
        COOKIE, cookie, max_age=settings().session_days * 86_400, httponly=True, samesite="strict",
        secure=settings().secure_cookies,
    )  # fmt: skip
    return answer


async def end_session(request: Request) -> Response:
    if not _same_origin(request):
        return Response(status_code=403)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=settings().secure_cookies)
    return answer


class OpenFile(FileResponse):
    """A file that was opened before the answer begins: written anew or taken away meanwhile, it is sent as it was."""

    def __init__(self, file: BinaryIO, filename: str) -> None:
        self._file = file
        super().__init__(
            f"/dev/fd/{file.fileno()}", filename=filename, stat_result=os.fstat(file.fileno()),
            headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.close()


async def download(request: Request) -> Response:
    """A file of a run, for who is signed in (or works on files only, and then none of live tickets)."""
    name = request.path_params["name"]
    signed_in = await run_in_threadpool(admission().admits, request.cookies.get(COOKIE, ""))
    if not signed_in and not settings().workbench_files_only:
        return PlainTextResponse("sign in first", 401)
    try:
        entry = workspace().entry(request.path_params["run"], with_live=signed_in)
    except UnknownRun:
        return PlainTextResponse("there is no such run", 404)
    if name not in DOWNLOADS:
        return PlainTextResponse("there is no such file", 404)
    try:
        file = (entry.folder / name).open("rb")
    except OSError:
        return PlainTextResponse("there is no such file", 404)
    return OpenFile(file, f"{entry.id}-{name}" if name == "export.zip" else name)


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


async def font(request: Request) -> Response:
    return FileResponse(FONT, headers={"Cache-Control": "public, max-age=31536000, immutable"})


class SafeHeaders:
    """What browsers must know of every answer. Pages of other sites may not show ours in a frame; Streamlit's
    own components are frames of ours."""

    HEADERS = (
        (b"x-frame-options", b"SAMEORIGIN"),
        (b"content-security-policy", b"frame-ancestors 'self'; object-src 'none'; base-uri 'self'"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                known = {name.lower() for name, _ in given}
                message["headers"] = given + [header for header in self.HEADERS if header[0] not in known]
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


@asynccontextmanager
async def _running(_: Any) -> AsyncIterator[None]:
    """What an earlier process left under way goes on; at the end jobs come to a point to go on from."""
    Thread(target=_warm_up, name="warm-up", daemon=True).start()
    await run_in_threadpool(jobs().restore, workspace())
    yield
    await run_in_threadpool(jobs().close)


def _warm_up() -> None:
    """Load what the first visit of a page and the first job would wait seconds for."""
    for room in ROOMS:
        import_module(f"workbench.{room}")
    warm_up(settings().domain)
    gc.collect()
    gc.freeze()  # Streamlit collects garbage after every rerun: a tenth of a second, were all modules looked through


def application() -> st.App:
    """The workbench."""
    return st.App(
        SCRIPT,
        routes=[
            Route("/session", keep_session, methods=["POST"]),
            Route("/session", end_session, methods=["DELETE"]),
            Route("/runs/{run}/{name}", download, methods=["GET"]),
            Route("/font/figtree.woff2", font, methods=["GET"]),
        ],
        middleware=[Middleware(SafeHeaders)],
        lifespan=_running,
    )
