"""A ticket's messages, page by page, in either order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.backend.people import Person
from tests.backend.tickets.opened import Json, opened, said

People = Callable[..., Person]
SAID = ["uno", "dos", "tres", "cuatro", "cinco"]


@pytest.fixture
def customer(person: People) -> Person:
    return person()


@pytest.fixture
def ticket(customer: Person, engine: Engine) -> Json:
    made = opened(customer)
    for content in SAID:
        said(engine, made, "customer", content)
    return made


def page(customer: Person, ticket: Json, **query: Any) -> Json:
    answer = customer.get(f"tickets/{ticket['id']}/messages", params=query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def walked(customer: Person, ticket: Json, **query: Any) -> list[list[str]]:
    """The contents of every page, as the cursors lead."""
    pages: list[list[str]] = []
    cursor: Json = {}
    while True:
        found = page(customer, ticket, **query, **cursor)
        pages.append([message["content"] for message in found["items"]])
        if found["next_cursor"] is None:
            return pages
        cursor = {"cursor": found["next_cursor"]}


def test_the_oldest_come_first_unless_asked_otherwise(customer: Person, ticket: Json) -> None:
    assert walked(customer, ticket) == walked(customer, ticket, order="asc") == [SAID]
    assert walked(customer, ticket, order="desc") == [SAID[::-1]]


def test_a_cursor_goes_on_in_its_order(customer: Person, ticket: Json) -> None:
    assert walked(customer, ticket, limit=2) == [["uno", "dos"], ["tres", "cuatro"], ["cinco"]]
    assert walked(customer, ticket, limit=2, order="desc") == [["cinco", "cuatro"], ["tres", "dos"], ["uno"]]


def test_what_is_said_meanwhile_does_not_disturb_the_way_back(customer: Person, ticket: Json, engine: Engine) -> None:
    newest = page(customer, ticket, order="desc", limit=2)
    said(engine, ticket, "customer", "seis")
    before = page(customer, ticket, order="desc", limit=2, cursor=newest["next_cursor"])
    assert [message["content"] for message in before["items"]] == ["tres", "dos"]
    assert before["last_event_id"] == newest["last_event_id"] + 1


def test_another_order_there_is_not(customer: Person, ticket: Json) -> None:
    assert customer.get(f"tickets/{ticket['id']}/messages", params={"order": "random"}).status_code == 422


def test_only_a_persons_message_has_a_name(customer: Person, ticket: Json, engine: Engine, person: People) -> None:
    said(engine, ticket, "bot", "Hola")
    agent = person("agent", name="Sofía Soporte")
    written = agent.post(f"admin/tickets/{ticket['id']}/replies", json={"content": "Soy Sofía"}).json()
    named = [(one["author"], one["author_name"]) for one in page(customer, ticket)["items"]]
    assert named == [("customer", None)] * 5 + [("bot", None), ("agent", "Sofía Soporte")]
    assert page(customer, ticket)["items"][-1] == written


def test_a_message_keeps_the_name_that_it_was_written_under(customer: Person, ticket: Json, person: People) -> None:
    agent = person("agent", name="Sofía Soporte")
    agent.post(f"admin/tickets/{ticket['id']}/replies", json={"content": "Soy Sofía"})
    agent.patch("me", json={"name": "Sofía Núñez"})
    assert page(customer, ticket)["items"][-1]["author_name"] == "Sofía Soporte"
