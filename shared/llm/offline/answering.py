"""The offline model's mind: from the body of a Responses API request to an answer. Sees only the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.llm.offline.parts import agent, analyst, customer, judge
from shared.llm.offline.parts.actions import Call


@dataclass(frozen=True, slots=True)
class OfflineCall:
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """Text, or calls of functions, or a refusal."""

    text: str = ""
    calls: tuple[OfflineCall, ...] = ()
    refusal: str | None = None


_STRUCTURED: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "customer_turn": customer.play,
    "judgement": judge.play,
    "proposal": analyst.play,
}
"""The parts with a structured answer, by the name of its schema. Without a schema the agent answers."""


def answer(request: Mapping[str, Any]) -> OfflineAnswer:
    """A deterministic answer: a pure function of the request (with `metadata["sample"]` as the draw of noise).

    A schema that is none of the parts' is refused: the rules would only make something up.
    """
    name = _schema_name(request)
    if name is None:
        action = agent.play(request)
        calls = action.calls if isinstance(action, Call) else ()
        return OfflineAnswer(text=action.text, calls=tuple(OfflineCall(*call) for call in calls))
    part = _STRUCTURED.get(name)
    if part is None:
        known = ", ".join(_STRUCTURED)
        return OfflineAnswer(refusal=f"The offline model has no rules for the schema {name!r}; it knows {known}.")
    return OfflineAnswer(text=json.dumps(part(request), ensure_ascii=False))


def _schema_name(request: Mapping[str, Any]) -> str | None:
    text = request.get("text")
    form = text.get("format") if isinstance(text, Mapping) else None
    if not isinstance(form, Mapping) or form.get("type") != "json_schema":
        return None
    return str(form.get("name"))
