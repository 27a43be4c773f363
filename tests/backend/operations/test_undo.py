"""Taking back what a tool did."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine, select

from backend.events.models import TicketEvent
from backend.operations.models import Booking, OperationRecord
from backend.operations.store import PostgresOperations
from backend.settings import Settings
from shared.agent.operations import Record
from tests.backend.operations.builders import (
    MOMENT,
    PLANS,
    SLOTS,
    ZONE,
    database,
    new_customer,
    new_ticket,
    new_tool_call,
    with_store,
)
from tests.backend.people import Person

MakePerson = Callable[..., Person]
FIRST, SECOND = SLOTS[0], SLOTS[1]


@pytest.fixture
def customer(person: MakePerson) -> Person:
    return person()


def undone(customer: Person, ticket: UUID, call: UUID) -> httpx2.Response:
    return customer.post(f"tickets/{ticket}/tool-calls/{call}/undo")


def code(response: httpx2.Response) -> str:
    return f"{response.status_code} {response.json()['error']['code']}"


def stored(engine: Engine, record_id: str) -> tuple[str, dict[str, object]]:
    """A record's state and data."""
    with engine.connect() as connection:
        row = connection.execute(
            select(OperationRecord.state, OperationRecord.data).where(OperationRecord.id == record_id)
        ).one()
        return row.state, row.data


def slots(engine: Engine) -> set[str]:
    """The slots that are booked."""
    with engine.connect() as connection:
        return set(connection.scalars(select(Booking.slot_id)))


def booked(settings: Settings, customer: object, slot: str = FIRST, key: str = "book") -> Record:
    return with_store(
        settings, lambda s: s.book(str(customer), slot, "appointment", {"topic": "a"}, idempotency_key=key)
    )


def moved(settings: Settings, record: Record, slot: str = SECOND, key: str = "move") -> Record:
    return with_store(
        settings, lambda s: s.move(record.customer_id, record.id, slot, state="rescheduled", idempotency_key=key)
    )


def cancelled(settings: Settings, record: Record, key: str = "cancel") -> Record:
    return with_store(settings, lambda s: s.cancel(record.customer_id, record.id, idempotency_key=key))


def updated(settings: Settings, record: Record, key: str, **data: object) -> Record:
    return with_store(settings, lambda s: s.update(record.customer_id, record.id, data=data, idempotency_key=key))


def test_a_booking_is_taken_back_and_its_slot_is_free(engine: Engine, settings: Settings, customer: Person) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    answer = undone(customer, ticket, call := new_tool_call(engine, ticket, ["book"]))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["id"], told["undoable"]) == (str(call), False)
    assert told["undone_at"] is not None
    assert stored(engine, record.id)[0] == "cancelled"
    assert slots(engine) == set()


def test_a_move_is_taken_back_to_the_former_slot(engine: Engine, settings: Settings, customer: Person) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    moved(settings, record)
    assert undone(customer, ticket, new_tool_call(engine, ticket, ["move"])).status_code == 200
    assert stored(engine, record.id) == ("booked", record.data)
    assert slots(engine) == {FIRST}


def test_a_cancellation_is_taken_back_and_the_slot_held_again(
    engine: Engine, settings: Settings, customer: Person
) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    cancelled(settings, record)
    assert undone(customer, ticket, new_tool_call(engine, ticket, ["cancel"])).status_code == 200
    assert stored(engine, record.id) == ("booked", record.data)
    assert slots(engine) == {FIRST}


@pytest.mark.parametrize("change", [moved, cancelled])
def test_a_former_slot_that_is_gone_is_said_and_nothing_changes(
    engine: Engine, settings: Settings, customer: Person, change: Callable[..., Record]
) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    after = change(settings, record, key="change")
    booked(settings, new_customer(engine), FIRST, "somebody else")
    held = slots(engine)
    assert code(undone(customer, ticket, new_tool_call(engine, ticket, ["change"]))) == "409 slot_taken"
    assert stored(engine, record.id) == (after.state, after.data)
    assert slots(engine) == held


