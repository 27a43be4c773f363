"""Pydantic models as the strict JSON schemas that structured answers need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

_DROPPED = ("default", "title", "discriminator", "minLength", "maxLength", "uniqueItems")
"""Refused or of no use in strict mode; pydantic still checks them in the answer."""


def schema_name(model: type[BaseModel]) -> str:
    """The schema's name on the wire: the class's name in snake case (`CustomerTurn` is `customer_turn`)."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower()


@lru_cache(maxsize=64)
def text_format(model: type[BaseModel]) -> Mapping[str, Any]:
    """The request's `text.format` for answers that fit `model`.

    Raises `TypeError` where strict mode has no way to say it: an object with free keys.
    """
    schema = _strict(model.model_json_schema(), model.__name__)
    return {"type": "json_schema", "name": schema_name(model), "strict": True, "schema": schema}


def _strict(schema: Any, where: str) -> Any:
    if isinstance(schema, list):
        return [_strict(entry, where) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    kept = {("anyOf" if key == "oneOf" else key): value for key, value in schema.items() if key not in _DROPPED}
    for container in ("properties", "$defs"):
        if container in kept:
            kept[container] = {name: _strict(part, f"{where}.{name}") for name, part in schema[container].items()}
    for key in ("items", "anyOf"):
        if key in kept:
            kept[key] = _strict(kept[key], where)
    return _closed(kept, where) if kept.get("type") == "object" else kept


def _closed(schema: dict[str, Any], where: str) -> dict[str, Any]:
    if schema.get("additionalProperties") or "properties" not in schema:
        raise TypeError(f"{where} has free keys, which a strict schema cannot describe; use a model or a list of pairs")
    return schema | {"required": list(schema["properties"]), "additionalProperties": False}
