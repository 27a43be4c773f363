"""Finding tickets by words, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.backend.people import Person
from tests.backend.tickets.opened import opened, said

People = Callable[..., Person]


def found(who: Person, words: str) -> list[int]:
    answer = who.get("tickets", params={"q": words})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Quiero mover mi inspección del lunes", "inspeccion"),
        ("Quiero mover mi inspección del lunes", "INSPECCIÓN"),
        ("No llegaron los pagos", "pago"),
        ("Me falta un pago", "pagos"),
        ("Reclamação sobre a garantia do carro", "reclamacao garantias"),
        ("Os documentos não foram aceitos", "documento"),
        ("My car's warranties and papers", "warranty paper"),
        ("I was charged twice", "charges"),
    ],
)
def test_stems_are_found_without_accents(person: People, written: str, asked: str) -> None:
    customer = person()
    wanted = opened(customer, title="Ayuda", description=written)
    opened(customer, title="Otra cosa", description="Algo muy distinto")
    assert found(customer, asked) == [wanted["number"]]


def test_title_and_messages_are_searched_too(person: People, engine: Engine) -> None:
    customer, other = person(), person()
    by_title = opened(customer, title="El clutch patina")
    by_message = opened(customer, title="Hola")
    said(engine, by_message, "bot", "Revisamos el clutch en el taller.")
    said(engine, opened(other), "customer", "clutch")
    assert found(customer, "clutch") == [by_message["number"], by_title["number"]]


@pytest.mark.parametrize("spelling", ["{}", "#{}", " # {} "])
def test_a_ticket_is_found_by_its_number(person: People, spelling: str) -> None:
    customer = person()
    wanted = opened(customer)
    opened(customer)
    assert found(customer, spelling.format(wanted["number"])) == [wanted["number"]]


def test_another_customers_number_finds_nothing(person: People) -> None:
    ticket = opened(person())
    assert found(person(), str(ticket["number"])) == []


@pytest.mark.parametrize(
    "words", ["'", '"', "a & | ! :* <->", "\\", "%_", "999999999999999999", "9" * 40, "🚗", "()", "-"]
)
def test_any_characters_are_only_words(person: People, words: str) -> None:
    customer = person()
    opened(customer)
    assert found(customer, words) == []


def test_blank_words_do_not_narrow(person: People) -> None:
    customer = person()
    ticket = opened(customer)
    assert found(customer, "   ") == [ticket["number"]]


def test_pages_of_a_search_hold_only_what_was_asked_for(person: People) -> None:
    customer = person()
    wanted = [opened(customer, title=title)["number"] for title in ("crédito", "otra", "créditos", "x", "credito")][::2]
    first = customer.get("tickets", params={"q": "credito", "limit": 2}).json()
    second = customer.get("tickets", params={"q": "credito", "limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["number"] for item in first["items"] + second["items"]] == wanted[::-1]
    assert second["next_cursor"] is None
