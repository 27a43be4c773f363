"""Tool calls and records as their customer reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from backend.settings import Settings
from shared.agent.operations import Record
from shared.domains.pack import load_pack
from tests.backend.operations.builders import new_ticket, new_tool_call, with_store
from tests.backend.people import Person

MakePerson = Callable[..., Person]
TOOL = load_pack("kavak").tools[0]


def created(settings: Settings, customer: Person, kind: str, state: str) -> Record:
    return with_store(
        settings,
        lambda s: s.create(str(customer.id), kind, state, {"item": "Jetta"}, idempotency_key=f"{customer.id} {state}"),
    )


def test_records_come_newest_first_and_only_ones_own(person: MakePerson, settings: Settings) -> None:
    customer, other = person(), person()
    first = created(settings, customer, "offer", "expired")
    second = created(settings, customer, "payout", "scheduled")
    created(settings, other, "offer", "active")
    answer = customer.get("me/records").json()
    assert [record["id"] for record in answer["items"]] == [second.id, first.id]
    assert answer["next_cursor"] is None
    assert answer["items"][0].keys() == {"id", "kind", "state", "data", "created_at", "updated_at"}
    assert answer["items"][0]["data"] == {"item": "Jetta"}


def test_records_of_one_kind(person: MakePerson, settings: Settings) -> None:
    customer = person()
    created(settings, customer, "offer", "active")
    created(settings, customer, "payout", "scheduled")
    kinds = [record["kind"] for record in customer.get("me/records", params={"kind": "payout"}).json()["items"]]
    assert kinds == ["payout"]


@pytest.mark.parametrize("kind", ["", "\x00", "a\x00b", "k" * 201])
def test_a_kind_that_cannot_be_is_refused(person: MakePerson, kind: str) -> None:
    assert person().get("me/records", params={"kind": kind}).status_code == 422


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_tool_call_carries_its_label_in_the_ticket_s_language(
    engine: Engine, person: MakePerson, language: str
) -> None:
    customer = person()
    ticket = new_ticket(engine, customer.id, language)
    new_tool_call(engine, ticket, ["key"], tool=TOOL.name)
    [call] = customer.get(f"tickets/{ticket}/tool-calls").json()["items"]
    assert call["label"] == TOOL.label[language]
    assert call["undoable"] is True


def test_a_tool_that_the_pack_no_longer_has_is_shown_by_its_name(engine: Engine, person: MakePerson) -> None:
    customer = person()
    ticket = new_ticket(engine, customer.id)
    new_tool_call(engine, ticket, tool="old_tool")
    [call] = customer.get(f"tickets/{ticket}/tool-calls").json()["items"]
    assert (call["tool"], call["label"], call["undoable"]) == ("old_tool", "old_tool", False)


def test_tool_calls_come_in_order_and_in_pages(engine: Engine, person: MakePerson) -> None:
    customer = person()
    ticket = new_ticket(engine, customer.id)
    made = [str(new_tool_call(engine, ticket)) for _ in range(5)]
    first = customer.get(f"tickets/{ticket}/tool-calls", params={"limit": 3}).json()
    rest = customer.get(f"tickets/{ticket}/tool-calls", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [call["id"] for call in first["items"] + rest["items"]] == made
    assert rest["next_cursor"] is None


def test_the_staff_sees_a_ticket_s_tool_calls_and_other_customers_do_not(engine: Engine, person: MakePerson) -> None:
    ticket = new_ticket(engine, person().id)
    new_tool_call(engine, ticket)
    assert len(person("agent").get(f"tickets/{ticket}/tool-calls").json()["items"]) == 1
    assert person().get(f"tickets/{ticket}/tool-calls").status_code == 404


def test_nobody_reads_without_signing_in(engine: Engine, person: MakePerson, api: Person) -> None:
    ticket = new_ticket(engine, person().id)
    for path in ("me/records", f"tickets/{ticket}/tool-calls"):
        assert api.get(path).status_code == 401
