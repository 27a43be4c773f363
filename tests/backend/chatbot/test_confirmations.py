"""Irreversible actions wait for the customer's button."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from backend.chatbot.models import Confirmation, ToolCall
from backend.clock import now
from backend.operations.models import OperationRecord, RecordWrite
from tests.backend.chats import kinds, last, listen, open_ticket, say
from tests.backend.people import Person

ACCEPT = "Acepto la oferta por mi Sentra 2017"


@pytest.fixture
def asked(customer: Person) -> tuple[str, str]:
    """A ticket and the confirmation that it waits for."""
    ticket = open_ticket(customer)
    events = say(customer, ticket["id"], ACCEPT)
    assert "confirm" in kinds(events)
    return ticket["id"], last(events, "confirm")["confirmation"]["id"]


def offer_state(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(select(OperationRecord.state).where(OperationRecord.kind == "offer")))


def test_nothing_happens_before_the_button(customer: Person, asked: tuple[str, str], engine: Engine) -> None:
    ticket_id, confirmation_id = asked
    assert offer_state(engine) == "active"
    waiting = customer.get(f"tickets/{ticket_id}/confirmations").json()
    assert [c["id"] for c in waiting] == [confirmation_id]
    assert "162" in waiting[0]["summary"]


def test_the_button_acts_and_the_bot_says_so(customer: Person, asked: tuple[str, str], engine: Engine) -> None:
    ticket_id, confirmation_id = asked
    answer = customer.post(f"tickets/{ticket_id}/confirmations/{confirmation_id}", json={"accept": True})
    assert answer.status_code == 200
    decided = answer.json()
    assert decided["confirmation"]["status"] == "confirmed"
    assert decided["tool_call"]["outcome"] == "ok"
    assert decided["message"]["author"] == "bot"
    assert offer_state(engine) == "accepted"
    messages = customer.get(f"tickets/{ticket_id}/messages").json()["items"]
    assert messages[-1]["content"] == decided["message"]["content"]
    assert customer.get(f"tickets/{ticket_id}/confirmations").json() == []


@pytest.mark.parametrize(("accept", "status"), [(True, "confirmed"), (False, "declined")])
def test_a_reloaded_page_sees_what_was_pressed(
    customer: Person, asked: tuple[str, str], engine: Engine, accept: bool, status: str
) -> None:
    ticket_id, confirmation_id = asked
    path = f"tickets/{ticket_id}/confirmations"
    earlier = {"tool": "cancel_appointment", "arguments": {}, "summary": "…", "fingerprint": "-", "status": "declined"}
    before = now() - timedelta(days=1)
    with engine.begin() as connection:
        connection.execute(insert(Confirmation).values(ticket_id=ticket_id, id="old", created_at=before, **earlier))
    decided = customer.post(f"{path}/{confirmation_id}", json={"accept": accept}).json()["confirmation"]
    everything = customer.get(path, params={"status": "all"}).json()
    assert [(one["id"], one["status"]) for one in everything] == [("old", "declined"), (confirmation_id, status)]
    assert everything[-1] == decided
    assert customer.get(path, params={"status": "pending"}).json() == customer.get(path).json() == []


def test_what_waits_is_among_all(customer: Person, asked: tuple[str, str]) -> None:
    path = f"tickets/{asked[0]}/confirmations"
    assert customer.get(path, params={"status": "all"}).json() == customer.get(path).json() != []
    assert customer.get(path, params={"status": "forgotten"}).status_code == 422


def test_pressing_fifty_times_acts_once(customer: Person, asked: tuple[str, str], engine: Engine) -> None:
    ticket_id, confirmation_id = asked
    path = f"tickets/{ticket_id}/confirmations/{confirmation_id}"
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: customer.post(path, json={}), range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["message"]["id"] for answer in answers}) == 1
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(RecordWrite)) == 1
        confirmed = select(func.count()).where(ToolCall.confirmation_id == confirmation_id)
        assert connection.scalar(confirmed) == 1


def test_declining_does_nothing_and_is_final(customer: Person, asked: tuple[str, str], engine: Engine) -> None:
    ticket_id, confirmation_id = asked
    path = f"tickets/{ticket_id}/confirmations/{confirmation_id}"
    declined = customer.post(path, json={"accept": False}).json()
    assert declined["confirmation"]["status"] == "declined"
    assert declined["tool_call"] is None
    answer = customer.post(path, json={"accept": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "decided_already")
    assert offer_state(engine) == "active"


def test_a_changed_offer_is_not_accepted(customer: Person, asked: tuple[str, str], engine: Engine) -> None:
    ticket_id, confirmation_id = asked
    with engine.begin() as connection:
        changed: dict[str, Any] = {"item": "Sentra 2017", "amount": 100_000, "expires": "2099-01-01"}
        connection.execute(update(OperationRecord).where(OperationRecord.kind == "offer").values(data=changed))
    decided = customer.post(f"tickets/{ticket_id}/confirmations/{confirmation_id}", json={}).json()
    assert decided["tool_call"]["outcome"] == "conflict"
    assert offer_state(engine) == "active"


def test_only_the_owner_can_press(
    customer: Person, asked: tuple[str, str], person: Callable[..., Person], engine: Engine
) -> None:
    path = "tickets/{}/confirmations/{}".format(*asked)
    for other in (person(), person("agent"), person("admin")):
        assert other.post(path, json={}).status_code == 404
    assert customer.post(f"tickets/{asked[0]}/confirmations/unknown", json={}).status_code == 404
    assert offer_state(engine) == "active"


def test_a_button_that_came_to_nothing_can_be_had_again(
    customer: Person, asked: tuple[str, str], engine: Engine
) -> None:
    path = "tickets/{}/confirmations/{}".format(*asked)
    offer = OperationRecord.kind == "offer"
    with engine.begin() as connection:
        before = connection.scalars(select(OperationRecord.data).where(offer)).one()
        connection.execute(update(OperationRecord).where(offer).values(data={**before, "amount": 100_000}))
    assert customer.post(path, json={}).json()["tool_call"]["outcome"] == "conflict"
    with engine.begin() as connection:
        connection.execute(update(OperationRecord).where(offer).values(data=before))
    again = last(say(customer, asked[0], "sí, acepto la oferta"), "confirm")["confirmation"]
    assert (again["id"], again["status"]) == (asked[1], "pending")
    assert customer.post(path, json={}).json()["tool_call"]["outcome"] == "ok"
    assert offer_state(engine) == "accepted"


@pytest.mark.parametrize(("accept", "status"), [(True, "confirmed"), (False, "declined")])
def test_every_open_page_hears_which_way_the_button_was_pressed(
    customer: Person, asked: tuple[str, str], accept: bool, status: str
) -> None:
    ticket_id, confirmation_id = asked
    before = customer.get(f"tickets/{ticket_id}").json()["last_event_id"]
    customer.post(f"tickets/{ticket_id}/confirmations/{confirmation_id}", json={"accept": accept}).raise_for_status()
    told = last(listen(customer, ticket_id, after=before, until="confirm"), "confirm")["confirmation"]
    assert (told["id"], told["status"]) == (confirmation_id, status)
