"""How often somebody may ask: token buckets in this process, by user or, before sign-in, by address.

With several replicas each counts for itself: a user may get as many times the limit as there are replicas.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.deps import ServicesDep
from backend.errors import TooMany, Unauthenticated
from backend.handlers import error_response
from backend.security import read_access_token
from backend.users.deps import CurrentUser
from backend.users.origin import network_of

MOST_REMEMBERED = 50_000
"""Buckets in memory; the one that was not used for longest is forgotten, and is then full again."""
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left after a request. Times in seconds."""

    allowed: bool
    limit: int
    remaining: int
    full_in: float
    next_in: float

    def headers(self) -> dict[str, str]:
        """As IETF's `RateLimit-*` headers; the reset is when everything is there again."""
        told = {"RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.remaining),
                "RateLimit-Reset": str(math.ceil(self.full_in))}  # fmt: skip
        return told if self.allowed else told | {"Retry-After": str(max(1, math.ceil(self.next_in)))}


class Buckets:
    """A bucket of `per_minute` tokens for each key, filled evenly. 0: no limit. One event loop, no locks."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic, most: int = MOST_REMEMBERED):
        self.per_minute = per_minute
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str) -> Allowance | None:
        """Take a token from `key`'s bucket; `None` without a limit."""
        if not self.per_minute:
            return None
        now, rate = self._clock(), self.per_minute / _MINUTE
        tokens, at = self._buckets.pop(key, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - at) * rate)
        allowed = tokens >= 1
        tokens -= allowed
        self._buckets[key] = (tokens, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return Allowance(
            allowed, self.per_minute, int(tokens), (self.per_minute - tokens) / rate, max(0.0, 1 - tokens) / rate
        )


class RateLimit:
    """Middleware: `requests_per_minute` for everything under `/api/`, by the user of a token that holds, else by
    address. Leaves `user_id` and `limit_headers` in the scope for those around it."""

    def __init__(self, app: ASGIApp, buckets: Buckets) -> None:
        self.app = app
        self.buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        allowance = self.buckets.take(_who(scope))
        if allowance is not None:
            scope["limit_headers"] = allowance.headers()
            if not allowance.allowed:
                await _refused(scope, allowance)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _refused(scope: Scope, allowance: Allowance) -> ASGIApp:
    message = f"no more than {allowance.limit} requests a minute; come back after Retry-After seconds"
    return error_response(Request(scope), TooMany.status, TooMany.code, message)


def _who(scope: Scope) -> str:
    """The user of a token that we signed and that holds; for all else the address, so that made-up tokens gain
    nobody a bucket. Whether the sign-in was ended is for the route to say."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            try:
                found = read_access_token(value[7:].decode("latin-1"), scope["app"].state.services.secret)
            except Unauthenticated:
                break
            user = scope["user_id"] = str(found.user_id)
            return user
    return address_of(scope)


def address_of(scope: Scope) -> str:
    """The client's network, by which those are counted who are not signed in."""
    return network_of(scope["client"][0]) if scope.get("client") else ""


async def limit_messages(request: Request, user: CurrentUser, services: ServicesDep) -> None:
    """`messages_per_minute` by user. Raises `TooMany`."""
    buckets: Buckets = request.app.state.message_buckets
    allowance = buckets.take(str(user.id))
    if allowance is None:
        return
    request.scope["limit_headers"] = allowance.headers()
    if not allowance.allowed:
        told = f"no more than {allowance.limit} messages a minute; come back after Retry-After seconds"
        raise TooMany(told, retry_after_sec=math.ceil(allowance.next_in))


MessageLimit = Annotated[None, Depends(limit_messages)]
"""To be put into the signature of a route that takes a customer's message."""
