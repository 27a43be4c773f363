"""Requests, answers and clients for the gateway's tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import httpx2

from shared.llm.admission import Admission
from shared.llm.attempts import Attempts
from shared.llm.client import ModelClient
from shared.llm.connections import Connections
from shared.llm.limits import Budget, RateLimiter
from shared.llm.protocol import ModelRequest, Purpose, Reply, TextDelta
from shared.llm.retries import RetryPolicy
from shared.llm.settings import LLMSettings
from shared.llm.usage import UsageLedger

API = "https://api.openai.com/v1/responses"
MODEL = "gpt-5-nano-2025-08-07"

TOOL: Mapping[str, Any] = {
    "type": "function",
    "name": "payout_status",
    "description": "Where the customer's payment is",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"reference": {"type": ["string", "null"]}},
        "required": ["reference"],
        "additionalProperties": False,
    },
}


def a_request(text: str = "¿Dónde está mi pago?", **changes: Any) -> ModelRequest:
    fields: dict[str, Any] = {
        "purpose": Purpose.AGENT,
        "instructions": "Eres el asistente.",
        "input": ({"role": "user", "content": text},),
    }
    return ModelRequest(**(fields | changes))


def settings(**changes: Any) -> LLMSettings:
    """Settings that read no file; a key unless `openai_api_key` says otherwise."""
    return LLMSettings(_env_file=None, **({"openai_api_key": "sk-test"} | changes))


def offline(**changes: Any) -> LLMSettings:
    """Settings of the in-process offline model."""
    return LLMSettings(_env_file=None, openai_api_key=None, openai_base_url=None, **changes)


class Sleeps(list[float]):
    """Sleeps that are written down instead of slept."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def a_client(
    *,
    retries: int = 4,
    budget_usd: float | None = None,
    sleeps: Sleeps | None = None,
    limiter: RateLimiter | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
    total_sec: float = 180.0,
    heard: Callable[[str], None] | None = None,
    **changes: Any,
) -> ModelClient:
    """A client whose waits are recorded in `sleeps`, with a fixed jitter."""
    configured, ledger, budget = settings(**changes), UsageLedger(), Budget(budget_usd)
    waits = Sleeps() if sleeps is None else sleeps
    connections = Connections(configured, transport, limiter.observe_response if limiter else None)
    attempts = Attempts(
        connections,
        retry=RetryPolicy(retries, total_sec=total_sec),
        admission=Admission(budget, limiter, waits),
        ledger=ledger,
        timeout_sec=configured.openai_timeout_sec,
        rng=random.Random(0),
        sleep=waits,
    )
    return ModelClient(configured, attempts, connections, ledger, budget, heard)


def a_message(text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}


def a_refusal(text: str) -> dict[str, Any]:
    return a_message("") | {"content": [{"type": "refusal", "refusal": text}]}


def a_call(arguments: str = "{}", **changes: Any) -> dict[str, Any]:
    call = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "payout_status", "status": "completed"}
    return call | {"arguments": arguments} | changes


def a_response(*output: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A response of the API: 1,000 tokens read (400 of them cached), 200 written (150 of them reasoning)."""
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_793_000_000,
        "model": MODEL,
        "status": "completed",
        "output": list(output),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 1000,
            "input_tokens_details": {"cached_tokens": 400, "cache_write_tokens": 0},
            "output_tokens": 200,
            "output_tokens_details": {"reasoning_tokens": 150},
            "total_tokens": 1200,
        },
    } | changes


def cut_off(*output: dict[str, Any]) -> dict[str, Any]:
    """A response that ran out of room."""
    return a_response(*output, status="incomplete", incomplete_details={"reason": "max_output_tokens"})


def an_answer(*output: dict[str, Any], **changes: Any) -> httpx2.Response:
    return httpx2.Response(200, json=a_response(*output, **changes))


def an_error(status: int, code: str | None = None, headers: Mapping[str, str] | None = None) -> httpx2.Response:
    error = {"message": "it says so", "type": "error", "param": None, "code": code}
    return httpx2.Response(status, json={"error": error}, headers=headers)


async def collect(client: ModelClient, request: ModelRequest) -> tuple[list[str], Reply]:
    """The pieces of a streamed answer and its reply."""
    items = [item async for item in client.stream(request)]
    assert isinstance(items[-1], Reply)
    return [item.text for item in items if isinstance(item, TextDelta)], items[-1]
