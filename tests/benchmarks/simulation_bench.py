"""How much of a simulation's time is spent outside the model: `python -m tests.benchmarks.simulation_bench`.

A model with a fixed latency answers 16 threads. The ideal makespan is the most calls that one thread makes, one after
the other, times the latency; what is above it is this project's own time.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from shared.agent.release import AgentRelease
from shared.domains.pack import load_pack
from shared.improvement.batch import cases_of, run_batch
from shared.improvement.journal import Journal
from shared.improvement.models import Arm, Scenario
from shared.improvement.worker import Conditions, ModelSource
from shared.llm.client import create_model
from shared.llm.protocol import LanguageModel, ModelRequest, Parsed, ParsedT, Reply, TextDelta
from shared.llm.settings import LLMSettings

LATENCY_SEC = 0.2
THREADS = 16
_calls: Counter[int] = Counter()


class SlowModel:
    """The offline model through the gateway, `latency_sec` a call; counts the calls of each thread."""

    def __init__(self, inner: LanguageModel, latency_sec: float) -> None:
        self._inner = inner
        self._latency_sec = latency_sec

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        yield await self.complete(request)

    async def complete(self, request: ModelRequest) -> Reply:
        await self._wait()
        return await self._inner.complete(request)

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        await self._wait()
        return await self._inner.parse(request, schema)

    async def _wait(self) -> None:
        _calls[threading.get_ident()] += 1
        await asyncio.sleep(self._latency_sec)


@dataclass(frozen=True)
class SlowSource:
    latency_sec: float

    def __call__(self) -> LanguageModel:
        return SlowModel(create_model(LLMSettings()), self.latency_sec)


def scenarios(count: int) -> list[Scenario]:
    """Customers in the pack's worlds, in turn."""
    worlds = load_pack("kavak").worlds
    return [
        Scenario(
            scenario_id=f"buying-{number:03d}",
            source_conversation_id=None,
            context="buying",
            intents=(world.intent,),
            goal=world.goal["es"],
            opening=world.goal["es"],
            facts=(world.knows.get("es", ""),),
            mood="neutral",
            language="es",
            channel="web",
            records=world.records,
            success=world.success,
        )
        for number in range(count)
        for world in [worlds[number % len(worlds)]]
    ]


def run(count: int, threads: int, source: ModelSource) -> float:
    """Seconds to play `count` scenarios with both arms."""
    _calls.clear()
    release = AgentRelease.current(load_pack("kavak"), LLMSettings().openai_model)
    cases = cases_of(scenarios(count), dict.fromkeys(Arm, release), trials=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        partial = folder / "partial"
        partial.mkdir()
        conditions = Conditions("kavak", 0, 12, None, partial, source, uuid.uuid4().hex)
        began = time.perf_counter()
        with Journal.open(folder / "journal.jsonl", {}) as journal:
            run_batch(cases, conditions, journal, threads=threads)
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=64)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--latency", type=float, default=LATENCY_SEC)
    options = parser.parse_args()
    run(4, options.threads, SlowSource(0.0))  # imports, detector, schemas: once a process, not part of the work
    taken = run(options.scenarios, options.threads, SlowSource(options.latency))
    calls, longest = sum(_calls.values()), max(_calls.values())
    ideal = longest * options.latency
    print("| conversations | threads | calls | calls on the critical path | ideal s | taken s | of ideal |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {2 * options.scenarios} | {options.threads} | {calls} | {longest} | {ideal:.2f} | {taken:.2f} "
        f"| {ideal / taken:.1%} |"
    )


if __name__ == "__main__":
    main()
