"""A customer takes along what is known of them: all of it, only theirs, and no secret."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, text

from backend.errors import Unavailable
from backend.messages.models import Message
from backend.operations.models import OperationRecord
from backend.privacy import export
from backend.privacy.export import exported, find_profile
from backend.settings import Settings
from tests.backend.chats import open_ticket
from tests.backend.jobs.working import job_services
from tests.backend.people import Person
from tests.backend.privacy.lives import MARK, lived
from tests.backend.users.accounts import bearer, signed_up

LONG = 2_000
"""Messages of a conversation that is far longer than a page."""


def test_the_file_has_everything_that_the_person_left(person: Callable[..., Person], engine: Engine) -> None:
    ana, agent = person(name=f"Ana {MARK}"), person("agent", name="Sofía")
    lived(engine, ana, agent)
    answer = ana.get("me/export")
    assert answer.headers["content-type"] == "application/json"
    assert 'filename="my-data-' in answer.headers["content-disposition"]
    data = answer.json()
    assert next(iter(data)) == "format"
    assert list(data)[-1] == "complete"
    assert data["complete"] is True
    assert (data["profile"]["email"], data["profile"]["name"]) == (ana.email, f"Ana {MARK}")
    assert len(data["sign_ins"]) == 1
    (record,) = data["records"]
    assert (record["booked_slot"], record["data"]) == (f"slot-{MARK}-{ana.id}", {"for": MARK})
    assert [change["action"] for change in data["record_changes"]] == ["create"]
    (ticket,) = data["tickets"]
    assert (ticket["csat_score"], ticket["csat_comment"], ticket["title"]) == (5, MARK, f"{MARK} 1")
    assert [m["author"] for m in ticket["messages"]] == ["customer", "bot", "agent"]
    assert (ticket["messages"][1]["helpful"], ticket["messages"][1]["rating_reason"]) == (True, MARK)
    assert MARK in json.dumps(ticket["tool_actions"])
    assert [c["summary"] for c in ticket["confirmations"]] == [MARK]
    assert [h["agent_name"] for h in ticket["handoffs"]] == ["Sofía"]
    assert [m["to_status"] for m in ticket["moves"]][-1] == "resolved"
    assert {o["kind"] for o in ticket["outcomes"]} >= {"confirmed"}


def test_nothing_of_anybody_else_and_no_secret_is_in_it(
    person: Callable[..., Person], api: Any, engine: Engine
) -> None:
    bob, agent = person(), person("agent")
    theirs = lived(engine, bob, agent)
    ana = signed_up(api, "ana@example.com")
    told = api.get("me/export", headers=bearer(ana["access_token"])).text
    for word in (MARK, str(theirs), bob.email, str(agent.id), ana["access_token"], ana["refresh_token"], "$2b$"):
        assert word not in told
    with engine.connect() as connection:
        for (token_hash,) in connection.execute(text("select token_hash from refresh_tokens")):
            assert token_hash not in told
    own = bob.get("me/export").text
    for word in ("password", "$2b$", "token", "fingerprint"):
        assert word not in own


def test_pages_are_put_together_without_a_gap_or_a_repetition(
    person: Callable[..., Person], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = person()
    tickets = [open_ticket(ana, title=f"t{number}") for number in range(3)]
    with engine.begin() as connection:
        for number in range(export.PAGE + 7):
            values = {"ticket_id": tickets[1]["id"], "seq": number + 10, "author": "customer", "items": []}
            connection.execute(insert(Message).values(id=uuid4(), content=f"m{number}", stopped=False, **values))
            record = {"customer_id": ana.id, "kind": "offer", "state": "active", "data": {}}
            connection.execute(insert(OperationRecord).values(id=f"offer-{number}", **record))
    data = ana.get("me/export").json()
    assert [ticket["title"] for ticket in data["tickets"]] == ["t0", "t1", "t2"]
    wanted = [f"m{number}" for number in range(export.PAGE + 7)]
    assert [message["content"] for message in data["tickets"][1]["messages"]] == wanted
    assert [record["id"] for record in data["records"]] == [f"offer-{number}" for number in range(export.PAGE + 7)]


def test_an_admin_takes_it_for_a_customer(person: Callable[..., Person]) -> None:
    ana, admin = person(), person("admin")
    ticket = open_ticket(ana)
    data = admin.get(f"admin/users/{ana.id}/export").json()
    assert (data["profile"]["id"], data["tickets"][0]["id"]) == (str(ana.id), ticket["id"])
    assert admin.get(f"admin/users/{uuid4()}/export").status_code == 404


def pieces_of(settings: Settings, ana: Person, meanwhile: Callable[[int], None]) -> int:
    """Read an export piece by piece; its bytes."""

    async def read() -> int:
        size = number = 0
        async with job_services(settings) as services:
            async with services.session() as session:
                profile = await find_profile(session, ana.id)
            async for piece in exported(services, ana.id, profile):
                size, number = size + len(piece), number + 1
                meanwhile(number)
        return size

    return asyncio.run(read())


def test_memory_is_that_of_a_page(person: Callable[..., Person], engine: Engine, settings: Settings) -> None:
    ana = person()
    ticket = open_ticket(ana)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into messages (id, ticket_id, seq, author, content, items, stopped) select gen_random_uuid(), "
                "cast(:ticket as uuid), n + 10, 'customer', repeat('a', 3000), '[]', false "
                "from generate_series(1, :count) n"
            ),
            {"ticket": ticket["id"], "count": LONG},
        )
    tracemalloc.start()
    try:
        size = pieces_of(settings, ana, lambda _: None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > LONG * 3_000
    assert peak < size / 3


def test_a_file_of_somebody_who_is_erased_meanwhile_is_not_complete(
    person: Callable[..., Person], engine: Engine, settings: Settings
) -> None:
    ana = person()
    open_ticket(ana)

    def erase(number: int) -> None:
        if number == 2:
            with engine.begin() as connection:
                connection.execute(text("delete from users where id = :id"), {"id": ana.id})

    with pytest.raises(Unavailable):
        pieces_of(settings, ana, erase)
