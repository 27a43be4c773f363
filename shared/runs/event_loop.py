"""Asynchronous work from a stage of a run, which is called from a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

STOP_POLL_SEC = 0.1
T = TypeVar("T")


class StopRequested(Exception):
    """The work was cancelled because somebody asked for it."""


def run_async(work: Coroutine[Any, Any, T], stop: threading.Event | None = None) -> T:
    """Run to its end in an event loop of its own, whose connections are closed with it.

    Once `stop` is set the work is cancelled; raises `StopRequested`.
    """
    with asyncio.Runner() as runner:
        return runner.run(work if stop is None else _until(stop, work))


async def _until(stop: threading.Event, work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.ensure_future(work)
    while not task.done():
        if stop.is_set():
            raise StopRequested  # the runner cancels the task when it closes, and waits for its end
        await asyncio.wait((task,), timeout=STOP_POLL_SEC)
    return task.result()
