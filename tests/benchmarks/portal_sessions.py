"""A hundred signed-in customers on one portal process: memory, latency of events, and what is left when they go.

Run with `.venv/bin/python -m tests.benchmarks.portal_sessions`. The customers are websocket clients on this machine.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from typing import NamedTuple

from tests.benchmarks.portal_backend import Pace
from tests.benchmarks.portal_bench import FLUSHES_SEC
from tests.benchmarks.portal_page import p95
from tests.benchmarks.portal_stage import CUSTOMERS, Stage, staged
from tests.benchmarks.portal_tab import Tab

ALL = CUSTOMERS - 1
STREAMING = 20
ANSWER = Pace(first_ms=500, words=1_000, rate=50)
ACT_EVERY_SEC = 20.0
ROUND_SEC = 40.0
SETTLE_SEC = 5.0
AWAY_SEC = 60.0
AGAIN = 3


class Held(NamedTuple):
    """What the portal holds at a moment: its own memory, states of tabs, tabs that are there, follow tasks,
    connections to the backend; and the share of a processor that it used until then."""

    when: str
    megabytes: float
    states: int
    connected: int
    following: int
    connections: int
    processor: float


class Round(NamedTuple):
    """Seconds of events with so many sessions."""

    sessions: int
    toggles: list[float]
    lists: list[float]


async def held(stage: Stage, when: str, seconds: float) -> Held:
    """Look after `seconds`, in which the processor's time is counted."""
    used = stage.processor_sec()
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    share = (stage.processor_sec() - used) / (time.perf_counter() - began)
    inside = await asyncio.to_thread(stage.inside)
    following = inside["tasks"].get("batches.<locals>.read", 0)
    return Held(when, stage.megabytes(), inside["states"], inside["connected"], following,
                stage.backend_connections(), share)  # fmt: skip


async def acted(tabs: list[Tab]) -> Round:
    """Each tab does something every `ACT_EVERY_SEC` (alone: all the time), now a small thing, now the list."""
    until = time.perf_counter() + ROUND_SEC
    pause = ACT_EVERY_SEC if len(tabs) > 1 else 0.2
    toggles: list[float] = []
    lists: list[float] = []

    async def act(number: int, tab: Tab) -> None:
        await asyncio.sleep(pause * number / len(tabs))
        while time.perf_counter() < until:
            toggles.append(await tab.toggle())
            await asyncio.sleep(pause / 2)
            lists.append(await tab.open_list())
            await asyncio.sleep(pause / 2)

    await asyncio.gather(*(act(number, tab) for number, tab in enumerate(tabs)))
    return Round(len(tabs), toggles, lists)


async def streamed(stage: Stage, tabs: list[Tab]) -> tuple[Held, list[float]]:
    """Answers to `tabs` at once; what is held in their midst, and event latencies of another tab meanwhile."""
    asking = [asyncio.create_task(tab.ask(ANSWER.question())) for tab in tabs[:STREAMING]]
    await asyncio.sleep(4)
    toggles: list[float] = []

    async def watch() -> None:
        while not any(task.done() for task in asking):
            toggles.append(await tabs[-1].toggle())
            await asyncio.sleep(0.2)

    watching = asyncio.create_task(watch())
    seen = await held(stage, f"{STREAMING} of them streaming", 8)
    await asyncio.gather(*asking)
    await watching
    return seen, toggles


async def measured(stage: Stage) -> tuple[list[Held], list[Round], list[float]]:
    """The whole story, from the first tab to a minute after the last."""
    rounds, story = [], []
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(Tab(stage, stage.customers[0]))]
        await tabs[0].open_list()
        await tabs[0].ask(Pace(50, 20, 100).question())  # everything is loaded once
        story.append(await held(stage, "one tab, after its first answer", SETTLE_SEC))
        rounds.append(await acted(tabs))
        for wanted in (ALL // 2, ALL):
            while len(tabs) < wanted:
                tabs.append(await stack.enter_async_context(Tab(stage, stage.customers[len(tabs)])))
            story.append(await held(stage, f"{wanted} tabs, idle", SETTLE_SEC * 2))
            rounds.append(await acted(tabs))
        story.append(await held(stage, f"{wanted} tabs, idle again", SETTLE_SEC * 2))
        seen, toggles = await streamed(stage, tabs)
        story.append(seen)
        story.append(await held(stage, "answers over", SETTLE_SEC))
    story.append(await held(stage, "all have left, 5 s", SETTLE_SEC))
    story.append(await held(stage, f"all have left, {SETTLE_SEC + AWAY_SEC:.0f} s", AWAY_SEC))
    for again in range(2, 2 + AGAIN):
        await asyncio.to_thread(stage.forget)
        async with AsyncExitStack() as stack:
            for customer in stage.customers[:ALL]:
                tab = await stack.enter_async_context(Tab(stage, customer))
                await tab.open_list()
            story.append(await held(stage, f"{ALL} tabs, the {again}. time", SETTLE_SEC))
    await asyncio.to_thread(stage.forget)
    story.append(await held(stage, "all have left, and their hour is over", SETTLE_SEC))
    return story, rounds, toggles


async def by_flush(stage: Stage) -> list[tuple[float, Held, list[float]]]:
    """`STREAMING` answers at once for each flush interval, with nobody else there but one who acts."""
    found = []
    for flush_sec in FLUSHES_SEC:
        await asyncio.to_thread(stage.flush_every, flush_sec)
        async with AsyncExitStack() as stack:
            customers = stage.customers[: STREAMING + 1]
            tabs = [await stack.enter_async_context(Tab(stage, customer)) for customer in customers]
            found.append((flush_sec, *await streamed(stage, tabs)))
    return found


def main() -> None:
    """Print the tables."""
    with staged() as stage:
        story, rounds, toggles = asyncio.run(measured(stage))
        flushed = asyncio.run(by_flush(stage))
    print("| when | memory MB | states | tabs connected | follow tasks | backend connections | processor |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for one in story:
        print(f"| {one.when} | {one.megabytes:.0f} | {one.states} | {one.connected} | {one.following} | "
              f"{one.connections} | {one.processor:.1%} |")  # fmt: skip
    print("\n| sessions | n | an event | the list of cases |\n|---|---:|---|---|")
    for each in rounds:
        print(f"| {each.sessions} | {len(each.lists)} | {_ms(each.toggles)} | {_ms(each.lists)} |")
    print(f"| {rounds[-1].sessions}, {STREAMING} streaming | {len(toggles)} | {_ms(toggles)} | |")
    print(f"\n| {STREAMING} streaming, flush every | processor | an event of another tab |\n|---|---:|---|")
    for flush_sec, one, others in flushed:
        print(f"| {flush_sec * 1000:.0f} ms | {one.processor:.0%} | {_ms(others)} |")


def _ms(seconds: list[float]) -> str:
    return f"p50 {statistics.median(seconds) * 1000:.0f} ms, p95 {p95(seconds) * 1000:.0f} ms"


if __name__ == "__main__":
    main()
