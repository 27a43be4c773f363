"""Opening a ticket with an `Idempotency-Key`: sent again, it is the same ticket."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import Engine

from tests.backend.people import Person
from tests.backend.tickets.opened import rows

People = Callable[..., Person]
BODY = {"title": "¿Y mi pago?", "category": "buying", "description": "Vendí mi Jetta."}


def open_with(who: Person, key: str, **about: str) -> httpx2.Response:
    return who.post("tickets", json=BODY | about, headers={"Idempotency-Key": key})


def tickets(engine: Engine) -> int:
    return len(rows(engine, "select 1 from tickets"))


def test_the_same_key_is_one_ticket(person: People, engine: Engine) -> None:
    customer = person()
    first, again = open_with(customer, "k-1"), open_with(customer, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert tickets(engine) == len(rows(engine, "select 1 from ticket_events")) == 1
    following = open_with(customer, "k-2").json()
    assert following["number"] == first.json()["number"] + 1


def test_sent_many_times_at_once_it_is_opened_once(person: People, engine: Engine) -> None:
    customer = person()
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: open_with(customer, "k-1"), range(24)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert tickets(engine) == 1


@pytest.mark.parametrize("other", [{"title": "Otra cosa"}, {"category": "service"}, {"description": "Otro coche"}])
def test_a_key_is_not_used_for_another_ticket(person: People, engine: Engine, other: dict[str, str]) -> None:
    customer = person()
    open_with(customer, "k-1")
    answer = open_with(customer, "k-1", **other)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_key_reused")
    assert tickets(engine) == 1


def test_a_ticket_that_has_changed_since_is_still_the_one_of_its_key(person: People, engine: Engine) -> None:
    customer = person()
    ticket = open_with(customer, "k-1").json()
    changed = customer.patch(f"tickets/{ticket['id']}", json={"title": "Mi pago del Jetta"}).json()
    again = open_with(customer, "k-1", category="Compra")
    assert (again.status_code, again.json()) == (201, changed)
    assert tickets(engine) == 1


def test_two_customers_may_use_the_same_key(person: People, engine: Engine) -> None:
    first, second = open_with(person(), "k-1").json(), open_with(person(), "k-1").json()
    assert first["id"] != second["id"]


def test_without_a_key_every_request_is_a_ticket(person: People, engine: Engine) -> None:
    customer = person()
    assert [customer.post("tickets", json=BODY).status_code for _ in range(2)] == [201, 201]
    assert tickets(engine) == 2


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_of_no_sensible_length_is_refused(person: People, key: str) -> None:
    assert open_with(person(), key).status_code == 422
