"""Agents take tickets over, write, give back and resolve."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine, Row, text

from tests.backend.handoff.builders import made_handoff, made_reply, made_ticket
from tests.backend.people import Person

People = Callable[..., Person]


def takeover(who: Person, ticket: UUID, **query: str) -> httpx2.Response:
    return who.post(f"admin/tickets/{ticket}/takeover", params=query)


def say(who: Person, ticket: UUID, content: str = "Hola, soy Ana", key: str | None = None) -> httpx2.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return who.post(f"admin/tickets/{ticket}/replies", json={"content": content}, headers=headers)


def rows(engine: Engine, sql: str) -> list[Row[Any]]:
    with engine.connect() as connection:
        return list(connection.execute(text(sql)).all())


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_an_agent_takes_the_waiting_ticket(person: People, engine: Engine) -> None:
    customer, agent = person(), person("agent")
    ticket = made_ticket(engine, customer)
    customer.post(f"tickets/{ticket}/handoff")

    answer = takeover(agent, ticket)

    assert answer.status_code == 200, answer.text
    assert answer.json()["ticket"]["agent_id"] == str(agent.id)
    assert answer.json()["handoff"]["by"] == "customer"
    assert answer.json()["handoff"]["agent_id"] == str(agent.id)
    assert answer.json()["handoff"]["taken_at"] > answer.json()["handoff"]["requested_at"]
    assert takeover(agent, ticket).json()["handoff"] == answer.json()["handoff"]


def test_an_agent_takes_a_ticket_from_the_bot_in_the_middle_of_its_answer(person: People, engine: Engine) -> None:
    agent = person("agent")
    ticket = made_ticket(engine, person(), status="in_progress")
    made_reply(engine, ticket, "running", owner="another process")

    answer = takeover(agent, ticket)

    assert answer.json()["ticket"]["status"] == "waiting_agent"
    assert answer.json()["handoff"]["by"] == "agent"
    assert answer.json()["handoff"]["taken_at"] == answer.json()["handoff"]["requested_at"]
    assert [row.stop_requested for row in rows(engine, "select stop_requested from replies")] == [True]
    assert [tuple(r) for r in rows(engine, "select kind, source from outcomes")] == [("handed_off", "agent")]


def test_of_many_agents_at_once_one_gets_the_ticket(person: People, engine: Engine) -> None:
    agents = [person("agent") for _ in range(8)]
    ticket = made_ticket(engine, person())

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda agent: takeover(agent, ticket), agents))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    winner = next(answer.json()["ticket"]["agent_id"] for answer in answers if answer.status_code == 200)
    assert [str(row.agent_id) for row in rows(engine, "select agent_id from handoffs")] == [winner]


def test_only_an_admin_takes_a_ticket_from_another_agent_and_only_on_purpose(person: People, engine: Engine) -> None:
    first, second, boss = person("agent"), person("agent"), person("admin")
    ticket = made_ticket(engine, person())
    takeover(first, ticket)

    assert code(takeover(second, ticket)) == (409, "taken_by_another")
    assert code(takeover(second, ticket, force="true")) == (403, "forbidden")
    assert code(takeover(boss, ticket)) == (409, "taken_by_another")
    assert takeover(boss, ticket, force="true").json()["ticket"]["agent_id"] == str(boss.id)
    found = rows(engine, "select agent_id, ended_as from handoffs order by requested_at")
    assert [tuple(row) for row in found] == [(first.id, "reassigned"), (boss.id, None)]


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_a_ticket_that_is_over_is_not_taken_or_written_to(person: People, engine: Engine, status: str) -> None:
    agent = person("agent")
    ticket = made_ticket(engine, person(), status=status)

    assert code(takeover(agent, ticket)) == (409, "move_not_allowed")
    assert code(say(agent, ticket)) == (409, "move_not_allowed")
    assert rows(engine, "select 1 from messages union all select 1 from handoffs") == []


def test_an_agents_message_reaches_the_customer_and_takes_the_ticket(person: People, engine: Engine) -> None:
    customer, agent = person(), person("agent")
    ticket = made_ticket(engine, customer)

    answer = say(agent, ticket, "Tu pago sale hoy")

    assert answer.status_code == 201, answer.text
    assert answer.json()["author"] == "agent"
    said = customer.get(f"tickets/{ticket}/messages").json()["items"]
    assert [(message["author"], message["content"]) for message in said] == [("agent", "Tu pago sale hoy")]
    kinds = [row.kind for row in rows(engine, "select kind from ticket_events order by seq")]
    assert kinds == ["ticket", "handoff", "message"]
    (handoff,) = rows(engine, "select agent_id, first_reply_at from handoffs")
    assert handoff.agent_id == agent.id
    say(agent, ticket, "Algo más")
    assert rows(engine, "select agent_id, first_reply_at from handoffs") == [handoff]


def test_the_customers_page_hears_who_took_the_ticket_who_writes_and_who_gave_it_back(
    person: People, engine: Engine
) -> None:
    customer, agent = person(), person("agent", name="Sofía Soporte")
    ticket = made_ticket(engine, customer)
    customer.post(f"tickets/{ticket}/handoff")
    say(agent, ticket)
    agent.post(f"admin/tickets/{ticket}/give-back")

    events = rows(
        engine, "select data->'handoff' as handoff, data->'message' as message from ticket_events order by seq"
    )
    asked, taken, given_back = (row.handoff for row in events if row.handoff)
    (message,) = (row.message for row in events if row.message)

    assert (asked["agent_name"], asked["taken_at"]) == (None, None)
    assert (taken["agent_name"], taken["taken_at"] is not None, taken["ended_at"]) == ("Sofía Soporte", True, None)
    assert (given_back["agent_name"], given_back["ended_as"]) == ("Sofía Soporte", "given_back")
    assert given_back["ended_at"] > given_back["taken_at"] == taken["taken_at"]
    assert (message["author"], message["author_name"]) == ("agent", "Sofía Soporte")


def test_from_one_agent_to_another_the_customers_page_hears_both_names(person: People, engine: Engine) -> None:
    customer, boss = person(), person("admin", name="Jefa")
    ticket = made_ticket(engine, customer)
    takeover(person("agent", name="Sofía"), ticket)
    before = customer.get(f"tickets/{ticket}").json()["last_event_id"]

    takeover(boss, ticket, force="true")

    events = rows(engine, f"select kind, data from ticket_events where seq > {before} order by seq")
    ended, moved, taken = events
    assert [row.kind for row in events] == ["handoff", "ticket", "handoff"]
    assert (ended.data["handoff"]["agent_name"], ended.data["handoff"]["ended_as"]) == ("Sofía", "reassigned")
    assert moved.data["ticket"]["handoff"]["agent_name"] == taken.data["handoff"]["agent_name"] == "Jefa"
    assert moved.data["ticket"]["agent_id"] == str(boss.id)


def test_the_same_key_is_one_message(person: People, engine: Engine) -> None:
    agent = person("agent")
    ticket = made_ticket(engine, person())

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: say(agent, ticket, key="k-1"), range(16)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(rows(engine, "select 1 from messages")) == 1
    assert code(say(agent, ticket, "otra cosa", key="k-1")) == (409, "idempotency_key_reused")


def test_another_agent_cannot_write_to_a_taken_ticket(person: People, engine: Engine) -> None:
    first, second = person("agent"), person("agent")
    ticket = made_ticket(engine, person())
    say(first, ticket)

    assert code(say(second, ticket)) == (409, "taken_by_another")
    assert len(rows(engine, "select 1 from messages")) == 1


def test_a_ticket_given_back_is_the_bots_again(person: People, engine: Engine) -> None:
    agent = person("agent")
    ticket = made_ticket(engine, person())
    takeover(agent, ticket)

    answer = agent.post(f"admin/tickets/{ticket}/give-back", json={"note": "Que el bot agende"})

    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["agent_id"]) == ("in_progress", None)
    assert [row.ended_as for row in rows(engine, "select ended_as from handoffs")] == ["given_back"]
    assert rows(engine, "select reason from ticket_moves order by id desc limit 1")[0].reason == "Que el bot agende"
    assert code(agent.post(f"admin/tickets/{ticket}/give-back")) == (409, "not_with_a_person")


def test_another_agents_ticket_is_not_given_back_or_resolved(person: People, engine: Engine) -> None:
    first, second = person("agent"), person("agent")
    ticket = made_ticket(engine, person())
    takeover(first, ticket)

    for action in ("give-back", "resolve"):
        assert code(second.post(f"admin/tickets/{ticket}/{action}")) == (409, "taken_by_another")
    assert code(second.post(f"tickets/{ticket}/resolve")) == (409, "taken_by_another")
    assert person("admin").post(f"admin/tickets/{ticket}/give-back").status_code == 200


def test_an_agent_resolves_the_ticket(person: People, engine: Engine) -> None:
    agent = person("agent")
    ticket = made_ticket(engine, person())
    say(agent, ticket)

    answer = agent.post(f"admin/tickets/{ticket}/resolve")

    assert answer.status_code == 200, answer.text
    assert (answer.json()["status"], answer.json()["agent_id"]) == ("resolved", str(agent.id))
    assert [tuple(row) for row in rows(engine, "select kind, source from outcomes order by id")] == [
        ("handed_off", "agent"),
        ("confirmed", "agent"),
    ]
    assert [row.ended_as for row in rows(engine, "select ended_as from handoffs")] == ["resolved"]
    assert code(agent.post(f"admin/tickets/{ticket}/resolve")) == (409, "move_not_allowed")


def test_a_ticket_reopened_is_in_nobodys_hands(person: People, engine: Engine) -> None:
    agent, customer = person("agent"), person()
    ticket = made_ticket(engine, customer)
    say(agent, ticket)
    agent.post(f"admin/tickets/{ticket}/resolve")

    assert customer.post(f"tickets/{ticket}/reopen").json()["agent_id"] is None
    assert agent.get("admin/tickets", params={"assigned": "me"}).json()["items"] == []


@pytest.mark.parametrize("action", ["takeover", "replies", "give-back", "resolve"])
def test_the_desk_is_for_the_staff(api: httpx2.Client, person: People, engine: Engine, action: str) -> None:
    owner = person()
    ticket = made_ticket(engine, owner, status="waiting_agent")
    made_handoff(engine, ticket)
    body = {"content": "hola"} if action == "replies" else None

    assert code(api.post(f"admin/tickets/{ticket}/{action}", json=body)) == (401, "not_authenticated")
    assert code(owner.post(f"admin/tickets/{ticket}/{action}", json=body)) == (403, "forbidden")
    assert code(owner.post(f"admin/tickets/{uuid4()}/{action}", json=body)) == (403, "forbidden")
    assert code(person("agent").post(f"admin/tickets/{uuid4()}/{action}", json=body)) == (404, "not_found")
    for role in ("agent", "admin"):
        made = made_ticket(engine, owner, status="waiting_agent")
        made_handoff(engine, made)
        assert person(role).post(f"admin/tickets/{made}/{action}", json=body).status_code in (200, 201)
