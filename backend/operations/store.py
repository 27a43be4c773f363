"""`shared.agent.operations.Operations` over PostgreSQL: what the bot's tools read and write for real customers.

A write is one transaction (or one savepoint of the caller's): it acts in full or not at all, once for its idempotency
key, on a locked record, and leaves what was before and after. A slot is a row of `bookings`, whose primary key is what
makes a double booking impossible.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.operations.bookings import rebook, release, take
from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.operations.snapshots import Snapshot, record_of
from shared.agent.operations import Record, RecordNotFound, Slot, SlotTaken
from shared.agent.slots import SlotPlan, planned_slots

Connect = Callable[[], AbstractAsyncContextManager[AsyncSession]]
Act = Callable[[AsyncSession], Awaitable["Change"]]
CANCELLED = "cancelled"
BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class Change:
    """A record as a write found it (`None`: it was not there) and the row as the write left it."""

    before: Snapshot | None
    row: OperationRecord


class PostgresOperations:
    """The records of every customer. `connect` gives each call its transaction; `plans` are the pack's slots by kind;
    `timezone` is where the company is. `writes` collects the idempotency keys of the writes, for the tool call's row.
    Keys are told apart by `scope`, a reply: who moves a booking there, back and there again means it the second time.
    """

    def __init__(self, connect: Connect, plans: Mapping[str, SlotPlan], timezone: str, *, scope: str = "") -> None:
        self._connect = connect
        self._plans = plans
        self._timezone = ZoneInfo(timezone)
        self._scope = scope
        self.writes: list[str] = []

    async def today(self) -> date:
        return now().astimezone(self._timezone).date()

    async def find(self, customer_id: str, kind: str) -> Sequence[Record]:
        query = select(OperationRecord).where(
            OperationRecord.customer_id == UUID(customer_id), OperationRecord.kind == kind
        )
        async with self._connect() as session:
            rows = await session.scalars(query.order_by(OperationRecord.position.desc()))
            return [record_of(row) for row in rows]

    async def free_slots(self, kind: str, *, limit: int = 5) -> Sequence[Slot]:
        """The next free slots; a plan begins tomorrow, so none of them is over."""
        planned = await self._planned(kind)
        async with self._connect() as session:
            taken = set(await session.scalars(select(Booking.slot_id).where(Booking.slot_id.in_(planned))))
        return list(islice((slot for name, slot in planned.items() if name not in taken), limit))

    async def create(
        self, customer_id: str, kind: str, state: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        async def act(session: AsyncSession) -> Change:
            return Change(None, await new_record(session, UUID(customer_id), kind, state, data))

        return await self._once(customer_id, idempotency_key, "create", act)

    async def update(
        self,
        customer_id: str,
        record_id: str,
        *,
        state: str | None = None,
        data: Mapping[str, Any] | None = None,
        idempotency_key: str,
    ) -> Record:
        async def act(session: AsyncSession) -> Change:
            row = await _own(session, customer_id, record_id)
            before = await Snapshot.of(session, row)
            row.state, row.data = state or row.state, {**row.data, **(data or {})}
            return Change(before, row)

        return await self._once(customer_id, idempotency_key, "update", act)

    async def book(
        self, customer_id: str, slot_id: str, kind: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        async def act(session: AsyncSession) -> Change:
            told = booked_data(await self._slot(slot_id))
            row = await new_record(session, UUID(customer_id), kind, BOOKED, {**data, **told})
            await take(session, slot_id, row.id)
            return Change(None, row)

        return await self._once(customer_id, idempotency_key, "book", act)

    async def move(self, customer_id: str, record_id: str, slot_id: str, *, state: str, idempotency_key: str) -> Record:
        async def act(session: AsyncSession) -> Change:
            row = await _own(session, customer_id, record_id)
            before = await Snapshot.of(session, row)
            told = booked_data(await self._slot(slot_id))
            await rebook(session, row.id, before.slot, slot_id)
            row.state, row.data = state, {**row.data, **told}
            return Change(before, row)

        return await self._once(customer_id, idempotency_key, "move", act)

    async def cancel(self, customer_id: str, record_id: str, *, idempotency_key: str) -> Record:
        async def act(session: AsyncSession) -> Change:
            row = await _own(session, customer_id, record_id)
            before = await Snapshot.of(session, row)
            await release(session, row.id)
            row.state = CANCELLED
            return Change(before, row)

        return await self._once(customer_id, idempotency_key, "cancel", act)

    async def _once(self, customer_id: str, key: str, action: str, act: Act) -> Record:
        """What the write with this key did before, or what it does now.

        A write that was undone may be done again. An error takes back the savepoint, not the caller's transaction.
        """
        key = f"{self._scope} {key}" if self._scope else key
        async with self._connect() as session:
            await _hold(session, key)
            done = await session.get(RecordWrite, key, populate_existing=True)
            if done is not None and done.customer_id != UUID(customer_id):
                raise RecordNotFound("there is no such write")
            if done is None or done.undone_at is not None:
                async with session.begin_nested():
                    after = await _written(session, key, action, await act(session), done)
            else:
                after = Snapshot.read(done.after)
        self.writes.append(key)
        return after.record(customer_id)

    async def _planned(self, kind: str) -> Mapping[str, Slot]:
        plan = self._plans.get(kind, SlotPlan())
        return {slot.id: slot for slot in planned_slots(kind, plan, await self.today())}

    async def _slot(self, slot_id: str) -> Slot:
        """The planned slot of this id. Raises `SlotTaken`."""
        kind = slot_id.rsplit("-", 3)[0]
        slot = (await self._planned(kind)).get(slot_id)
        if slot is None:
            raise SlotTaken(f"the slot {slot_id!r} is not free")
        return slot


def booked_data(slot: Slot) -> dict[str, str]:
    """What a record says about the slot that it holds."""
    return {"slot_id": slot.id, "starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%M}", "place": slot.place}


async def new_record(
    session: AsyncSession,
    customer_id: UUID,
    kind: str,
    state: str,
    data: Mapping[str, Any],
    *,
    record_id: str | None = None,
) -> OperationRecord:
    """A stored record with the next number, "offer-1042" unless `record_id` names it."""
    position = await session.scalar(select(func.nextval(func.pg_get_serial_sequence("records", "position"))))
    row = OperationRecord(
        id=record_id or f"{kind}-{position}", position=position, customer_id=customer_id,
        kind=kind, state=state, data=dict(data),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def _hold(session: AsyncSession, key: str) -> None:
    """Make whoever comes with the same key wait until this transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"record write {key}", 0))))


async def _own(session: AsyncSession, customer_id: str, record_id: str) -> OperationRecord:
    """The customer's record, locked and fresh. Raises `RecordNotFound`."""
    query = select(OperationRecord).where(
        OperationRecord.id == record_id, OperationRecord.customer_id == UUID(customer_id)
    )
    row = await session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise RecordNotFound(f"there is no record {record_id!r}")
    return row


async def _written(
    session: AsyncSession, key: str, action: str, change: Change, undone: RecordWrite | None
) -> Snapshot:
    """Keep what a write found and left."""
    row = change.row
    await session.flush()
    after = await Snapshot.of(session, row)
    write = undone or RecordWrite(key=key)
    write.customer_id, write.record_id, write.action, write.undone_at = row.customer_id, row.id, action, None
    write.before = change.before.as_json() if change.before else None
    write.after = after.as_json()
    session.add(write)
    await session.flush()
    return after
