"""The staff's list of tickets, one ticket's figures and its audit trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from backend.clock import now
from tests.backend.handoff.builders import (
    NOON,
    made_handoff,
    made_message,
    made_outcome,
    made_reply,
    made_ticket,
    made_tool_call,
)
from tests.backend.people import Person

People = Callable[..., Person]


def listed(who: Person, **query: Any) -> list[dict[str, Any]]:
    answer = who.get("admin/tickets", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def titles(who: Person, **query: Any) -> list[str]:
    return [ticket["title"] for ticket in listed(who, **query)]


def sec(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_a_ticket_shows_customer_handoff_wait_and_counts(person: People, engine: Engine) -> None:
    ana, agent = person(name="Ana", email="ana@example.com"), person("agent")
    ticket = made_ticket(engine, ana, status="waiting_agent")
    for author in ("customer", "bot", "customer", "bot", "agent"):
        made_message(engine, ticket, author)
    made_handoff(engine, ticket, requested_at=NOON, ended_at=NOON, ended_as="given_back", reason="earlier")
    made_handoff(engine, ticket, requested_at=now() - sec(60), summary="Quiere su pago")

    (found,) = listed(agent)

    assert found["customer"] == {"id": str(ana.id), "name": "Ana", "email": "ana@example.com", "language": "es"}
    assert (found["handoff"]["reason"], found["handoff"]["summary"]) == ("customer_request", "Quiere su pago")
    assert 60 <= found["waiting_sec"] < 90
    assert (found["bot_messages"], found["agent_messages"]) == (2, 1)
    assert found["last_event_id"] == 5


def test_tickets_are_found_by_what_they_are(person: People, engine: Engine) -> None:
    ana, luis, agent = person(name="Ana 100%"), person(name="Luis", email="luis@x.mx"), person("agent")
    made_ticket(engine, ana, title="a", created_at=NOON)
    b = made_ticket(engine, luis, title="b", category="credit", status="waiting_agent", created_at=NOON + sec(1))
    made_handoff(engine, b, requested_at=now())
    c = made_ticket(engine, luis, title="c", status="waiting_agent", agent_id=agent.id, created_at=NOON + sec(2))
    made_handoff(engine, c, requested_at=now() - sec(9), taken_at=now(), agent_id=agent.id)
    made_message(engine, c, "customer", "las inspecciones", created_at=NOON)

    assert titles(agent) == ["c", "b", "a"]
    assert titles(agent, sort="oldest") == ["a", "b", "c"]
    assert titles(agent, sort="waiting") == ["c", "b"]
    assert titles(agent, status=["open", "waiting_agent"], category="credit") == ["b"]
    assert titles(agent, status="closed") == []
    assert titles(agent, customer_id=str(luis.id)) == ["c", "b"]
    assert titles(agent, assigned="me") == ["c"]
    assert titles(agent, assigned="none") == ["b", "a"]
    assert titles(agent, waiting="true") == ["b"]
    assert titles(agent, open_handoff="true") == ["c", "b"]
    assert titles(agent, open_handoff="true", assigned="none") == ["b"]
    assert titles(agent, q="inspección") == ["c"]
    assert titles(agent, q="LUIS@") == ["c", "b"]
    assert titles(agent, q="100%") == ["a"]
    assert titles(agent, q="%") == ["a"]
    assert titles(agent, q=f"#{listed(agent, sort='oldest')[0]['number']}") == ["a"]


@pytest.mark.parametrize("sort", ["newest", "oldest", "activity", "waiting"])
def test_pages_hold_every_ticket_once(person: People, engine: Engine, sort: str) -> None:
    ana, agent = person(), person("agent")
    for number in range(7):
        ticket = made_ticket(engine, ana, title=str(number), status="waiting_agent", created_at=NOON + sec(number // 2))
        made_handoff(engine, ticket, requested_at=NOON + sec(number // 3))
    whole = titles(agent, sort=sort)

    pages: list[str] = []
    cursor: str | None = None
    while cursor is not None or not pages:
        query = {"sort": sort, "limit": "2"} | ({"cursor": cursor} if cursor else {})
        answer = agent.get("admin/tickets", params=query).json()
        pages += [ticket["title"] for ticket in answer["items"]]
        cursor = answer["next_cursor"]

    assert pages == whole
    assert sorted(pages) == [str(number) for number in range(7)]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\x00b"}, {"category": "\x00"}, {"cursor": "x"}, {"sort": "x"}, {"status": "x"}, {"limit": "0"},
        {"customer_id": "x"}, {"assigned": "x"}, {"q": "x" * 201},
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_is_refused(person: People, query: dict[str, str]) -> None:
    assert person("agent").get("admin/tickets", params=query).status_code == 422


def test_a_tickets_history(person: People, engine: Engine) -> None:
    ana, agent = person(), person("agent", name="Eva")
    ticket = made_ticket(
        engine, ana, status="resolved", agent_id=agent.id, csat_score=4, csat_comment="bien", csat_at=NOON
    )
    made_handoff(engine, ticket, requested_at=NOON, ended_at=NOON + sec(5), ended_as="given_back")
    made_handoff(engine, ticket, requested_at=NOON + sec(9), ended_at=NOON + sec(10), ended_as="resolved")
    made_outcome(engine, ticket, "handed_off", "bot")
    made_outcome(engine, ticket, "confirmed", "agent")

    found = agent.get(f"admin/tickets/{ticket}").json()

    assert (found["agent_name"], found["handoff"], found["waiting_sec"]) == ("Eva", None, None)
    assert [handoff["ended_as"] for handoff in found["handoffs"]] == ["given_back", "resolved"]
    assert [(o["kind"], o["source"]) for o in found["outcomes"]] == [("handed_off", "bot"), ("confirmed", "agent")]
    assert (found["csat_score"], found["csat_comment"]) == (4, "bien")
    assert found["csat_at"] is not None


def test_a_tickets_figures(person: People, engine: Engine) -> None:
    """Replies of 4 and 6 s; first tokens after 200, 400 and 900 ms. People: waits of 30 and 10 s, work of 100 s."""
    ticket = made_ticket(engine, person(), created_at=NOON - sec(500))
    made_message(engine, ticket, "bot", "¡Hola! Soy una IA", created_at=NOON - sec(400))
    for begin, first, end, status in ((0, 0.2, 4, "done"), (20, 0.4, 6, "done"), (40, 0.9, None, "running")):
        asked = made_message(engine, ticket, "customer", created_at=NOON + sec(begin))
        made_reply(
            engine, ticket, status, message_id=asked, created_at=NOON + sec(begin),
            first_token_at=NOON + sec(begin + first), finished_at=NOON + sec(begin + end) if end else None,
            input_tokens=100, cached_tokens=40, output_tokens=10, cost_usd="0.00001",
        )  # fmt: skip
        made_message(engine, ticket, "bot", created_at=NOON + sec(begin + (end or 9)))
    asked = made_message(engine, ticket, "customer", created_at=NOON + sec(60))
    made_reply(engine, ticket, "failed", message_id=asked, created_at=NOON + sec(60))
    made_handoff(engine, ticket, requested_at=NOON, taken_at=NOON + sec(30), ended_at=NOON + sec(130), ended_as="x")
    made_handoff(engine, ticket, requested_at=NOON, ended_at=NOON + sec(10), ended_as="resolved")
    for outcome in ("ok", "ok", "not_found"):
        made_tool_call(engine, ticket, "payout_status", outcome)

    found = person("agent").get(f"admin/tickets/{ticket}/metrics").json()

    assert found == {
        "ticket_id": str(ticket), "first_answer_sec": 4.0, "time_to_first_token_ms": 400.0,
        "time_to_first_token_n": 3, "replies": 4, "failed_replies": 1, "stopped_replies": 0, "bot_sec": 10.0,
        "agent_wait_sec": 40.0, "agent_sec": 100.0, "handoffs": 2, "input_tokens": 300, "cached_tokens": 120,
        "output_tokens": 30, "cost_usd": 0.00003, "tool_calls": {"ok": 2, "not_found": 1},
        "messages": {"customer": 4, "bot": 4, "agent": 0},
    }  # fmt: skip


def test_what_is_unknown_is_null(person: People, engine: Engine) -> None:
    ticket = made_ticket(engine, person())

    found = person("agent").get(f"admin/tickets/{ticket}/metrics").json()

    unknown = ("first_answer_sec", "time_to_first_token_ms", "bot_sec", "agent_wait_sec", "agent_sec")
    assert {found[name] for name in unknown} == {None}
    assert (found["replies"], found["handoffs"], found["tool_calls"]) == (0, 0, {})


def test_the_audit_trail_tells_who_did_what_in_order(person: People, engine: Engine) -> None:
    ana, eva = person(name="Ana"), person("agent", name="Eva")
    made = ana.post("tickets", json={"title": "Mi pago", "category": "buying", "description": "¿Cuándo?"}).json()
    ticket = UUID(made["id"])
    ana.post(f"tickets/{ticket}/handoff")
    eva.post(f"admin/tickets/{ticket}/takeover")
    eva.post(f"admin/tickets/{ticket}/resolve")
    ana.post(f"tickets/{ticket}/csat", json={"score": 5, "comment": "¡gracias!"})
    made_tool_call(
        engine, ticket, "booking", "ok", writes=["k"], arguments={"day": 1}, created_at=NOON, undone_at=now()
    )

    found = eva.get(f"admin/tickets/{ticket}/audit").json()["items"]

    told = [(entry["kind"], entry["actor"], entry["actor_name"]) for entry in found]
    assert told[:2] == [("write", "bot", None), ("move", "customer", "Ana")]
    assert set(told[2:5]) == {
        ("move", "customer", "Ana"), ("handoff_requested", "customer", "Ana"), ("outcome", "customer", None),
    }  # fmt: skip
    assert told[5] == ("handoff_taken", "agent", "Eva")
    assert set(told[6:9]) == {("move", "agent", "Eva"), ("outcome", "agent", None), ("handoff_ended", "system", None)}
    assert told[9:] == [("csat", "customer", "Ana"), ("undo", "customer", "Ana")]
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)
    moves = [entry["details"] for entry in found if entry["kind"] == "move"]
    assert [(move["from"], move["to"]) for move in moves] == [
        (None, "open"), ("open", "waiting_agent"), ("waiting_agent", "resolved"),
    ]  # fmt: skip
    assert found[-1]["details"] == {"tool": "booking", "arguments": {"day": 1}}


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/metrics", "/{id}/audit"])
def test_the_tickets_of_all_are_for_the_staff(api: httpx2.Client, person: People, engine: Engine, path: str) -> None:
    owner = person()
    ticket = made_ticket(engine, owner)
    here, nowhere = (f"admin/tickets{path}".format(id=found) for found in (ticket, uuid4()))

    assert api.get(here).status_code == 401
    assert owner.get(here).status_code == 403
    assert owner.get(nowhere).status_code == 403
    for role in ("agent", "admin"):
        assert person(role).get(here).status_code == 200
        assert person(role).get(nowhere).status_code == (404 if path else 200)
