"""The offline model's answers in the words of the Responses API: the response object and its stream of events.

Everything is a function of the request, ids and times included: the same request has the same bytes as an answer,
in this process and over HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

import orjson

from shared.llm.offline.answering import OfflineAnswer
from shared.llm.settings import OFFLINE_MODEL

CREATED_AT = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
"""The date of the rules: an answer does not depend on when it is given."""
_CHARACTERS_PER_TOKEN = 4
_DELTA = re.compile(r"\s*\S+(?:\s+\S+){0,7}|\s+\Z")
"""A piece of streamed text: a few words."""
_ECHOED = ("max_output_tokens", "metadata", "reasoning", "safety_identifier", "text")
"""Of the request in the response. The API echoes instructions and tools too; nobody reads them and the SDK checks
each tool against twenty types in three events, which takes longer than all the rest of a call."""


class Event(NamedTuple):
    """A server-sent event."""

    type: str
    data: Mapping[str, Any]

    def encoded(self) -> bytes:
        """As it goes over the wire."""
        return b"event: " + self.type.encode() + b"\ndata: " + orjson.dumps(self.data) + b"\n\n"


def build_response(request: Mapping[str, Any], answer: OfflineAnswer, digest: str) -> dict[str, Any]:
    """The finished response object. `digest` identifies the request (hexadecimal).

    An answer that does not fit into `max_output_tokens` is cut and the response is "incomplete", as the API does it.
    """
    output, written = _output(answer, digest)
    cap = request.get("max_output_tokens")
    if cut := cap is not None and written > cap:
        output, written = _cut(output, cap), cap
    read = sum(len(orjson.dumps(request[key])) for key in ("instructions", "input", "tools", "text") if key in request)
    return _frame(request, digest) | {
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": output,
        "usage": _usage(_tokens(read), written),
    }


def build_events(response: Mapping[str, Any]) -> Iterator[Event]:
    """The stream that ends in `response`."""
    number = count()
    started = {**response, "status": "in_progress", "incomplete_details": None, "output": [], "usage": None}

    def event(kind: str, **data: Any) -> Event:
        return Event(kind, {"type": kind, "sequence_number": next(number), **data})

    yield event("response.created", response=started)
    yield event("response.in_progress", response=started)
    for index, item in enumerate(response["output"]):
        place = {"output_index": index}
        empty: dict[str, Any] = {"content": []} if item["type"] == "message" else {"arguments": ""}
        opened = {**item, **empty, "status": "in_progress"}
        yield event("response.output_item.added", item=opened, **place)
        for kind, data in _item_events(item):
            yield event(kind, item_id=item["id"], **place, **data)
        yield event("response.output_item.done", item=item, **place)
    yield event(f"response.{response['status']}", response=response)


def _item_events(item: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if item["type"] == "function_call":
        yield "response.function_call_arguments.delta", {"delta": item["arguments"]}
        yield "response.function_call_arguments.done", {"arguments": item["arguments"], "name": item["name"]}
        return
    for index, part in enumerate(item["content"]):
        place = {"content_index": index}
        yield "response.content_part.added", {**place, "part": _empty(part)}
        if part["type"] == "refusal":
            yield "response.refusal.delta", {**place, "delta": part["refusal"]}
            yield "response.refusal.done", {**place, "refusal": part["refusal"]}
        else:
            for delta in _DELTA.findall(part["text"]):
                yield "response.output_text.delta", {**place, "delta": delta, "logprobs": []}
            yield "response.output_text.done", {**place, "text": part["text"], "logprobs": []}
        yield "response.content_part.done", {**place, "part": part}


def _empty(part: Mapping[str, Any]) -> dict[str, Any]:
    return {**part, "refusal": ""} if part["type"] == "refusal" else {**part, "text": ""}


def _frame(request: Mapping[str, Any], digest: str) -> dict[str, Any]:
    echoed = {key: request.get(key) for key in _ECHOED}
    return {
        **echoed,
        "id": f"resp_{digest}",
        "object": "response",
        "created_at": CREATED_AT,
        "error": None,
        "model": OFFLINE_MODEL,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "store": False,
        "text": request.get("text") or {"format": {"type": "text"}},
        "tool_choice": "auto",
        "instructions": None,
        "tools": [],
        "truncation": "disabled",
    }


def _output(answer: OfflineAnswer, digest: str) -> tuple[list[dict[str, Any]], int]:
    """The output items and their tokens."""
    items: list[dict[str, Any]] = []
    if answer.refusal is not None:
        items.append(_message({"type": "refusal", "refusal": answer.refusal}, digest))
    elif answer.text:
        items.append(_message({"type": "output_text", "text": answer.text, "annotations": [], "logprobs": []}, digest))
    for index, call in enumerate(answer.calls if answer.refusal is None else ()):
        items.append(
            {
                "type": "function_call",
                "id": f"fc_{digest}_{index}",
                "call_id": f"call_{digest}_{index}",
                "name": call.name,
                "arguments": orjson.dumps(dict(call.arguments)).decode(),
                "status": "completed",
            }
        )
    written = sum(_tokens(len(_said(item))) for item in items)
    return items, written


def _message(part: dict[str, Any], digest: str) -> dict[str, Any]:
    return {
        "type": "message",
        "id": f"msg_{digest}",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }


def _said(item: Mapping[str, Any]) -> str:
    if item["type"] == "function_call":
        return str(item["name"]) + str(item["arguments"])
    return "".join(part.get("text", part.get("refusal", "")) for part in item["content"])


def _cut(output: list[dict[str, Any]], cap: int) -> list[dict[str, Any]]:
    """What fits into `cap` tokens of the first item; the rest was never written."""
    first, length = {**output[0], "status": "incomplete"}, cap * _CHARACTERS_PER_TOKEN
    if first["type"] == "function_call":
        return [first | {"arguments": first["arguments"][: max(length - len(first["name"]), 0)]}]
    part = first["content"][0]
    kind = "refusal" if part["type"] == "refusal" else "text"
    return [first | {"content": [{**part, kind: part[kind][:length]}]}]


def _tokens(length: int) -> int:
    """An estimate: four characters make a token."""
    return -(-length // _CHARACTERS_PER_TOKEN)


def _usage(read: int, written: int) -> dict[str, Any]:
    return {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": read + written,
    }
