"""From the bot to a person: by the customer's button."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.backend.handoff.builders import made_message, made_reply, made_ticket, made_tool_call
from tests.backend.people import Person

People = Callable[..., Person]


def ask(who: httpx2.Client, ticket: UUID, **body: str) -> httpx2.Response:
    return who.post(f"tickets/{ticket}/handoff", json=body or None)


def test_asking_for_a_person_makes_the_ticket_wait_with_a_summary(person: People, engine: Engine) -> None:
    ana = person()
    ticket = made_ticket(engine, ana, title="¿Y mi pago?", description="Vendí mi Jetta")
    made_message(engine, ticket, "customer", "hola")
    made_message(engine, ticket, "customer", "¿ya cayó la lana del Jetta?")
    made_tool_call(engine, ticket, "payout_status", "ok")
    made_tool_call(engine, ticket, "payout_status", "not_found")
    made_tool_call(engine, ticket, "handoff", "ok")

    answer = ask(ana, ticket, reason="Llevo tres días esperando")

    assert answer.status_code == 200, answer.text
    assert answer.json()["ticket"]["status"] == "waiting_agent"
    assert answer.json()["handoff"]["reason"] == "customer_request"
    assert answer.json()["handoff"]["taken_at"] is None
    assert "summary" not in answer.json()["handoff"]
    with engine.connect() as connection:
        summary = connection.execute(text("select summary from handoffs")).scalar_one()
        outcome = connection.execute(text("select kind, source from outcomes")).one()
        events = connection.execute(text("select kind, data from ticket_events order by seq")).all()
    assert summary.splitlines() == [
        "Por qué pide una persona: «Llevo tres días esperando»",
        "Problema: ¿Y mi pago? — Vendí mi Jetta",
        "Últimas palabras del cliente: «¿ya cayó la lana del Jetta?»",
        "El bot intentó: Tu pago (hecho), Tu pago (no encontró nada)",
        "Ánimo: sin señales de enojo",
    ]
    assert tuple(outcome) == ("handed_off", "customer")
    assert [event.kind for event in events] == ["ticket", "handoff"]
    assert events[-1].data["handoff"] == answer.json()["handoff"]
    assert answer.json()["ticket"]["last_event_id"] == 4


def test_asking_again_answers_with_the_same_handoff(person: People, engine: Engine) -> None:
    ana = person()
    ticket = made_ticket(engine, ana)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(ana, ticket), range(16)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["handoff"]["id"] for answer in answers}) == 1
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from handoffs")).scalar_one() == 1
        assert connection.execute(text("select count(*) from ticket_moves")).scalar_one() == 1


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_a_ticket_that_is_over_cannot_go_to_a_person(person: People, engine: Engine, status: str) -> None:
    ana = person()
    ticket = made_ticket(engine, ana, status=status)

    answer = ask(ana, ticket)

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "move_not_allowed"
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from handoffs")).scalar_one() == 0
        assert connection.execute(text("select count(*) from outcomes")).scalar_one() == 0


def test_the_bots_unfinished_replies_are_stopped(person: People, engine: Engine) -> None:
    ana = person()
    ticket = made_ticket(engine, ana)
    made_reply(engine, ticket, "pending")
    made_reply(engine, ticket, "done")

    ask(ana, ticket)

    with engine.connect() as connection:
        stopped = connection.execute(text("select message_id, stop_requested, status from replies")).all()
    assert {(row.status == "done", row.stop_requested) for row in stopped} == {(False, True), (True, False)}


@pytest.mark.parametrize(
    ("language", "line"),
    [("pt", "Humor: sem sinais de irritação"), ("en", "Mood: no signs of anger"), ("es", "Ánimo: molesto")],
)
def test_the_summary_speaks_the_tickets_language_and_tells_the_mood(
    person: People, engine: Engine, language: str, line: str
) -> None:
    ana = person()
    ticket = made_ticket(engine, ana, language=language)
    made_message(engine, ticket, "customer", "Esto es una estafa, los voy a demandar" if language == "es" else "x")

    ask(ana, ticket)

    with engine.connect() as connection:
        assert connection.execute(text("select summary from handoffs")).scalar_one().splitlines()[-1] == line


def test_a_long_conversation_makes_no_long_summary(person: People, engine: Engine) -> None:
    ana = person()
    ticket = made_ticket(engine, ana, title="t" * 200, description="d " * 2_000)
    made_message(engine, ticket, "customer", "palabra " * 500)

    ask(ana, ticket, reason="r" * 200)

    with engine.connect() as connection:
        summary = connection.execute(text("select summary from handoffs")).scalar_one()
    assert len(summary) <= 1_500
    assert summary.count("\n") == 4


def test_only_the_tickets_own_customer_may_ask(api: httpx2.Client, person: People, engine: Engine) -> None:
    ticket = made_ticket(engine, person())

    assert ask(api, ticket).status_code == 401
    assert ask(person(), ticket).status_code == 404
    assert ask(person("admin"), ticket).status_code == 404


@pytest.mark.parametrize("body", [{"reason": "a\x00b"}, {"reason": ""}, {"reason": "x" * 201}, {"why": "x"}])
def test_a_reason_that_cannot_be_is_refused(person: People, engine: Engine, body: dict[str, str]) -> None:
    ana = person()
    assert ask(ana, made_ticket(engine, ana), **body).status_code == 422
