"""Whoever reads the API's description finds everything said."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest

from backend.main import create_app
from backend.openapi import TAGS
from backend.settings import Settings

DOCUMENT: dict[str, Any] = create_app(Settings.model_construct()).openapi()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
READABLE = re.compile(r"[a-z]+(_[a-z]+)+")
ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}


class Operation(NamedTuple):
    """`label` is "GET /…"."""

    label: str
    about: dict[str, Any]

    @property
    def errors(self) -> set[str]:
        return {status for status in self.about["responses"] if status >= "400"}


OPERATIONS = [
    Operation(f"{method.upper()} {path}", about)
    for path, methods in DOCUMENT["paths"].items()
    for method, about in methods.items()
]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
API = [one for one in OPERATIONS if "/api/" in one.label]


def test_no_two_operations_have_the_same_name_or_summary_under_a_tag() -> None:
    names = [one.about["operationId"] for one in OPERATIONS]
    assert len(names) == len(set(names))
    told = [(one.about["tags"][0], one.about["summary"]) for one in OPERATIONS]
    assert len(told) == len(set(told))


@every_operation
def test_an_operation_says_what_it_is(operation: Operation) -> None:
    about = operation.about
    assert READABLE.fullmatch(about["operationId"]), "two words or more: a verb and what it is done to"
    assert 5 <= len(about["summary"]) <= 60
    assert about["summary"] != about["operationId"].replace("_", " ").title(), "FastAPI's own words, not ours"
    assert len(about["description"]) > 15
    assert len(about["tags"]) == 1
    assert about["tags"][0] in TAGS


@every_operation
def test_every_parameter_has_a_type_and_every_answer_a_meaning(operation: Operation) -> None:
    for parameter in operation.about.get("parameters", ()):
        schema = parameter["schema"]
        assert {"type", "$ref", "anyOf", "enum"} & set(schema), parameter["name"]
    for status, answer in operation.about["responses"].items():
        assert answer["description"] not in ("", "Validation Error", "Not Found"), status
        if status not in ("202", "204"):
            assert all(content["schema"] for content in answer["content"].values()), status


@pytest.mark.parametrize("operation", API, ids=lambda one: one.label)
def test_errors_are_documented_in_their_one_shape(operation: Operation) -> None:
    expected = {"413", "422", "429", "503"}
    if operation.about.get("security"):
        expected.add("401")
    if "{" in operation.label and "{label}" not in operation.label:
        expected |= {"401", "404"}
    if "/admin/" in operation.label:
        expected |= {"401", "403"}
    assert expected <= operation.errors
    assert [status for status in operation.errors if operation.about["responses"][status]["content"] != ERROR] == []


@pytest.mark.parametrize("operation", [one for one in API if "requestBody" in one.about], ids=lambda one: one.label)
def test_a_body_shows_by_example_what_goes_into_it_and_takes_nothing_else(operation: Operation) -> None:
    (content,) = operation.about["requestBody"]["content"].values()
    names = re.findall(r"#/components/schemas/(\w+)", str(content["schema"]))
    assert len(names) == 1
    schema = SCHEMAS[names[0]]
    assert schema["additionalProperties"] is False
    if not {"example", "examples"} & set(schema):
        unclear = [name for name, about in schema["properties"].items() if not says_enough(about)]
        assert unclear == []


def says_enough(field: dict[str, Any]) -> bool:
    """Whether it has an example, or can only be one of a few values."""
    return bool({"examples", "enum", "$ref"} & set(field)) or field.get("type") == "boolean"
