"""A `ModelRequest` as the body of a Responses API request, with what the model accepts and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.llm.catalog import ModelInfo, model_info
from shared.llm.protocol import ModelRequest

METADATA_LENGTH = 512
_CHARACTERS_PER_TOKEN = 4
_FRAMING_TOKENS = 64
_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


@dataclass(frozen=True, slots=True)
class Call:
    """The body to send, the model's row, and notes on what was left out."""

    body: Mapping[str, Any]
    info: ModelInfo
    notes: tuple[str, ...]

    @property
    def output_cap(self) -> int:
        """`max_output_tokens` of the body."""
        return int(self.body["max_output_tokens"])

    def size_bytes(self) -> int:
        """Bytes of what the model reads. A token is at least one byte: an upper bound of the input tokens."""
        read = {key: self.body[key] for key in ("instructions", "input", "tools", "text") if key in self.body}
        return len(json.dumps(read, ensure_ascii=False, default=str).encode(errors="replace")) + _FRAMING_TOKENS

    def expected_tokens(self) -> int:
        """Tokens that the call will probably count for in a rate limit, output included."""
        return self.size_bytes() // _CHARACTERS_PER_TOKEN + self.output_cap // 8

    def with_cap(self, output_cap: int) -> Call:
        """The same call with another `max_output_tokens`."""
        return replace(self, body={**self.body, "max_output_tokens": output_cap})


def build_call(request: ModelRequest, model: str, text_format: Mapping[str, Any] | None = None) -> Call:
    """The call that asks `model` what `request` says."""
    info = model_info(model)
    notes: list[str] = [] if info.known else [f"{model} is not in the catalogue: its price is a guess on the high side"]
    body: dict[str, Any] = {
        "model": model,
        "instructions": request.instructions,
        "input": list(request.input),
        "store": False,
        "max_output_tokens": request.max_output_tokens or info.output_cap,
        "metadata": {"purpose": request.purpose.value, "sample": _short(request.sample)},
    }
    if request.tools:
        body["tools"] = list(request.tools)
    if text_format is not None:
        body["text"] = {"format": text_format}
    if request.customer_id is not None:
        body["safety_identifier"] = hashlib.sha256(request.customer_id.encode()).hexdigest()[:32]
    _add_reasoning(body, request, info, notes)
    _add_temperature(body, request, info, notes)
    return Call(body, info, tuple(notes))


def corrected(request: ModelRequest, problem: str) -> ModelRequest:
    """The same request, asking to mend an answer that did not fit the schema."""
    text = f"Your last answer did not fit the schema: {problem}. Answer again with JSON that fits it and nothing else."
    return replace(request, input=(*request.input, {"role": "developer", "content": text}))


def without_reasoning(request: ModelRequest) -> ModelRequest:
    """The request without reasoning items: another model cannot read them."""
    return replace(request, input=tuple(item for item in request.input if item.get("type") != "reasoning"))


def _add_reasoning(body: dict[str, Any], request: ModelRequest, info: ModelInfo, notes: list[str]) -> None:
    if not info.efforts:
        if request.effort is not None:
            notes.append(f"effort is ignored by {info.name}")
        return
    effort = _nearest(request.effort, info) or info.default_effort
    if request.effort not in (None, effort):
        notes.append(f"effort {request.effort} is not known to {info.name}; {effort} is used")
    body["reasoning"] = {"effort": effort}
    # With store=False the next request has to bring the reasoning along itself.
    body["include"] = ["reasoning.encrypted_content"]


def _nearest(effort: str | None, info: ModelInfo) -> str | None:
    """`effort` if the model has it, else the next one up, else its highest; `None` for an unknown word."""
    if effort is None or effort in info.efforts:
        return effort
    if effort not in _EFFORTS:
        return None
    rank = _EFFORTS.index
    return next((known for known in info.efforts if rank(known) > rank(effort)), info.efforts[-1])


def _add_temperature(body: dict[str, Any], request: ModelRequest, info: ModelInfo, notes: list[str]) -> None:
    if request.temperature is None:
        return
    if info.temperature:
        body["temperature"] = request.temperature
    else:
        notes.append(f"temperature is ignored by {info.name}")


def _short(sample: str) -> str:
    """The sample's name, or its hash where it is longer than metadata may be."""
    return sample if len(sample) <= METADATA_LENGTH else hashlib.sha256(sample.encode()).hexdigest()
