"""What a ticket shows beside its own fields: its last message, the person who has it, whether a rating is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from backend.clock import now
from tests.backend.chats import last, listen, open_ticket, say
from tests.backend.people import Person
from tests.backend.serving import RunningServer
from tests.backend.tickets.opened import Json, changed, opened, said

People = Callable[..., Person]


def seen(customer: Person, ticket: Json) -> Json:
    """The ticket as its own page shows it, which is as the list does."""
    alone: Json = customer.get(f"tickets/{ticket['id']}").json()
    listed = {item["id"]: item for item in customer.get("tickets").json()["items"]}
    assert listed[ticket["id"]] == alone
    return alone


def told(customer: Person, ticket: Json, after: int) -> Json:
    """The ticket as the next `ticket` event after `after` tells it."""
    found: Json = last(listen(customer, ticket["id"], after=after, until="ticket"), "ticket")["ticket"]
    return found


@contextmanager
def counted_statements(server: RunningServer) -> Iterator[list[str]]:
    """The SQL that the server sends meanwhile."""
    sent: list[str] = []
    engine = server.services.database.engine.sync_engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_new_ticket_has_nothing_beside_its_fields(person: People) -> None:
    ticket = opened(person())
    assert (ticket["last_message"], ticket["csat_due"], ticket["handoff"]) == (None, False, None)


def test_the_last_message_is_shown_as_one_short_line(person: People, engine: Engine) -> None:
    customer = person()
    ticket, other = opened(customer), opened(customer)
    at = now().replace(microsecond=0)
    said(engine, ticket, "customer", "hola")
    said(engine, ticket, "bot", "Tu pago:\n\n- sale **hoy**  \n- llega hoy", created_at=at)
    shown = seen(customer, ticket)["last_message"]
    assert shown == {
        "author": "bot", "content": "Tu pago: - sale **hoy** - llega hoy", "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
    said(engine, ticket, "customer", "gracias " * 200)
    shown = seen(customer, ticket)["last_message"]
    assert (len(shown["content"]), shown["content"][:8], shown["content"][-1]) == (160, "gracias ", "…")
    assert seen(customer, other)["last_message"] is None


def test_an_event_tells_of_what_was_said_before_it(person: People) -> None:
    customer = person()
    ticket = open_ticket(customer)
    answer = last(say(customer, ticket["id"], "hola"), "done")["message"]
    after = customer.get(f"tickets/{ticket['id']}").json()["last_event_id"]
    resolved = customer.post(f"tickets/{ticket['id']}/resolve").json()
    assert told(customer, ticket, after) == resolved == seen(customer, ticket)
    assert resolved["last_message"]["created_at"] == answer["created_at"]
    assert resolved["last_message_at"] >= resolved["created_at"]


def test_a_rating_is_due_from_each_resolution_until_it_is_given(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    path = f"tickets/{ticket['id']}"
    assert customer.post(f"{path}/resolve").json()["csat_due"] is True
    assert customer.post(f"{path}/csat", json={"score": 4}).json()["csat_due"] is False
    assert customer.post(f"{path}/reopen").json()["csat_due"] is False
    assert customer.post(f"{path}/resolve").json()["csat_due"] is True
    assert seen(customer, ticket)["csat_due"] is True
    changed(engine, ticket, status="closed")
    assert seen(customer, ticket)["csat_due"] is False


def test_the_handoff_is_shown_while_it_is_open(person: People) -> None:
    customer, agent = person(), person("agent", name="Sofía Soporte")
    ticket = opened(customer)
    asked = customer.post(f"tickets/{ticket['id']}/handoff").json()
    waiting = {
        "status": "waiting", "reason": "customer_request", "asked_at": asked["handoff"]["requested_at"],
        "taken_at": None, "agent_name": None,
    }  # fmt: skip
    assert asked["ticket"]["handoff"] == seen(customer, ticket)["handoff"] == waiting

    taken = agent.post(f"admin/tickets/{ticket['id']}/takeover").json()
    in_hand = waiting | {
        "status": "taken", "taken_at": taken["handoff"]["taken_at"], "agent_name": "Sofía Soporte",
    }  # fmt: skip
    assert taken["ticket"]["handoff"] == seen(customer, ticket)["handoff"] == in_hand

    back = agent.post(f"admin/tickets/{ticket['id']}/give-back").json()
    assert back["handoff"] is seen(customer, ticket)["handoff"] is None


@pytest.mark.parametrize("last_step", ["give-back", "resolve"])
def test_every_step_to_a_person_and_back_is_told_as_it_is_then(person: People, last_step: str) -> None:
    customer, agent = person(), person("agent")
    ticket = opened(customer)
    path = f"tickets/{ticket['id']}"
    for who, step in (
        (customer, f"{path}/handoff"), (agent, f"admin/{path}/takeover"), (agent, f"admin/{path}/{last_step}"),
    ):  # fmt: skip
        after = customer.get(path).json()["last_event_id"]
        who.post(step).raise_for_status()
        event_told, shown = told(customer, ticket, after), seen(customer, ticket)
        assert event_told["handoff"] == shown["handoff"]
        assert (event_told["status"], event_told["agent_id"]) == (shown["status"], shown["agent_id"])


def test_a_list_of_many_is_as_few_queries_as_a_list_of_one(
    person: People, engine: Engine, server: RunningServer
) -> None:
    customer = person()

    def statements() -> int:
        with counted_statements(server) as sent:
            customer.get("tickets").raise_for_status()
        return len([one for one in sent if "tickets" in one])

    opened(customer)
    one = statements()
    for minutes in range(5):
        ticket = opened(customer)
        said(engine, ticket, "bot", "Hola", created_at=now() - timedelta(minutes=minutes))
        customer.post(f"tickets/{ticket['id']}/handoff").raise_for_status()
    assert statements() == one == 1
