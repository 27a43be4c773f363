"""Around every request: its id, the headers, the access log, the figures, and the last net under errors.

Plain ASGI, one wrapper for all of it: nothing here copies a body or starts a task.
"""

from __future__ import annotations

import logging
import re
import time
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.handlers import error_response
from backend.limits import Buckets, RateLimit
from backend.logs import request_id
from backend.metrics import REQUEST_SECONDS, REQUESTS
from backend.settings import Settings

access = logging.getLogger("backend.access")
logger = logging.getLogger(__name__)
_USABLE_ID = re.compile(rb"[\w.-]{1,64}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked every few seconds by machines: logged only when they fail."""
_CLOSED = b"default-src 'none'; frame-ancestors 'none'"
_FOR_DOCS = (
    b"default-src 'none'; frame-ancestors 'none'; connect-src 'self'; "
    b"img-src 'self' data: https://fastapi.tiangolo.com; "
    b"script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; style-src 'unsafe-inline' https://cdn.jsdelivr.net"
)
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
EXPOSED = ("X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Location")
"""Headers that a page of another origin may read."""


class Api(FastAPI):
    """FastAPI with our middleware around its own, so that every answer has the headers, also those to errors."""

    def __init__(self, settings: Settings, **about: Any) -> None:
        super().__init__(**about)
        self.state.settings = settings
        self.state.request_buckets = Buckets(settings.requests_per_minute)
        self.state.message_buckets = Buckets(settings.messages_per_minute)

    def build_middleware_stack(self) -> ASGIApp:
        settings: Settings = self.state.settings
        sized = SizeLimit(super().build_middleware_stack(), settings.max_body_bytes)
        limited = RateLimit(sized, self.state.request_buckets)
        allowed = CORSMiddleware(
            limited, allow_origins=settings.cors_origins, allow_methods=sorted(_METHODS), expose_headers=EXPOSED,
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "X-Request-Id"],
            max_age=600,
        )  # fmt: skip
        return Envelope(allowed, settings)


class Envelope:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.always = [*_SECURITY, _HSTS] if settings.production else _SECURITY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(scope, send, self.always)
        token = request_id.set(answer.id)
        try:
            await self.app(scope, receive, answer.send)
        except Exception as error:
            await answer.rescue(error, receive)
        finally:
            answer.note()
            request_id.reset(token)


class SizeLimit:
    """Refuses what says that it is too large before any of it is read. Bodies of unknown length are counted by FastAPI
    while they are read (`max_body_size`)."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _announced_bytes(scope) > self.most_bytes:
            message = f"the body is larger than {self.most_bytes} bytes"
            await error_response(Request(scope), 413, "body_too_large", message)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class _Answer:
    """One request on its way."""

    __slots__ = ("always", "id", "scope", "started", "status", "streamed", "to_client")

    def __init__(self, scope: Scope, send: Send, always: list[tuple[bytes, bytes]]) -> None:
        self.scope, self.to_client, self.always = scope, send, always
        self.id = scope["request_id"] = _id_of(scope)
        self.started = time.perf_counter()
        self.status = 0
        self.streamed = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._headers(list(message.get("headers", ())))
        await self.to_client(message)

    async def rescue(self, error: Exception, receive: Receive) -> None:
        """An error that nobody caught: logged once, answered with a 500 if there is still time to answer."""
        if not self.scope.get("error_logged"):
            logger.error("an unexpected error", exc_info=error)
        if not self.status:
            answer = error_response(Request(self.scope), 500, "internal", "something went wrong on our side")
            await answer(self.scope, receive, self.send)

    def note(self) -> None:
        """The access log's line and the figures."""
        seconds = time.perf_counter() - self.started
        method, route = self.scope["method"], route_of(self.scope)
        method = method if method in _METHODS else "OTHER"
        status = self.status or 499
        REQUESTS.labels(method, route, str(status)).inc()
        if not self.streamed:
            REQUEST_SECONDS.labels(method, route).observe(seconds)
        if access.isEnabledFor(logging.INFO) and (status >= 400 or route not in _QUIET):
            extra = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            if user := self.scope.get("user_id"):
                extra["user_id"] = user
            access.info("%s %s %d", method, route, status, extra=extra)

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = dict(headers)
        self.streamed = names.get(b"content-type", b"").startswith(b"text/event-stream")
        headers += self.always
        headers.append((b"x-request-id", self.id.encode()))
        path: str = self.scope["path"]
        headers.append((b"content-security-policy", _FOR_DOCS if path.startswith("/docs") else _CLOSED))
        if b"cache-control" not in names and path.startswith("/api/"):
            headers.append((b"cache-control", b"no-store"))
        for name, value in self.scope.get("limit_headers", {}).items():
            if name.lower().encode() not in names:
                headers.append((name.lower().encode(), value.encode()))
        return headers


def route_of(scope: Scope) -> str:
    """The route's template (`/api/v1/tickets/{ticket_id}`); "unmatched" where there is none."""
    found = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    path: str = getattr(found, "path", "unmatched")
    return path


def _announced_bytes(scope: Scope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(length) if length.isdigit() else 0


def _id_of(scope: Scope) -> str:
    """The caller's `X-Request-Id` if it is a plain word, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _USABLE_ID.fullmatch(value):
            given: bytes = value
            return given.decode()
    return uuid4().hex
