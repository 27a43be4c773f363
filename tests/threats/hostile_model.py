"""A model that was won over: at the place of the network it answers what a test wrote down, whatever it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import httpx2
import orjson

from shared.llm.client import ModelClient, create_model
from shared.llm.offline.wire import build_events
from shared.llm.settings import LLMSettings

MODEL = "gpt-5-nano-2025-08-07"
Items = Sequence[Mapping[str, Any]]
_NUMBERS = count()


class HostileModel(httpx2.AsyncBaseTransport):
    """`says` gets each request's body and gives the output items. `requests` are all bodies so far."""

    def __init__(self) -> None:
        self.says: Callable[[Mapping[str, Any]], Items] = lambda body: [message("Hola.")]
        self.requests: list[dict[str, Any]] = []
        self.tokens = 1_000

    def client(self) -> ModelClient:
        """A gateway to it, as to a paid model."""
        settings = LLMSettings(_env_file=None, openai_api_key="sk-none", openai_base_url="http://model.test/v1")
        return create_model(settings, transport=self, retries=1)

    def then(self, *answers: Items) -> None:
        """Give these answers in turn, the last one again and again; forget the requests so far."""
        self.requests.clear()
        self.says = lambda body: answers[min(len(self.requests), len(answers)) - 1]

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = orjson.loads(await request.aread())
        self.requests.append(body)
        answer = {
            "id": f"resp_{next(_NUMBERS)}", "object": "response", "created_at": 0, "model": MODEL, "error": None,
            "status": "completed", "incomplete_details": None, "output": list(self.says(body)),
            "usage": {"input_tokens": self.tokens, "output_tokens": self.tokens, "total_tokens": 2 * self.tokens},
        }  # fmt: skip
        stream = b"".join(event.encoded() for event in build_events(answer))
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=stream, request=request)


def message(text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return {
        "type": "message", "id": f"msg_{next(_NUMBERS)}", "role": "assistant", "status": "completed", "content": [part]
    }  # fmt: skip


def call(name: str, arguments: Mapping[str, Any] | str) -> dict[str, Any]:
    number = next(_NUMBERS)
    raw = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
    return {
        "type": "function_call", "id": f"fc_{number}", "call_id": f"call_{number}", "name": name, "arguments": raw,
        "status": "completed",
    }  # fmt: skip
