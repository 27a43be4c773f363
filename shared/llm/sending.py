"""One request and its answer through the SDK: text as it streams, then the finished response."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx2
from openai import AsyncOpenAI
from openai.types.responses import Response

from shared.llm.errors import ModelUnavailable
from shared.llm.failures import Failure, reported_failure
from shared.llm.requests import Call

_CLOSING = ("response.completed", "response.incomplete", "response.failed")
_READ = ("id", "object", "created_at", "model", "status", "error", "incomplete_details", "output", "usage")
"""What is read of a streamed response."""


class AttemptFailed(Exception):
    """One attempt gave no answer; the client decides whether another follows."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.error))
        self.failure = failure


async def send_whole(client: AsyncOpenAI, call: Call, timeout_sec: float) -> AsyncGenerator[str | Response, None]:
    """Ask for the answer in one piece; yields one `Response`."""
    async with asyncio.timeout(timeout_sec):
        response: Any = await client.responses.create(**_arguments(call))
    yield _checked(response, call)


async def send_streaming(client: AsyncOpenAI, call: Call, timeout_sec: float) -> AsyncGenerator[str | Response, None]:
    """Ask for a stream; yields pieces of text and, last, the `Response`.

    The SDK sends and turns error statuses into its errors; the events are read here, because the SDK would try each
    against fifty types and an answer's first, second and last event each against all tools.
    """
    deadline = asyncio.get_running_loop().time() + timeout_sec
    final: Response | None = None
    async with AsyncExitStack() as stack:
        async with asyncio.timeout_at(deadline):
            opening = client.responses.with_streaming_response.create(**_arguments(call), stream=True)
            answer = await stack.enter_async_context(opening)
        events = aiter(httpx2.EventSource(answer.http_response))
        # Read to the end even after the last event, so that the connection can be used again.
        while (event := await _next_event(events, deadline)) is not None:
            if event["type"] == "response.output_text.delta":
                yield str(event["delta"])
            else:
                final = _final(event, call) or final
    if final is None:
        message = f"the stream from {call.info.name} was cut before the answer was complete"
        raise AttemptFailed(Failure(ModelUnavailable(message), retry=True, maybe_billed=True))
    yield _checked(final, call)


def _arguments(call: Call) -> dict[str, Any]:
    """The body as the SDK's arguments. `extra_body` goes out as it is: the SDK's walk over typed parameters would
    take longer than all the rest of the call."""
    return {"extra_body": call.body}


async def _next_event(events: AsyncIterator[httpx2.ServerSentEvent], deadline: float) -> Mapping[str, Any] | None:
    """The next event's data. Raises `ValueError` where it is not an event of the protocol."""
    async with asyncio.timeout_at(deadline):
        try:
            sent = await anext(events)
        except StopAsyncIteration:
            return None
    data: Any = {"type": "done"} if sent.data == "[DONE]" else json.loads(sent.data)
    if not isinstance(data, dict) or "type" not in data:
        raise ValueError(f"expected an event, got {sent.data[:80]!r}")
    return data


def _final(event: Mapping[str, Any], call: Call) -> Response | None:
    """The response of a closing event. Raises `AttemptFailed` for a reported error."""
    if event["type"] in _CLOSING:
        sent = event.get("response") or {}
        return Response.construct(**{key: sent[key] for key in _READ if key in sent})
    if event["type"] == "error":
        reported = event.get("error") or event
        failure = reported_failure(reported.get("code"), str(reported.get("message")), call.info.name)
        raise AttemptFailed(failure)
    return None


def _checked(response: Any, call: Call) -> Response:
    """The response, if it is one. Raises `AttemptFailed` for "failed", `ValueError` for anything else."""
    if not isinstance(response, Response) or not isinstance(response.output, list):
        raise ValueError(f"expected a response object, got {str(response)[:80]!r}")
    if response.status == "failed":
        code, message = (response.error.code, response.error.message) if response.error else (None, "no reason given")
        raise AttemptFailed(reported_failure(code, message, call.info.name))
    return response
