"""The portal in a browser: from Enter to the words on the screen, a long answer's frames by flush interval, reloads.

Run with `.venv/bin/python -m tests.benchmarks.portal_bench`; needs a Chromium. A hundred customers: `portal_sessions`.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
import zlib
from typing import NamedTuple

import orjson

from tests.benchmarks.backend_bench import Connection
from tests.benchmarks.portal_backend import Pace
from tests.benchmarks.portal_page import Frames, case_page, middle
from tests.benchmarks.portal_stage import Customer, Stage, staged

SENDS, WARM_UPS, RELOADS = 30, 3, 10
SHORT = Pace(first_ms=500, words=20, rate=50)
LONG = Pace(first_ms=500, words=2_000, rate=100)
FLUSHES_SEC = (0.025, 0.05, 0.1, 0.2)
SLOWER = (1, 4)
"""The browser's processor as it is, and as that of a modest phone."""
ROUNDS = 2
_MISSED_MS, _SEEN_MS = 34.0, 50.0


class Reply(NamedTuple):
    """One long answer on the screen. `flush_sec` 0: the same page idle."""

    flush_sec: float
    slower: int
    frames: Frames
    updates: int
    update_gap_ms: float
    kilobytes: float
    deflated: float
    portal_share: float
    """Of one processor, by the portal's process."""


def sends(stage: Stage, customer: Customer) -> list[str]:
    """Lines of the table: own message, its acknowledgement, the first word; and that of the backend alone."""
    with case_page(stage, customer) as page:
        sent = [page.send(f"{SHORT.question()} #{number}") for number in range(WARM_UPS + SENDS)][WARM_UPS:]
    beyond = [one.word - SHORT.first_ms for one in sent]
    alone = asyncio.run(_alone(stage, customer))
    return [
        f"| Enter to own message on screen | {middle([one.own for one in sent])} | at most 100 ms |",
        f"| Enter to own message stored and shown as sent | {middle([one.taken for one in sent])} | |",
        f"| Enter to first word on screen, beyond the model's own | {middle(beyond)} | at most 150 ms |",
        f"| of that the backend alone (same POST, plain client) | {middle(alone)} | |",
    ]


async def _alone(stage: Stage, customer: Customer) -> list[float]:
    """Milliseconds to the first word beyond the model's own, without portal and browser."""
    taken: list[float] = []
    port = int(stage.backend_url.rpartition(":")[2])
    for number in range(WARM_UPS + SENDS):
        body = orjson.dumps({"content": f"{SHORT.question()} %{number}"})
        async with Connection(port) as connection:
            began = time.perf_counter()
            await connection.send("POST", f"/api/v1/tickets/{customer.ticket_id}/messages", customer.token, body)
            await connection.status()
            async for line in connection.reader:
                if line.startswith(b"event: delta") and len(taken) == number:
                    taken.append((time.perf_counter() - began) * 1000 - SHORT.first_ms)
                if line.startswith(b"event: done"):
                    break
    return taken[WARM_UPS:]


def replies(stage: Stage) -> list[Reply]:
    """Long answers, each on a case of its own; rounds take turns."""
    made, unused = [], iter(stage.customers[1:])
    for _ in range(ROUNDS):
        for slower in SLOWER:
            made += [_reply(stage, next(unused), slower, flush) for flush in (0.0, *FLUSHES_SEC)]
    return made


def _reply(stage: Stage, customer: Customer, slower: int, flush_sec: float) -> Reply:
    stage.flush_every(flush_sec or FLUSHES_SEC[-1])
    with case_page(stage, customer) as page:
        page.send(SHORT.question())
        page.slow_down(slower)
        page.received.clear()
        used, began = stage.processor_sec(), time.perf_counter()
        with page.recorded() as frames:
            gaps = page.send(LONG.question()).update_gaps if flush_sec else _idle()
        share = (stage.processor_sec() - used) / (time.perf_counter() - began)
        return Reply(
            flush_sec, slower, frames[0], len(page.received), statistics.median(gaps or [0.0]),
            sum(len(frame.encode()) for frame in page.received) / 1000, _deflated(page.received) / 1000, share,
        )  # fmt: skip


def _idle() -> list[float]:
    """As long as the answer takes."""
    time.sleep((LONG.first_ms + LONG.words * 1000 / LONG.rate) / 1000)
    return []


def _deflated(frames: list[str]) -> int:
    """Bytes as the websocket's own compression makes them."""
    deflate = zlib.compressobj(wbits=-12)
    return sum(len(deflate.compress(frame.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)) for frame in frames)


def reply_table(made: list[Reply]) -> list[str]:
    """A line for each interval; medians of the rounds, the longest gap of all."""
    lines = [
        "| processor | flush every | updates | median gap ms | frames > 34 ms | > 50 ms | longest ms | long tasks "
        "| main thread | portal | kB | kB deflated |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for slower in SLOWER:
        for flush in (0.0, *FLUSHES_SEC):
            same = [one for one in made if (one.slower, one.flush_sec) == (slower, flush)]
            lines.append(_reply_line("as it is" if slower == 1 else f"{slower} times slower", flush, same))
    return lines


def _reply_line(processor: str, flush_sec: float, same: list[Reply]) -> str:
    def of(values: list[float], form: str) -> str:
        return format(statistics.median(values), form)

    cells = [
        processor, f"{flush_sec * 1000:.0f} ms" if flush_sec else "idle page",
        of([one.updates for one in same], ".0f"), of([one.update_gap_ms for one in same], ".0f"),
        of([one.frames.over(_MISSED_MS) for one in same], ".1%"),
        of([one.frames.over(_SEEN_MS) for one in same], ".1%"),
        f"{max(max(one.frames.gaps) for one in same):.0f}", of([len(one.frames.long_tasks) for one in same], ".0f"),
        of([one.frames.busy_share for one in same], ".0%"), of([one.portal_share for one in same], ".0%"),
        of([one.kilobytes for one in same], ".0f"), of([one.deflated for one in same], ".0f"),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def reloads(stage: Stage, customer: Customer) -> str:
    """The line of a reload of the case that `sends` filled."""
    with case_page(stage, customer) as page:
        ready = [page.reload() for _ in range(RELOADS)]
    messages = 2 * 2 * (WARM_UPS + SENDS)
    return f"| reload of a case of {messages} messages to 50 of them drawn and the composer ready | {middle(ready)} | |"


def main() -> None:
    """Print the tables."""
    with staged() as stage:
        print("| what | median of 30 | aim |\n|---|---|---|")
        first = stage.customers[0]
        for line in [*sends(stage, first), reloads(stage, first)]:
            print(line, flush=True)
        print("\n" + "\n".join(reply_table(replies(stage))))
    print(f"\nload of the machine (1, 5, 15 minutes): {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
