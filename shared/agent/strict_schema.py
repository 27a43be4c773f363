"""A pydantic model as the strict JSON schema that function tools take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_LEFT_OUT = ("title", "default", "minLength", "maxLength")
"""Noise, and what strict schemas do not know: lengths are checked when the arguments come."""


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Every property required, nothing else allowed; a default is said as null."""
    schema = _without_noise(model.model_json_schema())
    return {
        "type": "object",
        "properties": schema.get("properties", {}),
        "required": list(schema.get("properties", {})),
        "additionalProperties": False,
    }


def _without_noise(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_noise(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    kept = {k: v for k, v in node.items() if k not in _LEFT_OUT or isinstance(v, Mapping)}
    return {key: _without_noise(value) for key, value in kept.items()}