def test_a_former_slot_whose_time_has_passed_is_not_held_again(
    engine: Engine, settings: Settings, customer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    cancelled(settings, record)
    monkeypatch.setattr("backend.operations.undo.now", lambda: MOMENT + timedelta(days=30))
    assert code(undone(customer, ticket, new_tool_call(engine, ticket, ["cancel"]))) == "409 slot_taken"


def test_several_writes_of_one_call_are_taken_back_together(
    engine: Engine, settings: Settings, customer: Person
) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    updated(settings, record, "first", topic="b")
    moved(settings, record, key="second")
    updated(settings, record, "third", topic="c")
    call = new_tool_call(engine, ticket, ["first", "second", "third"])
    assert undone(customer, ticket, call).status_code == 200
    assert stored(engine, record.id) == ("booked", record.data)
    assert slots(engine) == {FIRST}


def test_what_was_changed_since_stays(engine: Engine, settings: Settings, customer: Person) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    other = with_store(settings, lambda s: s.create(str(customer.id), "offer", "active", {}, idempotency_key="create"))
    moved(settings, record)
    updated(settings, other, "later", amount=1)
    call = new_tool_call(engine, ticket, ["create", "move"])
    assert code(undone(customer, ticket, call)) == "409 changed_since"
    assert stored(engine, record.id)[0] == "rescheduled"
    assert slots(engine) == {SECOND}
    assert customer.get(f"tickets/{ticket}/tool-calls").json()["items"][0]["undoable"] is True


def test_nothing_is_taken_back_twice(engine: Engine, settings: Settings, customer: Person) -> None:
    booked(settings, customer.id)
    ticket = new_ticket(engine, customer.id)
    call = new_tool_call(engine, ticket, ["book"])
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: undone(customer, ticket, call).status_code, range(4)))
    assert statuses == [200, 409, 409, 409]
    assert code(undone(customer, ticket, call)) == "409 already_undone"


def test_what_was_undone_can_be_done_again(engine: Engine, settings: Settings, customer: Person) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    moved(settings, record)
    assert undone(customer, ticket, new_tool_call(engine, ticket, ["move"])).status_code == 200
    moved(settings, record)
    assert slots(engine) == {SECOND}
    assert undone(customer, ticket, new_tool_call(engine, ticket, ["move"])).status_code == 200
    assert slots(engine) == {FIRST}


def test_a_call_that_wrote_nothing_has_nothing_to_take_back(engine: Engine, customer: Person) -> None:
    ticket = new_ticket(engine, customer.id)
    assert code(undone(customer, ticket, new_tool_call(engine, ticket))) == "409 nothing_to_undo"


def test_what_the_customer_confirmed_stays_done(engine: Engine, settings: Settings, customer: Person) -> None:
    booked(settings, customer.id)
    ticket = new_ticket(engine, customer.id)
    call = new_tool_call(engine, ticket, ["book"], confirmation_id="0123456789abcdef")
    assert code(undone(customer, ticket, call)) == "409 irreversible"
    assert slots(engine) == {FIRST}


def test_only_the_ticket_s_customer_takes_back(
    engine: Engine, settings: Settings, customer: Person, person: MakePerson
) -> None:
    booked(settings, customer.id)
    ticket = new_ticket(engine, customer.id)
    call = new_tool_call(engine, ticket, ["book"])
    for other in (person(), person("agent"), person("admin")):
        assert code(undone(other, ticket, call)) == "404 not_found"
    assert code(undone(customer, ticket, uuid4())) == "404 not_found"
    assert code(undone(customer, new_ticket(engine, customer.id), call)) == "404 not_found"
    assert slots(engine) == {FIRST}


def test_the_ticket_s_listeners_are_told(engine: Engine, settings: Settings, customer: Person) -> None:
    booked(settings, customer.id)
    ticket = new_ticket(engine, customer.id)
    undone(customer, ticket, new_tool_call(engine, ticket, ["book"]))
    with engine.connect() as connection:
        assert connection.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket)).all() == ["ticket"]


def test_undoing_and_moving_at_once_leaves_one_booking(engine: Engine, settings: Settings, customer: Person) -> None:
    record, ticket = booked(settings, customer.id), new_ticket(engine, customer.id)
    moved(settings, record)
    call = new_tool_call(engine, ticket, ["move"])

    async def act(store: PostgresOperations) -> Record:
        return await store.move(record.customer_id, record.id, SLOTS[2], state="rescheduled", idempotency_key="again")

    with ThreadPoolExecutor(2) as pool:
        undoing = pool.submit(undone, customer, ticket, call)
        moving = pool.submit(with_store, settings, act)
        assert undoing.result().status_code in (200, 409)
        moving.result()
    assert slots(engine) == {SLOTS[2]}


def test_there_and_back_and_there_again_in_three_replies_moves_three_times(
    engine: Engine, settings: Settings, clean: None
) -> None:
    customer = new_customer(engine)
    appointment = booked(settings, customer)

    async def asked(slot: str, reply: str) -> None:
        async with database(settings) as made:
            store = PostgresOperations(made.session, PLANS, ZONE, scope=reply)
            for _ in range(2):  # delivered twice
                await store.move(customer, appointment.id, slot, state="rescheduled", idempotency_key=f"to {slot}")

    for reply, slot in enumerate((SECOND, FIRST, SECOND)):
        asyncio.run(asked(slot, f"reply {reply}"))
        assert slots(engine) == {slot}
