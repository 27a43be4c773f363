"""One request and its answer through the SDK: text as it streams, then the finished response."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx2
import orjson
from openai import AsyncOpenAI
from openai.types.responses import Response

from shared.llm.errors import ModelUnavailable
from shared.llm.failures import Failure, reported_failure
from shared.llm.requests import Call

_CLOSING = ("response.completed", "response.incomplete", "response.failed")
_SAYING = frozenset({*_CLOSING, "response.output_text.delta", "error", "message"})
"""The events that are read; "message" is the name of those that have none."""
_READ = ("id", "object", "created_at", "model", "status", "error", "incomplete_details", "output", "usage")
"""What is read of a response. The rest is an echo of the request, which the SDK would check tool by tool."""


class AttemptFailed(Exception):
    """One attempt gave no answer; the client decides whether another follows."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.error))
        self.failure = failure


async def send_whole(client: AsyncOpenAI, call: Call, timeout_sec: float) -> AsyncGenerator[str | Response, None]:
    """Ask for the answer in one piece; yields one `Response`."""
    async with asyncio.timeout(timeout_sec):
        answer = await client.responses.with_raw_response.create(**_arguments(call))
    yield _checked(_response(orjson.loads(answer.content)), call)


async def send_streaming(client: AsyncOpenAI, call: Call, timeout_sec: float) -> AsyncGenerator[str | Response, None]:
    """Ask for a stream; yields pieces of text and, last, the `Response`.

    The SDK sends and turns error statuses into its errors; the events are read here, because the SDK would try each
    against fifty types and the first, second and last also against all tools.
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
    """The data of the next event that says something. Raises `ValueError` where it is not one of the protocol."""
    async with asyncio.timeout_at(deadline):
        async for sent in events:
            if sent.event in _SAYING and sent.data != "[DONE]":
                data: Any = orjson.loads(sent.data)
                if not isinstance(data, dict) or "type" not in data:
                    raise ValueError(f"expected an event, got {sent.data[:80]!r}")
                return data
    return None


def _final(event: Mapping[str, Any], call: Call) -> Response | None:
    """The response of a closing event. Raises `AttemptFailed` for a reported error."""
    if event["type"] in _CLOSING:
        return _response(event.get("response"))
    if event["type"] == "error":
        reported = event.get("error") or event
        failure = reported_failure(reported.get("code"), str(reported.get("message")), call.info.name)
        raise AttemptFailed(failure)
    return None


def _response(sent: Any) -> Response:
    """What is read of a response, as the SDK's type; lenient, for servers that leave things out."""
    if not isinstance(sent, dict) or not isinstance(sent.get("output"), list):
        raise ValueError(f"expected a response object, got {str(sent)[:80]!r}")
    return Response.construct(**{key: sent[key] for key in _READ if key in sent})


def _checked(response: Response, call: Call) -> Response:
    """The response, unless it is a failed one. Raises `AttemptFailed`."""
    if response.status == "failed":
        code, message = (response.error.code, response.error.message) if response.error else (None, "no reason given")
        raise AttemptFailed(reported_failure(code, message, call.info.name))
    return response
