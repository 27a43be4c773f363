"""A conversation so far as input items of a model request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shared.agent.events import ITEMS
from shared.conversations.schema import Turn

_FIELDS = {
    "function_call": ("type", "call_id", "name", "arguments"),
    "function_call_output": ("type", "call_id", "output"),
}


def history_items(history: Sequence[Turn]) -> list[Mapping[str, Any]]:
    """The turns with the function calls that stood behind them; turns without a word are left out."""
    return [item for turn in history for item in _turn_items(turn)]


def tool_items(items: Sequence[Any]) -> tuple[Mapping[str, Any], ...]:
    """Only the function calls that have their output, and those outputs, cut to the fields that the wire asks for."""
    kept = [reduced for item in items if (reduced := _reduced(item)) is not None]
    called = {item["call_id"] for item in kept if item["type"] == "function_call"}
    answered = {item["call_id"] for item in kept if item["type"] == "function_call_output"}
    return tuple(item for item in kept if item["call_id"] in called & answered)


def _turn_items(turn: Turn) -> Iterator[Mapping[str, Any]]:
    stored = turn.extra.get(ITEMS, ())
    if isinstance(stored, Sequence) and not isinstance(stored, str):
        yield from tool_items(stored)
    if turn.content.strip():
        yield {"role": turn.role.value, "content": turn.content}


def _reduced(item: Any) -> Mapping[str, Any] | None:
    fields = _FIELDS.get(str(item.get("type"))) if isinstance(item, Mapping) else None
    if fields is None or not all(isinstance(item.get(name), str) for name in fields):
        return None
    return {name: item[name] for name in fields}
