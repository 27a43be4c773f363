"""The offline model refuses what the real API refuses, with its words, and answers in its shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter

from shared.llm.offline.answering import OfflineAnswer, OfflineCall
from shared.llm.offline.refusals import WireError
from shared.llm.offline.validation import check_request
from shared.llm.offline.wire import build_events, build_response
from tests.shared.llm.builders import MODEL, TOOL

USER = {"role": "user", "content": "hola"}
CALL = {"type": "function_call", "call_id": "c1", "name": "payout_status", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "{}"}
EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)


def a_body(**changes: Any) -> dict[str, Any]:
    return {"model": MODEL, "instructions": "Eres…", "input": [USER]} | changes


def a_tool(**parameters: Any) -> dict[str, Any]:
    return {**TOOL, "parameters": {**TOOL["parameters"], **parameters}}


def a_format(schema: Any, name: str = "answer") -> dict[str, Any]:
    return {"format": {"type": "json_schema", "name": name, "strict": True, "schema": schema}}


@pytest.mark.parametrize(
    "body",
    [
        a_body(),
        a_body(input="hola"),
        a_body(input=[USER, CALL, OUTPUT, {"role": "assistant", "content": "…"}, {"role": "developer", "content": ""}]),
        a_body(input=[{"role": "assistant", "content": [{"type": "output_text", "text": "…"}]}, USER]),
        a_body(tools=[TOOL], reasoning={"effort": "minimal"}, store=False, max_output_tokens=16),
        a_body(model="gpt-6-luna", reasoning={"effort": "none"}),
        a_body(model="llama-local", temperature=0.5),
        a_body(tools=[{**TOOL, "strict": False, "parameters": {"type": "object"}}]),
        a_body(metadata={"purpose": "agent", "sample": ""}, safety_identifier="x" * 64),
    ],
)
def test_a_good_request_passes(body: dict[str, Any]) -> None:
    check_request(body)


LOOSE = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
STRICT = LOOSE | {"additionalProperties": False}


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        (a_body(temperature=0.8), "temperature", "unsupported_parameter"),
        (a_body(top_p=0.9), "top_p", "unsupported_parameter"),
        (a_body(model="gpt-6-luna", temperature=0.8), "temperature", "unsupported_parameter"),
        (a_body(reasoning={"effort": "none"}), "reasoning.effort", "unsupported_value"),
        (a_body(model="gpt-6-luna", reasoning={"effort": "minimal"}), "reasoning.effort", "unsupported_value"),
        (a_body(messages=[USER]), "messages", "unknown_parameter"),
        ({"input": "hola"}, "model", "missing_required_parameter"),
        (a_body(input=[]), "input", "missing_required_parameter"),
        (a_body(input=[{"role": "bot", "content": "x"}]), "input[0].role", "invalid_value"),
        (a_body(input=[{"role": "user", "content": None}]), "input[0].content", "invalid_type"),
        (a_body(input=[{"role": "user", "content": [{"type": "text"}]}]), "input[0].content[0]", "invalid_value"),
        (a_body(input=["hola"]), "input[0]", "invalid_type"),
        (a_body(input=[{"type": "telepathy"}]), "input[0].type", "invalid_value"),
        (a_body(input=[USER, OUTPUT]), "input", None),
        (a_body(input=[USER, CALL]), "input", None),
        (a_body(input=[USER, CALL, OUTPUT | {"output": {"a": 1}}]), "input[2].output", "invalid_type"),
        (a_body(max_output_tokens=5), "max_output_tokens", "integer_below_min_value"),
        (a_body(metadata={"a": 1}), "metadata.a", "invalid_type"),
        (a_body(metadata={"a": "x" * 513}), "metadata.a", "string_above_max_length"),
        (a_body(metadata={str(i): "" for i in range(17)}), "metadata", "object_above_max_properties"),
        (a_body(safety_identifier="x" * 65), "safety_identifier", "string_above_max_length"),
        (a_body(tools=[{**TOOL, "name": "no spaces"}]), "tools[0].name", "invalid_value"),
        (a_body(tools=[{"type": "magic"}]), "tools[0].type", "invalid_value"),
        (a_body(tools=[a_tool(required=[])]), "tools[0].parameters", "invalid_function_parameters"),
        (a_body(tools=[a_tool(additionalProperties=True)]), "tools[0].parameters", "invalid_function_parameters"),
        (a_body(text=a_format(LOOSE)), "text.format.schema", "invalid_json_schema"),
        (a_body(text=a_format({"type": "array", "items": STRICT})), "text.format.schema", "invalid_json_schema"),
        (a_body(text=a_format(STRICT, name="a b")), "text.format.name", "invalid_value"),
        (a_body(text={"format": {"type": "xml"}}), "text.format.type", "invalid_value"),
        (a_body(previous_response_id="resp_1"), "previous_response_id", None),
    ],
)
def test_a_bad_request_is_refused_as_the_api_does(body: dict[str, Any], param: str, code: str | None) -> None:
    with pytest.raises(WireError) as caught:
        check_request(body)
    assert (caught.value.status, caught.value.param, caught.value.code) == (400, param, code)
    assert set(caught.value.body()["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"type": "string", "default": ""}, "'default' is not permitted"),
        ({"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}, "'additionalProperties'"),
        ({"type": "array"}, "missing items"),
        ({"description": "what is it?"}, "must have a 'type' key"),
        ({"$ref": "#/$defs/Nothing"}, "not found"),
        ({"oneOf": [{"type": "string"}]}, "'oneOf' is not permitted"),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, "missing items"),
    ],
)
def test_a_loose_part_deep_in_a_schema_is_found(part: dict[str, Any], problem: str) -> None:
    schema = {"type": "object", "properties": {"a": part}, "required": ["a"], "additionalProperties": False}
    with pytest.raises(WireError, match=problem):
        check_request(a_body(text=a_format(schema)))


def test_a_retired_model_does_not_exist() -> None:
    with pytest.raises(WireError) as caught:
        check_request(a_body(), retired=frozenset({MODEL}))
    assert (caught.value.status, caught.value.code) == (404, "model_not_found")


ANSWERS = [
    OfflineAnswer(text="Tu pago sale mañana, a las diez de la mañana. ¿Algo más?\n"),
    OfflineAnswer(calls=(OfflineCall("payout_status", {"reference": None}), OfflineCall("handoff", {"reason": "ñ"}))),
    OfflineAnswer(text="Un momento.", calls=(OfflineCall("payout_status", {}),)),
    OfflineAnswer(refusal="No puedo."),
    OfflineAnswer(),
]


@pytest.mark.parametrize("said", ANSWERS)
def test_the_response_and_every_event_are_the_sdks_types(said: OfflineAnswer) -> None:
    response = build_response(a_body(tools=[TOOL]), said, "d1")
    parsed = Response.model_validate(response)
    assert parsed.output_text == (said.text if said.refusal is None else "")
    events = [EVENT.validate_python(event.data) for event in build_events(response)]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[0].type == "response.created"
    assert events[-1].type == "response.completed"
    assert events[-1].response == parsed


@pytest.mark.parametrize("said", ANSWERS)
def test_the_pieces_of_a_stream_are_the_whole(said: OfflineAnswer) -> None:
    response = build_response(a_body(), said, "d1")
    text = "".join(e.data["delta"] for e in build_events(response) if e.type == "response.output_text.delta")
    arguments = [e.data["arguments"] for e in build_events(response) if e.type.endswith("arguments.done")]
    assert text == (said.text if said.refusal is None else "")
    assert arguments == [item["arguments"] for item in response["output"] if item["type"] == "function_call"]


def test_a_request_has_one_answer_and_another_request_other_ids() -> None:
    said = OfflineAnswer(calls=(OfflineCall("payout_status", {}),))
    first, again, other = (build_response(a_body(), said, digest) for digest in ("d1", "d1", "d2"))
    assert first == again
    assert first["output"][0]["call_id"] != other["output"][0]["call_id"]


def test_tokens_are_a_quarter_of_the_characters() -> None:
    usage = build_response({"input": "x" * 38}, OfflineAnswer(text="y" * 41), "d1")["usage"]
    # 38 characters and two quotation marks are 10 tokens; 41 are 11.
    assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"]) == (10, 11, 21)


@pytest.mark.parametrize(
    "said", [OfflineAnswer(text="y" * 200), OfflineAnswer(calls=(OfflineCall("f", {"a": "y" * 200}),))]
)
def test_an_answer_longer_than_the_cap_is_incomplete(said: OfflineAnswer) -> None:
    response: Mapping[str, Any] = build_response(a_body(max_output_tokens=16), said, "d1")
    assert (response["status"], response["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
    assert response["usage"]["output_tokens"] == 16
    assert Response.model_validate(response).output[0].status == "incomplete"  # type: ignore[union-attr]
    assert list(build_events(response))[-1].type == "response.incomplete"
