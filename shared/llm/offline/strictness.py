"""Whether a JSON schema is one that strict mode takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from shared.llm.offline.refusals import WireError

_REFUSED_KEYWORDS = ("default", "allOf", "oneOf", "not", "if", "then", "else", "patternProperties", "dependentRequired")
_DEEPEST = 10
_TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})


def check_schema(schema: Any, *, of: str, param: str, code: str) -> None:
    """Raise the API's `WireError` if `schema` is not strict; `of` says whose schema it is."""
    problem = _problem_of(orjson.dumps(schema)) if isinstance(schema, dict) else "schema must be a JSON object."
    if problem:
        raise WireError(400, f"Invalid schema for {of}: {problem}", param=param, code=code)


@lru_cache(maxsize=512)
def _problem_of(raw: bytes) -> str | None:
    """What is wrong with a schema. The same few come with every call, so each is read once."""
    schema = orjson.loads(raw)
    if schema.get("type") != "object":
        return f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
    for name, part in (schema.get("$defs") or {}).items():
        if problem := _problem(part, ("$defs", name), schema, 1):
            return problem
    return _problem(schema, (), schema, 1)


def _problem(schema: Any, path: tuple[str, ...], root: Mapping[str, Any], depth: int) -> str | None:
    where = f"In context={path}, "
    if not isinstance(schema, dict):
        return f"{where}schema must be an object."
    if depth > _DEEPEST:
        return f"{where}schema exceeds {_DEEPEST} levels of nesting."
    for keyword in _REFUSED_KEYWORDS:
        if keyword in schema:
            return f"{where}'{keyword}' is not permitted."
    if "$ref" in schema:
        return _reference_problem(schema, where, root)
    if "anyOf" not in schema and "enum" not in schema and "const" not in schema and not _typed(schema):
        return f"{where}schema must have a 'type' key."
    return _object_problem(schema, where) or _array_problem(schema, where) or _part_problem(schema, path, root, depth)


def _typed(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type")
    return set(kinds if isinstance(kinds, list) else [kinds]) <= _TYPES


def _reference_problem(schema: Mapping[str, Any], where: str, root: Mapping[str, Any]) -> str | None:
    reference = str(schema["$ref"])
    extra = [key for key in schema if key != "$ref"]
    if extra:
        return f"{where}$ref cannot have keywords {set(extra)}."
    if reference == "#" or reference.removeprefix("#/$defs/") in (root.get("$defs") or {}):
        return None
    return f"{where}reference to component '{reference}' which was not found in the schema."


def _object_problem(schema: Mapping[str, Any], where: str) -> str | None:
    if schema.get("type") != "object" and "properties" not in schema:
        return None
    if schema.get("additionalProperties") is not False:
        return f"{where}'additionalProperties' is required to be supplied and to be false."
    properties, required = schema.get("properties") or {}, schema.get("required")
    lacking = sorted(set(properties) - set(required or ()))
    if lacking or (required is None and properties):
        return (
            f"{where}'required' is required to be supplied and to be an array including every key in properties. "
            f"Missing '{lacking[0]}'."
        )
    if extra := sorted(set(required or ()) - set(properties)):
        return f"{where}'required' names '{extra[0]}', which is not a property."
    return None


def _array_problem(schema: Mapping[str, Any], where: str) -> str | None:
    return f"{where}array schema missing items." if schema.get("type") == "array" and "items" not in schema else None


def _part_problem(schema: Mapping[str, Any], path: tuple[str, ...], root: Mapping[str, Any], depth: int) -> str | None:
    for name, part in (schema.get("properties") or {}).items():
        if problem := _problem(part, (*path, "properties", name), root, depth + 1):
            return problem
    if "items" in schema and (problem := _problem(schema["items"], (*path, "items"), root, depth + 1)):
        return problem
    for index, part in enumerate(schema.get("anyOf") or ()):
        if problem := _problem(part, (*path, "anyOf", str(index)), root, depth):
            return problem
    return None
