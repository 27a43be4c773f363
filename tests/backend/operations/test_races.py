"""What must hold when everybody comes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext

import pytest
from sqlalchemy import Engine, func, select, text

from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.operations.store import PostgresOperations
from backend.settings import Settings
from shared.agent.operations import Record, RecordNotFound, SlotTaken
from tests.backend.operations.builders import PLANS, SLOTS, ZONE, database, new_customer, with_store

AT_ONCE = 50


def count(engine: Engine, table: type[Booking | OperationRecord | RecordWrite]) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def held(engine: Engine) -> dict[str, str]:
    """The record that holds each slot."""
    with engine.connect() as connection:
        return {row.slot_id: row.record_id for row in connection.execute(select(Booking.slot_id, Booking.record_id))}


def sorted_out(answers: Sequence[Record | BaseException]) -> tuple[list[Record], list[BaseException]]:
    return (
        [answer for answer in answers if isinstance(answer, Record)],
        [answer for answer in answers if isinstance(answer, BaseException)],
    )


def test_a_slot_that_fifty_want_is_booked_once(engine: Engine, settings: Settings, clean: None) -> None:
    customers = [new_customer(engine) for _ in range(AT_ONCE)]

    async def act(store: PostgresOperations) -> list[Record | BaseException]:
        calls = [store.book(c, SLOTS[0], "appointment", {}, idempotency_key=f"key {c}") for c in customers]
        return await asyncio.gather(*calls, return_exceptions=True)

    booked, refused = sorted_out(with_store(settings, act))
    assert len(booked) == 1
    assert [type(error) for error in refused] == [SlotTaken] * (AT_ONCE - 1)
    assert held(engine) == {SLOTS[0]: booked[0].id}
    assert (count(engine, OperationRecord), count(engine, RecordWrite)) == (1, 1)


def test_the_same_key_fifty_times_writes_once(engine: Engine, settings: Settings, clean: None) -> None:
    customer = new_customer(engine)

    async def act(store: PostgresOperations) -> list[Record]:
        calls = [store.book(customer, SLOTS[0], "appointment", {"n": 1}, idempotency_key="one") for _ in range(AT_ONCE)]
        return await asyncio.gather(*calls)

    answers = with_store(settings, act)
    assert all(answer == answers[0] for answer in answers)
    assert (count(engine, OperationRecord), count(engine, Booking), count(engine, RecordWrite)) == (1, 1, 1)


def test_of_many_who_move_to_one_slot_one_gets_it_and_the_others_keep_theirs(
    engine: Engine, settings: Settings, clean: None
) -> None:
    wanted, *starts = SLOTS[:9]
    customers = [new_customer(engine) for _ in starts]

    async def act(store: PostgresOperations) -> tuple[list[Record], list[Record | BaseException]]:
        pairs = zip(customers, starts, strict=True)
        records = [await store.book(c, slot, "appointment", {}, idempotency_key=f"book {c}") for c, slot in pairs]
        moves = [
            store.move(r.customer_id, r.id, wanted, state="rescheduled", idempotency_key=f"move {r.id}")
            for r in records
        ]
        return records, await asyncio.gather(*moves, return_exceptions=True)

    records, answers = with_store(settings, act)
    moved, refused = sorted_out(answers)
    assert [type(error) for error in refused] == [SlotTaken] * (len(starts) - 1)
    expected = {slot: r.id for r, slot in zip(records, starts, strict=True) if r.id != moved[0].id}
    assert held(engine) == {wanted: moved[0].id, **expected}


def test_two_that_change_places_neither_wait_for_ever_nor_lose_a_slot(
    engine: Engine, settings: Settings, clean: None
) -> None:
    customers = [new_customer(engine), new_customer(engine)]

    async def act(store: PostgresOperations) -> list[Record | BaseException]:
        a, b = [
            await store.book(c, slot, "appointment", {}, idempotency_key=c)
            for c, slot in zip(customers, SLOTS, strict=False)
        ]
        answers: list[Record | BaseException] = []
        for turn in range(15):
            calls = (
                store.move(customers[0], a.id, SLOTS[1], state="rescheduled", idempotency_key=f"a{turn}"),
                store.move(customers[1], b.id, SLOTS[0], state="rescheduled", idempotency_key=f"b{turn}"),
            )
            answers += await asyncio.gather(*calls, return_exceptions=True)
        return answers

    assert {type(answer) for answer in with_store(settings, act)} == {SlotTaken}
    assert sorted(held(engine)) == sorted(SLOTS[:2])


def test_a_freed_slot_goes_to_one_of_those_who_wait(engine: Engine, settings: Settings, clean: None) -> None:
    holder, *others = [new_customer(engine) for _ in range(11)]

    async def act(store: PostgresOperations) -> list[Record | BaseException]:
        record = await store.book(holder, SLOTS[0], "appointment", {}, idempotency_key="first")
        moved = store.move(holder, record.id, SLOTS[1], state="rescheduled", idempotency_key="away")
        wishes = [store.book(c, SLOTS[0], "appointment", {}, idempotency_key=c) for c in others]
        return await asyncio.gather(moved, *wishes, return_exceptions=True)

    booked, refused = sorted_out(with_store(settings, act))
    assert {type(error) for error in refused} <= {SlotTaken}
    assert len(held(engine)) == len(booked) == count(engine, OperationRecord)


def test_updates_of_one_record_at_once_are_all_kept(engine: Engine, settings: Settings, clean: None) -> None:
    customer = new_customer(engine)

    async def act(store: PostgresOperations) -> Record:
        record = await store.create(customer, "documents", "incomplete", {}, idempotency_key="new")
        calls = [
            store.update(customer, record.id, data={f"field{n}": n}, idempotency_key=f"update {n}") for n in range(20)
        ]
        await asyncio.gather(*calls)
        return (await store.find(customer, "documents"))[0]

    assert with_store(settings, act).data == {f"field{n}": n for n in range(20)}


def test_a_refused_write_leaves_the_callers_transaction_alive(engine: Engine, settings: Settings, clean: None) -> None:
    customer, other = new_customer(engine), new_customer(engine)

    async def run() -> int:
        async with database(settings) as made:
            await PostgresOperations(made.session, PLANS, ZONE).book(other, SLOTS[0], "visit", {}, idempotency_key="k")
            async with made.session() as session:
                store = PostgresOperations(lambda: nullcontext(session), PLANS, ZONE)
                await store.create(customer, "offer", "active", {}, idempotency_key="kept")
                with pytest.raises(SlotTaken):
                    await store.book(customer, SLOTS[0], "visit", {}, idempotency_key="refused")
                with pytest.raises(RecordNotFound):
                    await store.cancel(customer, "visit-1", idempotency_key="nothing")
                assert store.writes == ["kept"]
                return int((await session.execute(text("select 1"))).scalar_one())

    assert asyncio.run(run()) == 1
    with engine.connect() as connection:
        assert connection.scalars(select(RecordWrite.key).order_by(RecordWrite.key)).all() == ["k", "kept"]
        assert connection.scalars(select(OperationRecord.kind).order_by(OperationRecord.kind)).all() == [
            "offer",
            "visit",
        ]


def test_another_customers_key_does_not_show_their_record(engine: Engine, settings: Settings, clean: None) -> None:
    customer, other = new_customer(engine), new_customer(engine)

    async def act(store: PostgresOperations) -> None:
        await store.create(customer, "offer", "active", {"amount": 1}, idempotency_key="key")
        with pytest.raises(RecordNotFound):
            await store.create(other, "offer", "active", {}, idempotency_key="key")

    with_store(settings, act)
