"""Resolving, reopening and rating."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.backend.people import Person
from tests.backend.tickets.opened import changed, opened, rows

People = Callable[..., Person]


def outcomes(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "select kind, source from outcomes order by id")


def test_a_customer_resolves_and_reopens(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    resolved = customer.post(f"tickets/{ticket['id']}/resolve").json()
    assert (resolved["status"], resolved["resolved_at"] is not None) == ("resolved", True)
    assert customer.get(f"tickets/{ticket['id']}").json() == resolved
    again = customer.post(f"tickets/{ticket['id']}/reopen").json()
    assert (again["status"], again["resolved_at"], again["reopened_count"]) == ("open", None, 1)
    assert customer.get(f"tickets/{ticket['id']}").json() == again
    assert outcomes(engine) == [("confirmed", "customer"), ("reopened", "customer")]


def test_an_agent_resolves_and_reopens_any_ticket(person: People, engine: Engine) -> None:
    ticket, agent = opened(person()), person("agent")
    assert agent.post(f"tickets/{ticket['id']}/resolve").json()["status"] == "resolved"
    assert agent.post(f"tickets/{ticket['id']}/reopen").json()["status"] == "open"
    assert outcomes(engine) == [("confirmed", "agent"), ("reopened", "agent")]
    moves = rows(engine, "select actor, actor_id from ticket_moves order by id offset 1")
    assert moves == [("agent", agent.id), ("agent", agent.id)]


@pytest.mark.parametrize("role", ["customer", "agent"])
def test_resolving_ends_the_time_with_a_person(person: People, engine: Engine, role: str) -> None:
    customer = person()
    who = customer if role == "customer" else person("agent")
    ticket = opened(customer)
    changed(engine, ticket, status="waiting_agent")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into handoffs (id, ticket_id, by, reason, summary) "
            f"values (gen_random_uuid(), '{ticket['id']}', 'bot', 'asked', 'wants a person')"
        )
    answer = who.post(f"tickets/{ticket['id']}/resolve").json()
    assert rows(engine, "select ended_as, ended_at is not null from handoffs") == [("resolved", True)]
    assert answer == who.get(f"tickets/{ticket['id']}").json()


@pytest.mark.parametrize(("action", "status"), [("resolve", "resolved"), ("resolve", "closed"), ("reopen", "open")])
def test_a_move_that_is_not_allowed_changes_nothing(person: People, engine: Engine, action: str, status: str) -> None:
    customer = person()
    ticket = opened(customer)
    changed(engine, ticket, status=status)
    before = customer.get(f"tickets/{ticket['id']}").json()
    answer = customer.post(f"tickets/{ticket['id']}/{action}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "move_not_allowed")
    assert customer.get(f"tickets/{ticket['id']}").json() == before
    assert outcomes(engine) == []


def test_of_many_who_resolve_at_once_one_does(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: customer.post(f"tickets/{ticket['id']}/resolve").status_code, range(8)))
    assert sorted(answers) == [200] + [409] * 7
    assert outcomes(engine) == [("confirmed", "customer")]
    assert rows(engine, "select count(*) from ticket_moves where to_status = 'resolved'") == [(1,)]


def test_a_resolved_ticket_is_rated_and_the_last_rating_counts(person: People) -> None:
    customer = person()
    ticket = opened(customer)
    customer.post(f"tickets/{ticket['id']}/resolve")
    first = customer.post(f"tickets/{ticket['id']}/csat", json={"score": 2, "comment": " lento "}).json()
    assert (first["csat_score"], first["csat_comment"]) == (2, "lento")
    second = customer.post(f"tickets/{ticket['id']}/csat", json={"score": 5}).json()
    assert (second["csat_score"], second["csat_comment"]) == (5, None)
    assert second["csat_at"] > first["csat_at"] > second["resolved_at"]
    assert customer.get(f"tickets/{ticket['id']}").json() == second


def test_a_closed_ticket_can_still_be_rated(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    changed(engine, ticket, status="closed")
    assert customer.post(f"tickets/{ticket['id']}/csat", json={"score": 1}).json()["csat_score"] == 1


@pytest.mark.parametrize("status", ["open", "in_progress", "waiting_agent"])
def test_an_unresolved_ticket_cannot_be_rated(person: People, engine: Engine, status: str) -> None:
    customer = person()
    ticket = opened(customer)
    changed(engine, ticket, status=status)
    answer = customer.post(f"tickets/{ticket['id']}/csat", json={"score": 5})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ticket_not_resolved")
    assert rows(engine, "select csat_score from tickets") == [(None,)]


def test_a_reopened_ticket_is_rated_anew_after_its_next_resolution(person: People) -> None:
    customer = person()
    path = f"tickets/{opened(customer)['id']}"
    customer.post(f"{path}/resolve")
    customer.post(f"{path}/csat", json={"score": 5})
    customer.post(f"{path}/reopen")
    assert customer.post(f"{path}/csat", json={"score": 1}).status_code == 409
    resolved = customer.post(f"{path}/resolve").json()
    assert resolved["csat_at"] < resolved["resolved_at"]
    rated = customer.post(f"{path}/csat", json={"score": 1}).json()
    assert (rated["csat_score"], rated["csat_at"] > rated["resolved_at"]) == (1, True)


@pytest.mark.parametrize(
    "rating",
    [{"score": 0}, {"score": 6}, {"score": 4.5}, {"score": "5"}, {"score": True}, {}, {"score": 5, "comment": "\x00"}],
)
def test_a_rating_that_makes_no_sense_is_refused(person: People, rating: dict[str, Any]) -> None:
    customer = person()
    path = f"tickets/{opened(customer)['id']}"
    customer.post(f"{path}/resolve")
    assert customer.post(f"{path}/csat", json=rating).status_code == 422


def test_an_agent_does_not_rate(person: People) -> None:
    customer, agent = person(), person("agent")
    path = f"tickets/{opened(customer)['id']}"
    customer.post(f"{path}/resolve")
    assert agent.post(f"{path}/csat", json={"score": 5}).status_code == 404
