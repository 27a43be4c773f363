"""The portal as the benchmarks measure it: the real one, and beside it a look inside and a settable flush interval.

`python -m tests.benchmarks.portal_server` is `python -m portal` with a few routes under `/bench/`.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections import Counter

from reflex.app import App
from reflex.istate.manager.memory import StateManagerMemory
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portal import serving, starting


async def inside(request: Request) -> JSONResponse:
    """What this process holds: states of tabs, connected tabs, running tasks by what they run."""
    from portal.app import app

    assert isinstance(app, App)
    assert app.event_namespace is not None
    gc.collect()
    tasks = Counter(getattr(task.get_coro(), "__qualname__", "?") for task in asyncio.all_tasks())
    states = getattr(app.state_manager, "states", {})
    connected = app.event_namespace._token_manager.token_to_socket
    return JSONResponse({"states": len(states), "connected": len(connected), "tasks": dict(tasks)})


async def flush(request: Request) -> JSONResponse:
    """Set the seconds between two updates while words stream; holds for pages that are opened from now on."""
    from portal.states import chat

    chat.FLUSH_SEC = float(request.query_params["sec"])
    return JSONResponse({"sec": chat.FLUSH_SEC})


async def forget(request: Request) -> JSONResponse:
    """Give up the states of tabs as Reflex does an hour after a tab was last heard of."""
    from portal.app import app

    assert isinstance(app, App)
    manager = app.state_manager
    assert isinstance(manager, StateManagerMemory)
    manager._token_expires_at = {key: (0.0, token) for key, (_, token) in manager._token_expires_at.items()}
    manager._purge_expired_tokens()
    return JSONResponse({"states": len(manager.states)})


_ROUTES = [
    Route("/bench/inside", inside),
    Route("/bench/flush", flush, methods=["POST"]),
    Route("/bench/forget", forget, methods=["POST"]),
]


class Beside:
    """The portal and the look inside, told apart by the path."""

    def __init__(self, portal: ASGIApp) -> None:
        self._portal = portal
        self._inside = Starlette(routes=_ROUTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bench = scope["type"] == "http" and scope["path"].startswith("/bench/")
        await (self._inside if bench else self._portal)(scope, receive, send)


def main() -> int:
    """Serve until ended."""
    portal = serving.application
    serving.application = lambda: Beside(portal())
    return starting.main()


if __name__ == "__main__":
    sys.exit(main())
