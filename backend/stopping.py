"""Being told to stop: streams that only listen end at once, so that nobody waits for them.

uvicorn waits for open connections before it runs the lifespan's end, so the signal itself must be heard.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_Handler = Callable[[int, FrameType | None], Any]


@contextmanager
def told_to_stop(close: Callable[[], None]) -> Iterator[None]:
    """While the block runs, a SIGINT or SIGTERM also calls `close` in the running event loop, and then goes to whoever
    handled it before. Outside the main thread, where no signal arrives, nothing happens."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def chained(earlier: object) -> _Handler:
        def handle(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(close)
            if callable(earlier):
                earlier(number, frame)

        return handle

    for number, earlier in before.items():
        if callable(earlier):
            signal.signal(number, chained(earlier))
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
