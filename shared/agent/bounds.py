"""How much of a model's reply is taken: a thousand calls, or one of any size, must not reach store or customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from shared.llm.protocol import InputItem, Reply, ToolCall

MOST_CALLS = 32
"""Of one reply; those past the agent's own limit are answered without being run, these are not heard of."""
MOST_ARGUMENTS = 8_000
"""Characters of a call's arguments. No tool takes as much."""
MOST_NAME = 64
"""Characters of a tool's name and of a call's id, as the protocol has them."""
TOO_LONG = '"longer than any tool takes"'
"""In the place of such arguments: valid JSON that no tool accepts, so that the model reads why."""


def bounded(reply: Reply) -> Reply:
    """The reply with at most so many calls, of names and arguments of a sensible length."""
    calls = tuple(_call(call) for call in reply.tool_calls[:MOST_CALLS])
    return replace(reply, tool_calls=calls, output=tuple(_items(reply.output)))


def _call(call: ToolCall) -> ToolCall:
    return ToolCall(call.call_id[:MOST_NAME], call.name[:MOST_NAME], _arguments(call.arguments))


def _items(items: Iterable[InputItem]) -> Iterator[InputItem]:
    """Calls stand here in the order of `Reply.tool_calls`. They are counted, for a thousand may share one id."""
    calls = 0
    for item in items:
        if item.get("type") != "function_call":
            yield item
            continue
        calls += 1
        if calls <= MOST_CALLS:
            yield _item(item)


def _item(item: InputItem) -> Mapping[str, Any]:
    return {
        **item,
        "call_id": str(item["call_id"])[:MOST_NAME],
        "name": str(item["name"])[:MOST_NAME],
        "arguments": _arguments(str(item["arguments"])),
    }


def _arguments(raw: str) -> str:
    return raw if len(raw) <= MOST_ARGUMENTS else TOO_LONG
