"""What the gateway itself costs: time outside the model for each call, and how well threads share a slow model.

Run with `.venv/bin/python -m tests.benchmarks.gateway_bench`. The mind of the offline model is replaced by a fixed
answer, so that only the gateway, the SDK and the wire are measured.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from shared.improvement.models import Judgement
from shared.llm.client import ModelClient, create_model
from shared.llm.offline.answering import OfflineAnswer
from shared.llm.offline.service import OfflineService
from shared.llm.offline.transport import OfflineTransport
from shared.llm.protocol import ModelRequest, Purpose
from shared.llm.settings import LLMSettings

CALLS = 200
ROUNDS = 5
THREADS = 16
LATENCY_SEC = 0.2
CALLS_PER_THREAD = 12
SENTENCE = "Hola Ana, tu pago del Jetta sale mañana a las diez de la mañana y llega el mismo día. "
JUDGEMENT = '{"resolved": true, "csat": 4.5, "reason": "resolved in one answer"}'


class Row(NamedTuple):
    """One line of the table: what was measured, against what, and the ratio."""

    name: str
    measured: str
    target: str
    ratio: float


def measure() -> list[Row]:
    """All rows: the median over rounds for time a call, one run for the makespan."""
    client = _client(0.0)
    kinds: list[tuple[str, Callable[[], Coroutine[Any, Any, object]]]] = [
        ("complete", lambda: client.complete(_request())),
        ("stream", lambda: _drain(client)),
        ("parse", lambda: client.parse(_request(Purpose.JUDGE), Judgement)),
    ]
    rows = []
    for name, call in kinds:
        milliseconds = asyncio.run(_time_per_call(call)) * 1000
        rows.append(Row(f"{name}: ms outside the model", f"{milliseconds:.2f}", "2.00", milliseconds / 2))
    return [*rows, _makespan()]


def _makespan() -> Row:
    """Threads that each make calls one after the other, against calls on the critical path × latency."""
    client = _client(LATENCY_SEC)

    def work(_: int) -> None:
        with asyncio.Runner() as runner:
            for _ in range(CALLS_PER_THREAD):
                runner.run(client.complete(_request()))

    asyncio.run(client.complete(_request()))
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    taken, ideal = time.perf_counter() - started, CALLS_PER_THREAD * LATENCY_SEC
    return Row(
        f"{THREADS} threads, {LATENCY_SEC * 1000:.0f} ms model: s", f"{taken:.2f}", f"{ideal:.2f}", ideal / taken
    )


async def _time_per_call(call: Callable[[], Coroutine[Any, Any, object]]) -> float:
    await call()
    rounds = []
    for _ in range(ROUNDS):
        # Nothing waits here, so the processor's time is the wall's on a machine that does nothing else.
        started = time.process_time()
        for _ in range(CALLS):
            await call()
        rounds.append((time.process_time() - started) / CALLS)
    return statistics.median(rounds)


async def _drain(client: ModelClient) -> None:
    async for _ in client.stream(_request()):
        pass


def _client(latency_sec: float) -> ModelClient:
    settings = LLMSettings(_env_file=None, openai_api_key=None, openai_base_url=None)
    return create_model(settings, transport=OfflineTransport(OfflineService(latency_sec=latency_sec, mind=_mind)))


def _mind(request: Mapping[str, Any]) -> OfflineAnswer:
    return OfflineAnswer(text=JUDGEMENT if "text" in request else SENTENCE * 3)


def _request(purpose: Purpose = Purpose.AGENT) -> ModelRequest:
    """A request of the usual size: a system prompt of 2 kB, nine tools, ten turns."""
    turns = tuple({"role": ("user", "assistant")[i % 2], "content": SENTENCE * 2} for i in range(10))
    tools = tuple(_tool(i) for i in range(9)) if purpose is Purpose.AGENT else ()
    return ModelRequest(purpose, "Eres el asistente de la empresa. " * 60, turns, tools, sample="1/baseline/s1/0")


def _tool(number: int) -> dict[str, Any]:
    text = {"type": "string", "description": "What the customer said about it"}
    properties = {
        "reference": text,
        "day": {"type": ["string", "null"]},
        "kind": {"type": "string", "enum": ["a", "b"]},
    }
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {
        "type": "function",
        "name": f"tool_{number}",
        "description": "Looks something up for the customer who is signed in",
        "strict": True,
        "parameters": parameters | {"additionalProperties": False},
    }


def main() -> None:
    """Print the table."""
    for row in measure():
        print(f"{row.name:40} {row.measured:>8} {row.target:>8} {row.ratio:>8.2f}")


if __name__ == "__main__":
    main()
