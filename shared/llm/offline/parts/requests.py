"""What a Responses API request holds, as the parts read it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

USER, ASSISTANT = "user", "assistant"
_INSTRUCTING = ("developer", "system")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """A function call with what it gave. `turn` counts the customer's messages before it."""

    tool: str
    arguments: Mapping[str, Any]
    outcome: str
    summary: str
    next_step: str
    data: Mapping[str, Any]
    turn: int


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The input of an agent's request."""

    developer: str
    said: tuple[Said, ...]
    results: tuple[Result, ...]

    @property
    def customer_texts(self) -> list[str]:
        return [said.text for said in self.said if said.role == USER]

    @property
    def agent_texts(self) -> list[str]:
        return [said.text for said in self.said if said.role == ASSISTANT]

    @property
    def fresh(self) -> list[Result]:
        """Results that came since the customer's last message."""
        now = len(self.customer_texts)
        return [result for result in self.results if result.turn == now]

    @property
    def earlier(self) -> list[Result]:
        """Results of the turns before."""
        now = len(self.customer_texts)
        return [result for result in self.results if result.turn < now]


def text_of(content: object) -> str:
    """The text of an item's content: a string, or a list of text parts."""
    if isinstance(content, str):
        return content
    if not isinstance(content, Sequence):
        return ""
    parts = [part.get("text") or part.get("refusal") or "" for part in content if isinstance(part, Mapping)]
    return "\n".join(str(part) for part in parts)


def dialogue_of(request: Mapping[str, Any]) -> Dialogue:
    """The conversation in a request's input. Items of unknown types are passed over."""
    developer: list[str] = []
    said: list[Said] = []
    calls: dict[str, tuple[str, Mapping[str, Any], int]] = {}
    results: list[Result] = []
    for item in _items(request):
        kind, role = item.get("type", "message"), item.get("role")
        if kind == "function_call":
            turn = sum(1 for entry in said if entry.role == USER)
            calls[str(item.get("call_id"))] = (str(item.get("name")), json_object(item.get("arguments")), turn)
        elif kind == "function_call_output":
            results.append(_result(calls.get(str(item.get("call_id"))), item.get("output")))
        elif role in _INSTRUCTING:
            developer.append(text_of(item.get("content")))
        elif role in (USER, ASSISTANT):
            said.append(Said(str(role), text_of(item.get("content"))))
    return Dialogue("\n".join(developer), tuple(said), tuple(results))


def _items(request: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = request.get("input", ())
    if isinstance(given, str):
        return [{"role": USER, "content": given}]
    return [item for item in given if isinstance(item, Mapping)]


def _result(call: tuple[str, Mapping[str, Any], int] | None, output: object) -> Result:
    name, arguments, turn = call or ("", {}, 0)
    told = text_of(output)
    value = json_object(told)
    data = value.get("data")
    return Result(
        name,
        arguments,
        str(value.get("outcome", "ok" if value else "failed")),
        str(value.get("summary") or ("" if value else told)),
        str(value.get("next_step") or ""),
        data if isinstance(data, Mapping) else {},
        turn,
    )


def json_object(text: object) -> Mapping[str, Any]:
    """The JSON object that a text holds; empty where it holds none."""
    if not isinstance(text, str) or not text.lstrip().startswith("{"):
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def section(request: Mapping[str, Any], name: str) -> Any:
    """The JSON in the tagged section `<name>…</name>` of the user's message; `None` where it is missing or broken."""
    pattern = re.compile(rf"<{name}>(.*?)</{name}>", re.DOTALL)
    for item in _items(request):
        found = pattern.search(text_of(item.get("content"))) if item.get("role") == USER else None
        if found is not None:
            try:
                return json.loads(found[1])
            except ValueError:
                return None
    return None


def transcript_of(request: Mapping[str, Any]) -> tuple[Said, ...]:
    """The messages in the section `<transcript>`."""
    entries = section(request, "transcript")
    if not isinstance(entries, list):
        return ()
    return tuple(
        Said(USER if entry.get("role") == USER else ASSISTANT, str(entry.get("content") or ""))
        for entry in entries
        if isinstance(entry, Mapping)
    )


def sample_of(request: Mapping[str, Any]) -> str:
    """The name of the draw of sampling noise."""
    metadata = request.get("metadata")
    return str(metadata.get("sample", "")) if isinstance(metadata, Mapping) else ""


def read_texts(request: Mapping[str, Any]) -> list[str]:
    """Everything in the input that a model reads, without the ids of calls: what noise may depend on."""
    return [_read(item) for item in _items(request) if item.get("type") != "reasoning"]


def _read(item: Mapping[str, Any]) -> str:
    named = (item.get("role") or item.get("type"), item.get("name"), item.get("arguments"))
    return "\x1e".join(
        [*(str(value or "") for value in named), text_of(item.get("content")), text_of(item.get("output"))]
    )
