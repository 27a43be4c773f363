"""How long the calls of a simulation take: the model, the threads, and the limits of the account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.improvement.estimating import Load, Span
from shared.llm.limits import BURST_SHARE, TIER_1_REQUESTS, TIER_1_TOKENS
from shared.llm.settings import LLMSettings

FIRST_TOKEN_SEC = Span(0.4, 0.8, 2.0)
TOKENS_PER_SEC = 90.0
"""How fast a small model writes."""
OFFLINE_CALL_SEC = Span(0.003, 0.008, 0.02)
"""One after the other, whatever the threads: the offline model is this process's own work."""
PACE_RANGE = Span(0.7, 1.0, 1.5)
"""How much faster or slower than what was measured it may go on."""


class Basis(StrEnum):
    """What an estimate rests on: rendered prompts and habits of the evidence, or conversations already played."""

    RENDERED = "rendered"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Loads:
    """The low, middle and high load of all that is missing, and the seconds of a conversation where they are known."""

    low: Load
    mid: Load
    high: Load
    basis: Basis
    pace_sec: float | None = None

    def of(self, name: str) -> Span:
        return Span(getattr(self.low, name), getattr(self.mid, name), getattr(self.high, name))


def seconds_of(loads: Loads, missing: int, threads: int, llm: LLMSettings) -> tuple[Span, bool]:
    """How long it takes, and whether the account's rate decides it."""
    if loads.pace_sec is not None:
        span = PACE_RANGE.times(loads.pace_sec * missing)
    else:
        span = _worked(loads, min(threads, max(missing, 1)), llm)
    floor = _rate_floor(loads, llm)
    slowest = Span(max(span.low, floor.low), max(span.mid, floor.mid), max(span.high, floor.high))
    return slowest, floor.mid > span.mid


def _worked(loads: Loads, parallel: int, llm: LLMSettings) -> Span:
    if llm.offline:
        waited = llm.offline_model_latency_ms / 1000 / parallel
        return Span(
            loads.low.calls * (OFFLINE_CALL_SEC.low + waited),
            loads.mid.calls * (OFFLINE_CALL_SEC.mid + waited),
            loads.high.calls * (OFFLINE_CALL_SEC.high + waited),
        )
    calls, written = loads.of("calls"), loads.of("output_tokens")
    return Span(
        calls.low * FIRST_TOKEN_SEC.low + written.low / TOKENS_PER_SEC,
        calls.mid * FIRST_TOKEN_SEC.mid + written.mid / TOKENS_PER_SEC,
        calls.high * FIRST_TOKEN_SEC.high + written.high / TOKENS_PER_SEC,
    ).times(1 / parallel)


def _rate_floor(loads: Loads, llm: LLMSettings) -> Span:
    """Seconds that the limits of the account take at least; the first tier's where nothing else is known."""
    requests, tokens = llm.openai_requests_per_minute, llm.openai_tokens_per_minute
    if llm.at_openai:
        requests = TIER_1_REQUESTS if requests is None else requests
        tokens = TIER_1_TOKENS if tokens is None else tokens
    floors = [_floor(load, requests, tokens) for load in (loads.low, loads.mid, loads.high)]
    return Span(*floors)


def _floor(load: Load, requests: int | None, tokens: int | None) -> float:
    per_sec = (1 - BURST_SHARE) / 60
    by_requests = load.calls / (requests * per_sec) if requests else 0.0
    by_tokens = (load.input_tokens + load.output_tokens) / (tokens * per_sec) if tokens else 0.0
    return max(by_requests, by_tokens)
