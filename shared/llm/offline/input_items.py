"""The checks of a request's input items: messages, function calls with their outputs, reasoning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.llm.offline import refusals
from shared.llm.offline.refusals import WireError

_ROLES = ("user", "assistant", "system", "developer")
_PARTS = {"assistant": ("output_text", "refusal"), "": ("input_text", "input_image", "input_file")}
_ITEMS = ("message", "function_call", "function_call_output", "reasoning")


def check_input(items: Any) -> None:
    """Raise the `WireError` that the real API would answer with."""
    if isinstance(items, str) and items:
        return
    if not items:
        raise refusals.missing("input")
    if not isinstance(items, list):
        raise refusals.invalid_type("input", "one of a list of input items or a string", items)
    called: list[str] = []
    answered: set[str] = set()
    for index, item in enumerate(items):
        _check_item(item, f"input[{index}]", called, answered)
    if open_calls := [call for call in called if call not in answered]:
        message = f"No tool output found for function call {open_calls[0]}."
        raise WireError(400, message, param="input")


def _check_item(item: Any, param: str, called: list[str], answered: set[str]) -> None:
    if not isinstance(item, dict):
        raise refusals.invalid_type(param, "an input item", item)
    match item.get("type", "message"):
        case "message":
            _check_message(item, param)
        case "function_call":
            _check_strings(item, param, ("call_id", "name", "arguments"))
            called.append(item["call_id"])
        case "function_call_output":
            _check_strings(item, param, ("call_id", "output"))
            if item["call_id"] not in called:
                message = f"No tool call found for function call output with call_id {item['call_id']}."
                raise WireError(400, message, param="input")
            answered.add(item["call_id"])
        case "reasoning":
            _check_strings(item, param, ("encrypted_content",))
        case kind:
            raise refusals.invalid_value(f"{param}.type", kind, _ITEMS)


def _check_message(item: Mapping[str, Any], param: str) -> None:
    role, content = item.get("role"), item.get("content")
    if role not in _ROLES:
        raise refusals.invalid_value(f"{param}.role", role, _ROLES)
    if isinstance(content, str):
        return
    if not isinstance(content, list):
        raise refusals.invalid_type(f"{param}.content", "one of an array of objects or string", content)
    supported = _PARTS.get(role, _PARTS[""])
    for index, part in enumerate(content):
        kind = part.get("type") if isinstance(part, dict) else part
        if kind not in supported:
            raise refusals.invalid_value(f"{param}.content[{index}]", kind, supported)


def _check_strings(item: Mapping[str, Any], param: str, names: tuple[str, ...]) -> None:
    for name in names:
        if item.get(name) is None:
            raise refusals.missing(f"{param}.{name}")
        if not isinstance(item[name], str):
            raise refusals.invalid_type(f"{param}.{name}", "a string", item[name])
