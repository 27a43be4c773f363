"""Events reach the page at once when they are rare, and in groups when they are many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from portal.batching import batches


async def pieces(count: int, pause_sec: float, fail: Exception | None = None) -> AsyncIterator[int]:
    for number in range(count):
        yield number
        await asyncio.sleep(pause_sec)
    if fail is not None:
        raise fail


async def taken(events: AsyncIterator[int], every_sec: float, idle_sec: float = 5.0) -> list[Sequence[int]]:
    return [one async for one in batches(events, every_sec=every_sec, idle_sec=idle_sec)]


def test_the_first_event_does_not_wait() -> None:
    async def first() -> float:
        begun = time.monotonic()
        async for _ in batches(pieces(1, 0.0), every_sec=60.0, idle_sec=120.0):
            return time.monotonic() - begun
        return float("inf")

    assert asyncio.run(first()) < 20


def test_many_events_come_together_in_order_and_none_is_lost() -> None:
    groups = asyncio.run(taken(pieces(200, 0.001), every_sec=0.05))
    assert [one for group in groups for one in group] == list(range(200))
    assert len(groups) < 50


def test_what_came_before_an_error_is_given_first() -> None:
    given: list[int] = []

    async def take() -> None:
        async for group in batches(pieces(3, 0.0, RuntimeError("broke off")), every_sec=0.01, idle_sec=5.0):
            given.extend(group)

    with pytest.raises(RuntimeError, match="broke off"):
        asyncio.run(take())
    assert given == [0, 1, 2]


def test_silence_is_told() -> None:
    async def first() -> Sequence[int]:
        async def silent() -> AsyncIterator[int]:
            await asyncio.sleep(30)
            yield 0

        async for group in batches(silent(), every_sec=0.01, idle_sec=0.05):
            return group
        return [0]

    assert asyncio.run(first()) == []


def test_who_leaves_early_leaves_no_reader_behind() -> None:
    async def leave() -> int:
        stream = batches(pieces(1000, 0.01), every_sec=0.01, idle_sec=5.0)
        async for _ in stream:
            break
        await stream.aclose()
        return len(asyncio.all_tasks())

    assert asyncio.run(leave()) == 1
