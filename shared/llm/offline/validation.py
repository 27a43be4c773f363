"""The checks of a Responses API request, with the real API's words. What it refuses, the offline model refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openai.types.responses.response_create_params import ResponseCreateParamsBase

from shared.llm.catalog import model_info
from shared.llm.offline import refusals
from shared.llm.offline.input_items import check_input
from shared.llm.offline.refusals import WireError
from shared.llm.offline.strictness import check_schema

_PARAMETERS = frozenset(ResponseCreateParamsBase.__annotations__) | {"stream"}
_NOT_SERVED = ("background", "conversation", "previous_response_id", "prompt")
"""Parameters that need the API's memory; the offline model has none."""
_SAMPLING = ("temperature", "top_p", "top_logprobs")
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_SMALLEST_CAP = 16
_METADATA_PAIRS, _METADATA_KEY, _METADATA_VALUE = 16, 64, 512
_IDENTIFIER_LENGTH = 64


def check_request(body: Any, retired: frozenset[str] = frozenset()) -> None:
    """Raise the `WireError` that the real API would answer with."""
    if not isinstance(body, dict):
        raise WireError(400, "We could not parse the JSON body of your request: it must be an object.")
    for param in body:
        if param not in _PARAMETERS:
            raise refusals.unknown_parameter(param)
    for param in _NOT_SERVED:
        if body.get(param):
            raise WireError(400, f"'{param}' is not served by the offline model.", param=param)
    _check_model(body, retired)
    _check_limits(body)
    _check_metadata(body.get("metadata"))
    _check_tools(body.get("tools"))
    _check_format(body.get("text"))
    check_input(body.get("input"))


def _check_model(body: Mapping[str, Any], retired: frozenset[str]) -> None:
    model = body.get("model")
    if model is None:
        raise refusals.missing("model")
    if not isinstance(model, str):
        raise refusals.invalid_type("model", "a string", model)
    if model in retired:
        raise refusals.no_such_model(model)
    info = model_info(model)
    # A model that is not in the catalogue is another server's: what it accepts is not known here.
    for param in _SAMPLING if info.known and not info.temperature else ():
        if body.get(param) is not None:
            raise refusals.unsupported_parameter(param)
    _check_reasoning(body.get("reasoning"), model, info.efforts)


def _check_reasoning(reasoning: Any, model: str, efforts: tuple[str, ...]) -> None:
    if reasoning is None:
        return
    if not isinstance(reasoning, dict):
        raise refusals.invalid_type("reasoning", "an object", reasoning)
    effort = reasoning.get("effort")
    if effort is not None and not efforts:
        raise refusals.unsupported_parameter("reasoning.effort")
    if effort is not None and effort not in efforts:
        raise refusals.unsupported_value("reasoning.effort", effort, model, efforts)


def _check_limits(body: Mapping[str, Any]) -> None:
    cap = body.get("max_output_tokens")
    if cap is not None and (not isinstance(cap, int) or isinstance(cap, bool)):
        raise refusals.invalid_type("max_output_tokens", "an integer", cap)
    if cap is not None and cap < _SMALLEST_CAP:
        message = (
            "Invalid 'max_output_tokens': integer below minimum value. "
            f"Expected a value >= {_SMALLEST_CAP}, but got {cap} instead."
        )
        raise WireError(400, message, param="max_output_tokens", code="integer_below_min_value")
    for param in ("instructions", "safety_identifier"):
        if not isinstance(body.get(param, ""), str | None):
            raise refusals.invalid_type(param, "a string", body[param])
    if len(body.get("safety_identifier") or "") > _IDENTIFIER_LENGTH:
        raise _too_long("safety_identifier", _IDENTIFIER_LENGTH)


def _too_long(param: str, longest: int) -> WireError:
    message = f"Invalid '{param}': string too long. Expected a string with maximum length {longest}."
    return WireError(400, message, param=param, code="string_above_max_length")


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        raise refusals.invalid_type("metadata", "an object", metadata)
    if len(metadata) > _METADATA_PAIRS:
        message = f"Invalid 'metadata': too many properties. Expected at most {_METADATA_PAIRS}."
        raise WireError(400, message, param="metadata", code="object_above_max_properties")
    for key, value in metadata.items():
        if not isinstance(value, str):
            raise refusals.invalid_type(f"metadata.{key}", "a string", value)
        if len(key) > _METADATA_KEY:
            raise _too_long("metadata", _METADATA_KEY)
        if len(value) > _METADATA_VALUE:
            raise _too_long(f"metadata.{key}", _METADATA_VALUE)


def _check_tools(tools: Any) -> None:
    if tools is None:
        return
    if not isinstance(tools, list):
        raise refusals.invalid_type("tools", "an array of objects", tools)
    for index, tool in enumerate(tools):
        param = f"tools[{index}]"
        if not isinstance(tool, dict):
            raise refusals.invalid_type(param, "an object", tool)
        if tool.get("type") != "function":
            raise refusals.invalid_value(f"{param}.type", tool.get("type"), ("function",))
        _check_name(tool.get("name"), f"{param}.name")
        if tool.get("strict") is not False:
            code = "invalid_function_parameters"
            check_schema(
                tool.get("parameters"), of=f"function '{tool['name']}'", param=f"{param}.parameters", code=code
            )


def _check_name(name: Any, param: str) -> None:
    if name is None:
        raise refusals.missing(param)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        message = (
            f"Invalid '{param}': string does not match pattern. Expected a string that matches '^[a-zA-Z0-9_-]+$'."
        )
        raise WireError(400, message, param=param, code="invalid_value")


def _check_format(text: Any) -> None:
    wanted = text.get("format") if isinstance(text, dict) else None
    if wanted is None or wanted.get("type") == "text":
        return
    if wanted.get("type") != "json_schema":
        raise refusals.invalid_value("text.format.type", wanted.get("type"), ("json_schema", "text"))
    _check_name(wanted.get("name"), "text.format.name")
    check_schema(
        wanted.get("schema"),
        of=f"response_format '{wanted['name']}'",
        param="text.format.schema",
        code="invalid_json_schema",
    )
