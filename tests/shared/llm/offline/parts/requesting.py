"""Bodies of Responses API requests, by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

PAYOUT: Mapping[str, Any] = {
    "type": "function",
    "name": "payout_status",
    "description": "The money owed to the customer. Words: pago, depósito, me pagan; pagamento, pix; payment, payout.",
    "parameters": {
        "type": "object",
        "properties": {"reference": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "Id."}},
        "required": ["reference"],
        "additionalProperties": False,
    },
}
VISIT: Mapping[str, Any] = {
    "type": "function",
    "name": "book_visit",
    "description": "Book a visit. Words: cita, agendar, visita; visita, marcar; appointment, book, visit.",
    "parameters": {
        "type": "object",
        "properties": {
            "action": {"type": "string", "enum": ["options", "book", "cancel"], "description": "What to do."},
            "slot": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "The slot."},
        },
        "required": ["action", "slot"],
        "additionalProperties": False,
    },
}
HANDOFF: Mapping[str, Any] = {
    "type": "function",
    "name": "handoff",
    "description": "Pass the customer to a person.",
    "parameters": {
        "type": "object",
        "properties": {
            "reason": {"type": "string", "enum": ["customer_request", "blocked"], "description": "Why."},
            "summary": {"type": "string", "description": "What the customer wants."},
        },
        "required": ["reason", "summary"],
        "additionalProperties": False,
    },
}
TOOLS = (PAYOUT, VISIT, HANDOFF)
PLAIN = "Eres el asistente de una empresa. Sé amable y profesional."


def agent_request(
    *turns: str | Mapping[str, Any],
    prompt: str = PLAIN,
    tools: Sequence[Mapping[str, Any]] = TOOLS,
    sample: str = "0",
) -> dict[str, Any]:
    """Turns by customer and agent in turn, from the customer; mappings are items of their own."""
    items: list[Mapping[str, Any]] = [{"role": "developer", "content": "Contexto: pagos\nTono: empático\nCanal: web"}]
    speakers = ("user", "assistant")
    said = 0
    for turn in turns:
        if isinstance(turn, str):
            items.append({"role": speakers[said % 2], "content": turn})
            said += 1
        else:
            items.append(turn)
    return {"instructions": prompt, "input": items, "tools": list(tools), "metadata": {"sample": sample}}


def called(name: str, arguments: Mapping[str, Any], call_id: str = "c1") -> dict[str, Any]:
    return {"type": "function_call", "call_id": call_id, "name": name, "arguments": json.dumps(arguments)}


def gave(
    summary: str,
    next_step: str = "",
    outcome: str = "ok",
    data: Mapping[str, Any] | None = None,
    call_id: str = "c1",
) -> dict[str, Any]:
    result = {"outcome": outcome, "summary": summary, "next_step": next_step, "data": data or {}}
    return {"type": "function_call_output", "call_id": call_id, "output": json.dumps(result, ensure_ascii=False)}


def sections(schema: str, sample: str = "0", **named: Any) -> dict[str, Any]:
    """A request with tagged sections and a structured answer, as the improvement sends them."""
    content = "\n".join(f"<{name}>{_escaped(value)}</{name}>" for name, value in named.items())
    return {
        "instructions": "…",
        "input": [{"role": "user", "content": content}],
        "text": {"format": {"type": "json_schema", "name": schema, "strict": True, "schema": {}}},
        "metadata": {"sample": sample},
    }


def _escaped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def transcript(*messages: str) -> list[dict[str, str]]:
    """Messages of customer and agent in turn, from the customer."""
    return [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(messages)]
