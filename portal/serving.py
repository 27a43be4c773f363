"""The portal over HTTP: Reflex's application, the session's cookie, the theme, and the headers of every page."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from reflex.app import App
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.access import SESSION_COOKIE, vault
from portal.building import STATIC
from portal.company import company, known_company
from portal.documents import answer, built_pages, document
from portal.downloads import DOWNLOAD, my_data
from portal.errors import PortalError
from portal.settings import settings
from portal.theme import stylesheet

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HASHED_NAME = "/assets/"
_YEAR_SEC = 31_536_000


async def begin_session(request: Request) -> Response:
    """`POST /session {code}`: exchange the one-time code that the page got after sign-in for the cookie.

    The cookie is never in a URL nor readable by a script; the code works once and for a minute.
    """
    if not _from_our_page(request):
        return JSONResponse({"error": "origin"}, 403)
    try:
        code = str((await request.json())["code"])
    except (ValueError, TypeError, KeyError):
        return JSONResponse({"error": "code"}, 422)
    cookie = await vault().claim(code)
    if cookie is None:
        return JSONResponse({"error": "code"}, 403)
    response = JSONResponse({"ok": True})
    response.set_cookie(
        SESSION_COOKIE, cookie, max_age=settings().session_days * 86_400, path="/",
        secure=settings().secure_cookies, httponly=True, samesite="strict",
    )  # fmt: skip
    return response


async def end_session(request: Request) -> Response:
    """`DELETE /session`: take the cookie away. What it named was ended by the page already; nobody is asked again."""
    if not _from_our_page(request):
        return JSONResponse({"error": "origin"}, 403)
    if cookie := request.cookies.get(SESSION_COOKIE):
        await vault().drop(cookie)
    response = JSONResponse({"ok": True})
    response.delete_cookie(SESSION_COOKIE, path="/", secure=settings().secure_cookies, httponly=True, samesite="strict")
    return response


async def theme(request: Request) -> Response:
    """`GET /theme.css`: the design tokens with the company's colours."""
    css = await _stylesheet()
    tag = f'"{hashlib.sha256(css.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(css, media_type="text/css", headers=headers)


async def _stylesheet() -> str:
    try:
        known = await company()
    except PortalError:
        known = known_company()
    return stylesheet(known.colors, known.name)


def _from_our_page(request: Request) -> bool:
    return request.headers.get("origin") in settings().origins


ROUTES = Starlette(
    routes=[
        Route("/session", begin_session, methods=["POST"]),
        Route("/session", end_session, methods=["DELETE"]),
        Route("/theme.css", theme, methods=["GET"]),
        Route(DOWNLOAD, my_data, methods=["GET"]),
    ]
)


class Pages:
    """Sends the built pages (`documents`). Starlette's static files would send browsers from `/login` to `/login/`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and built_pages().get(scope["path"])
        if not wanted:
            await self._app(scope, receive, send)
            return
        page = document(wanted, await _stylesheet())
        await answer(page, Headers(scope=scope))(scope, receive, send)


class PageHeaders:
    """Sets what browsers must know on every answer: what a page may load, who may frame it, what may be cached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_headers(scope["path"], headers))
            await send(message)

        await self._app(scope, receive, with_headers)


def _headers(path: str, given: Headers) -> dict[str, str]:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "Content-Security-Policy": content_security_policy(),
    }
    if settings().secure_cookies:
        wanted["Strict-Transport-Security"] = f"max-age={_YEAR_SEC}; includeSubDomains"
    if "cache-control" not in given:
        hashed = path.startswith(_HASHED_NAME)
        wanted["Cache-Control"] = f"public, max-age={_YEAR_SEC}, immutable" if hashed else "no-cache"
    return wanted


@cache
def content_security_policy() -> str:
    """Own scripts, inline ones by their hash, no `eval`. Styles may be inline: Emotion, in Reflex, writes them."""
    hashes = sorted({_hash(script) for page in STATIC.glob("**/*.html") for script in _scripts(page.read_text())})
    sockets = [origin.replace("http", "ws", 1) for origin in settings().origins]
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            " ".join(["connect-src 'self'", *sockets]),
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _scripts(html: str) -> list[str]:
    return _INLINE_SCRIPT.findall(html)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def application() -> ASGIApp:
    """The whole portal as one ASGI application."""
    from portal.app import app

    assert isinstance(app, App)
    return app()
