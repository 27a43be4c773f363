"""Events in groups: the first at once, the next together, so that a fast writer does not flood a page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def batches(events: AsyncIterator[T], *, every_sec: float, idle_sec: float) -> AsyncGenerator[Sequence[T], None]:
    """What `events` gives, in lists at least `every_sec` apart; an empty list after `idle_sec` without any.

    Ends when `events` ends; raises what it raises, after all that came before it.
    """
    queue: asyncio.Queue[T | BaseException | None] = asyncio.Queue()

    async def read() -> None:
        try:
            async for event in events:
                queue.put_nowait(event)
            queue.put_nowait(None)
        except Exception as error:  # given on to the reader below
            queue.put_nowait(error)

    reading = asyncio.create_task(read())
    given_at = float("-inf")
    try:
        while True:
            try:
                taken = [await asyncio.wait_for(queue.get(), idle_sec)]
            except TimeoutError:
                yield []
                continue
            await asyncio.sleep(max(0.0, given_at + every_sec - time.monotonic()))
            while not queue.empty():
                taken.append(queue.get_nowait())
            given_at = time.monotonic()
            ending = taken[-1]
            items = [one for one in taken if one is not None and not isinstance(one, BaseException)]
            if items:
                yield items
            if isinstance(ending, BaseException):
                raise ending
            if ending is None:
                return
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
