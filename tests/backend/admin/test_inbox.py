"""The inbox of handed-off tickets: what a row tells, who can take it, and noticing that something has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from backend.clock import now
from tests.backend.chats import say
from tests.backend.handoff.builders import NOON, made_handoff, made_message, made_ticket, made_tool_call
from tests.backend.people import Person

People = Callable[..., Person]


def row(who: Person, ticket: UUID) -> dict[str, Any]:
    """The ticket in the inbox; it must look the same alone."""
    answer = who.get("admin/tickets", params={"open_handoff": True, "sort": "waiting"})
    assert answer.status_code == 200, answer.text
    (found,) = [one for one in answer.json()["items"] if one["id"] == str(ticket)]
    alone = who.get(f"admin/tickets/{ticket}").json()
    found["waiting_sec"] = alone["waiting_sec"] = None  # it goes on
    assert found == {name: alone[name] for name in found}
    return dict(found)


def version(who: Person) -> dict[str, Any]:
    answer = who.get("admin/inbox/version")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def waiting(engine: Engine, customer: Person, **about: Any) -> UUID:
    ticket = made_ticket(engine, customer, status="waiting_agent", **about)
    made_handoff(engine, ticket, requested_at=now())
    return ticket


def test_a_row_tells_the_last_words_and_what_the_bot_tried(person: People, engine: Engine) -> None:
    ana, agent = person(language="pt"), person("agent", language="en")
    ticket = waiting(engine, ana)
    made_message(engine, ticket, "customer", "¿ya cayó\n la lana?", created_at=NOON)
    made_message(engine, ticket, "bot", "Un momento", created_at=NOON)
    for tool, outcome in (("payout_status", "ok"), ("no_such_tool", "failed"), ("payout_status", "ok")):
        made_tool_call(engine, ticket, tool, outcome)
    made_tool_call(engine, ticket, "payout_status", "not_found", undone_at=now())
    made_tool_call(engine, ticket, "handoff", "ok")

    found = row(agent, ticket)

    assert found["customer"]["language"] == "pt"
    assert found["last_message"] == {"author": "bot", "content": "Un momento", "created_at": "2026-11-02T18:00:00Z"}
    assert (found["last_customer_message_at"], found["unanswered"]) == ("2026-11-02T18:00:00Z", False)
    assert found["mood"] == "calm"
    assert found["tried"] == [
        {"tool": "payout_status", "label": "Your payout", "outcome": "ok"},
        {"tool": "no_such_tool", "label": "no_such_tool", "outcome": "failed"},
    ]


def test_a_customer_who_wrote_last_is_unanswered(person: People, engine: Engine) -> None:
    agent = person("agent")
    ticket = waiting(engine, person())
    said = row(agent, ticket)
    assert (said["unanswered"], said["last_message"], said["last_customer_message_at"]) == (True, None, None)

    for author, unanswered in (("bot", False), ("customer", True), ("agent", False), ("customer", True)):
        made_message(engine, ticket, author, f"dice\n{author} " + "x" * 1_000)
        found = row(agent, ticket)
        assert found["unanswered"] is unanswered
        assert found["last_message"]["content"].startswith(f"dice {author} xxx")
        assert len(found["last_message"]["content"]) == 160


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        (["Esto es una estafa, los voy a demandar"], "angry"),
        (["Esto es una estafa, los voy a demandar", "perdón", "gracias"], "angry"),
        (["Esto es una estafa, los voy a demandar", "perdón", "gracias", "listo"], "calm"),
        (["gracias"], "calm"),
    ],
)
def test_the_mood_is_that_of_the_last_three_messages(
    person: People, engine: Engine, said: list[str], mood: str
) -> None:
    ticket = waiting(engine, person())
    for content in said:
        made_message(engine, ticket, "customer", content)
    made_message(engine, ticket, "bot", "Esto es una estafa, los voy a demandar")

    assert row(person("agent"), ticket)["mood"] == mood


def test_the_mood_is_the_one_that_the_summary_tells(person: People, engine: Engine) -> None:
    ana = person()
    ticket = made_ticket(engine, ana, description="Esto es una estafa, los voy a demandar")
    ana.post(f"tickets/{ticket}/handoff")

    found = row(person("agent"), ticket)

    assert found["mood"] == "angry"
    assert found["handoff"]["summary"].endswith("Ánimo: molesto")


def test_the_inbox_has_the_waiting_and_the_taken_tickets_the_longest_wait_first(person: People, engine: Engine) -> None:
    ana, eva, luis = person(), person("agent"), person("agent")
    tickets = [made_ticket(engine, ana, title=name) for name in "abcd"]
    for ticket in tickets[:3]:
        ana.post(f"tickets/{ticket}/handoff")
    eva.post(f"admin/tickets/{tickets[0]}/takeover")
    eva.post(f"admin/tickets/{tickets[2]}/takeover")
    eva.post(f"admin/tickets/{tickets[2]}/give-back")
    made_ticket(engine, ana, title="e", status="in_progress")

    def titles(who: Person, **more: str) -> list[str]:
        answer = who.get("admin/tickets", params={"open_handoff": "true", "sort": "waiting"} | more)
        return [one["title"] for one in answer.json()["items"]]

    assert titles(luis) == ["a", "b"]
    assert (titles(eva, assigned="me"), titles(luis, assigned="me")) == (["a"], [])
    assert titles(luis, assigned="none") == ["b"]


def test_the_version_changes_with_whatever_happens_to_a_ticket_of_the_inbox(person: People, engine: Engine) -> None:
    ana, eva, admin = person(), person("agent"), person("admin")
    ticket, other = made_ticket(engine, ana), made_ticket(engine, ana)
    steps: list[Callable[[], Any]] = [
        lambda: ana.post(f"tickets/{ticket}/handoff"),
        lambda: say(ana, str(ticket), "¿hay alguien?"),
        lambda: eva.post(f"admin/tickets/{ticket}/takeover"),
        lambda: eva.post(f"admin/tickets/{ticket}/replies", json={"content": "Hola"}),
        lambda: admin.post(f"admin/tickets/{ticket}/takeover", params={"force": True}),
        lambda: ana.post(f"tickets/{other}/handoff"),
        lambda: eva.post(f"admin/tickets/{other}/takeover"),
        lambda: admin.patch(f"admin/users/{eva.id}", json={"role": "customer"}),
        lambda: admin.post(f"admin/tickets/{ticket}/give-back"),
        lambda: admin.post(f"admin/tickets/{other}/resolve"),
    ]
    told = [version(admin)]
    for step in steps:
        step()
        told.append(version(admin))
        assert version(admin) == told[-1]

    # The last is an empty inbox again, as the first was.
    assert len({one["version"] for one in told}) == len(steps)
    assert told[0] == told[-1]
    assert [(one["waiting"], one["taken"]) for one in told] == [
        (0, 0), (1, 0), (1, 0), (0, 1), (0, 1), (0, 1), (1, 1), (0, 2), (1, 1), (1, 0), (0, 0),
    ]  # fmt: skip


def test_the_version_stays_when_something_happens_elsewhere(person: People, engine: Engine) -> None:
    ana, agent = person(), person("agent")
    waiting(engine, ana)
    before = version(agent)

    made_message(engine, made_ticket(engine, ana), "customer")

    assert version(agent) == before


def test_those_who_can_take_tickets_and_how_many_they_have(person: People, engine: Engine) -> None:
    ana, eva, luis = person(), person("agent", name="Eva"), person("admin", name="Luis")
    for agent, ended in ((eva, None), (eva, None), (eva, NOON), (None, None)):
        made_handoff(
            engine, made_ticket(engine, ana), agent_id=agent and agent.id, taken_at=agent and NOON, ended_at=ended,
            ended_as=ended and "resolved",
        )  # fmt: skip

    assert eva.get("admin/agents").json() == {
        "items": [
            {"id": str(eva.id), "name": "Eva", "email": eva.email, "role": "agent", "open_handoffs": 2},
            {"id": str(luis.id), "name": "Luis", "email": luis.email, "role": "admin", "open_handoffs": 0},
        ]
    }
