"""The records in PostgreSQL behave as those in memory: what is true in a simulation is true for customers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from backend.operations.models import OperationRecord
from backend.operations.store import PostgresOperations
from backend.settings import Settings
from shared.agent.memory import InMemoryOperations
from shared.agent.operations import Operations, OperationsError, Record, Slot
from tests.backend.operations.builders import PLANS, SLOTS, TODAY, ZONE, database, new_customer

KINDS = ("offer", "appointment")


@dataclass(frozen=True, slots=True)
class Step:
    """One call: `record` counts the records in the order of their making, `customer` is the first or the second."""

    action: str
    customer: int = 0
    record: int = 0
    slot: int = 0
    key: int = 0
    kind: int = 0
    state: str | None = "active"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Player:
    """Plays steps on a store and tells what happened, with records named by the order of their making."""

    operations: Operations
    customers: tuple[str, str]
    names: dict[str, int] = field(default_factory=dict)

    async def play(self, step: Step) -> object:
        try:
            return self._told(await self._call(step))
        except OperationsError as error:
            return type(error).__name__

    async def _call(self, step: Step) -> object:
        operations, customer = self.operations, self.customers[step.customer]
        record, slot, kind = self._record(step.record), SLOTS[step.slot % len(SLOTS)], KINDS[step.kind]
        key = f"{customer} {step.action} {step.key}"
        match step.action:
            case "create":
                return await operations.create(customer, kind, step.state or "new", step.data, idempotency_key=key)
            case "update":
                return await operations.update(customer, record, state=step.state, data=step.data, idempotency_key=key)
            case "book":
                return await operations.book(customer, slot, kind, step.data, idempotency_key=key)
            case "move":
                return await operations.move(customer, record, slot, state="rescheduled", idempotency_key=key)
            case "cancel":
                return await operations.cancel(customer, record, idempotency_key=key)
            case "free":
                return await operations.free_slots("visit", limit=200)
            case _:
                return await operations.find(customer, kind)

    def _record(self, number: int) -> str:
        return next((record for record, made in self.names.items() if made == number), "offer-unknown")

    def _told(self, answer: object) -> object:
        if isinstance(answer, Record):
            number = self.names.setdefault(answer.id, len(self.names))
            return number, answer.kind, self.customers.index(answer.customer_id), answer.state, dict(answer.data)
        if isinstance(answer, Slot):
            return answer
        assert isinstance(answer, list | tuple)
        return [self._told(part) for part in answer]


def played_on_both(engine: Engine, settings: Settings, steps: list[Step]) -> tuple[list[object], list[object]]:
    """What the steps did in memory and in PostgreSQL."""
    customers = (new_customer(engine), new_customer(engine))
    with engine.begin() as connection:
        connection.execute(delete(OperationRecord))

    async def run() -> tuple[list[object], list[object]]:
        async with database(settings) as made:
            memory = Player(InMemoryOperations(today=TODAY, plans=PLANS), customers)
            postgres = Player(PostgresOperations(made.session, PLANS, ZONE), customers)
            return [await memory.play(step) for step in steps], [await postgres.play(step) for step in steps]

    return asyncio.run(run())


SCENARIO = [
    Step("free"),
    Step("create", state="active", data={"item": "Jetta 2018", "amount": 245000, "nested": {"es": "sí"}}),
    Step("create", key=1, state="expired"),
    Step("find"),
    Step("find", customer=1),
    Step("update", record=0, state=None, data={"amount": 1.5, "due": None}),
    Step("update", record=0, state="accepted", key=0),  # the key of the step before: it acts once
    Step("update", customer=1, record=0),
    Step("update", record=9, key=9),
    Step("book", slot=0, kind=1, data={"topic": "test drive"}),
    Step("book", customer=1, slot=0, kind=1),
    Step("book", slot=0, kind=1),
    Step("book", customer=1, slot=1, kind=1, key=1),
    Step("free"),
    Step("move", record=2, slot=1),
    Step("move", record=2, slot=0, key=1),
    Step("move", record=2, slot=2, key=2),
    Step("move", record=0, slot=3, key=3),
    Step("move", customer=1, record=2, slot=4, key=4),
    Step("free"),
    Step("cancel", record=2),
    Step("cancel", customer=1, record=2),
    Step("book", customer=1, slot=2, kind=1, key=2),
    Step("cancel", record=2, key=1),
    Step("move", record=2, slot=5, key=5),
    Step("free"),
    Step("find", kind=1),
    Step("find", customer=1, kind=1),
]


def test_both_stores_tell_the_same_story(engine: Engine, settings: Settings, clean: None) -> None:
    memory, postgres = played_on_both(engine, settings, SCENARIO)
    assert postgres == memory
    assert postgres.count("SlotTaken") == 3
    assert postgres.count("RecordNotFound") == 4


_values = st.one_of(
    st.integers(-9, 9), st.text("aé ñ'\"%:", max_size=4), st.none(), st.lists(st.booleans(), max_size=2)
)
_steps = st.builds(
    Step,
    action=st.sampled_from(("create", "update", "book", "move", "cancel", "free", "find")),
    customer=st.integers(0, 1),
    record=st.integers(0, 5),
    slot=st.integers(0, 4),
    key=st.integers(0, 6),
    kind=st.integers(0, 1),
    state=st.sampled_from((None, "active", "expired")),
    data=st.dictionaries(st.sampled_from(("item", "amount", "slot_id")), _values, max_size=2),
)


@trying(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_steps, min_size=4, max_size=14))
@example(steps=SCENARIO)
def test_no_sequence_of_calls_tells_the_stores_apart(
    engine: Engine, settings: Settings, clean: None, steps: list[Step]
) -> None:
    memory, postgres = played_on_both(engine, settings, steps)
    assert postgres == memory
