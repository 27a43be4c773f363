"""The demo customers' records: those of the pack's worlds, so that every state that the pack knows can be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.operations.bookings import take
from backend.operations.models import Booking, OperationRecord
from backend.operations.store import BOOKED, booked_data, new_record
from shared.agent.memory import resolved_dates
from shared.agent.operations import Slot
from shared.agent.slots import planned_slots, plans_of
from shared.domains.pack import Pack, World

HOLDING = (BOOKED, "rescheduled")
"""The states in which a record holds a slot."""
KNOWN_FOR_DAYS = 40


@dataclass(frozen=True, slots=True)
class Share:
    """A customer's worlds; a world without records is one that they only talk about."""

    customer: int
    worlds: tuple[World, ...]


def shared_out(pack: Pack, customers: int) -> tuple[Share, ...]:
    """The pack's worlds among customers: the first one gets one with records for every intent, the others the rest."""
    first: dict[str, World] = {}
    for world in pack.worlds:
        if world.records:
            first.setdefault(world.intent, world)
    rest = [world for world in pack.worlds if first.get(world.intent) is not world]
    others = customers - 1
    return (
        Share(0, tuple(first.values())),
        *(Share(number + 1, tuple(rest[number::others])) for number in range(others)),
    )


async def plant(session: AsyncSession, pack: Pack, customer_id: UUID, worlds: Sequence[World], today: date) -> None:
    """Give a customer the records of these worlds; what is booked there holds a slot of the plan."""
    for world in worlds:
        for record in reversed(world.records):  # the newest stands first
            await _plant(session, pack, customer_id, record, today)
    long_ago = now() - timedelta(days=KNOWN_FOR_DAYS)
    await session.execute(
        update(OperationRecord)
        .where(OperationRecord.customer_id == customer_id)
        .values(created_at=long_ago, updated_at=long_ago)
    )


async def _plant(session: AsyncSession, pack: Pack, customer_id: UUID, record: Mapping[str, Any], today: date) -> None:
    kind, state = str(record["kind"]), str(record["state"])
    data: dict[str, Any] = resolved_dates(record.get("data", {}), today)
    name = record.get("id")
    if name is not None and await session.get(OperationRecord, str(name)) is not None:
        name = None
    slot = await _slot(session, pack, kind, data, today) if state in HOLDING else None
    held = booked_data(slot) if slot else {}
    row = await new_record(session, customer_id, kind, state, {**data, **held}, record_id=name)
    if slot:
        await take(session, slot.id, row.id)


async def _slot(session: AsyncSession, pack: Pack, kind: str, data: Mapping[str, Any], today: date) -> Slot | None:
    """The free slot at the record's place that is nearest to its time; `None` where the plan has none there."""
    slot_kind = _slot_kinds(pack).get(kind)
    plan = plans_of(pack).get(slot_kind or "")
    if slot_kind is None or plan is None or "starts_at" not in data:
        return None
    planned = [slot for slot in planned_slots(slot_kind, plan, today) if slot.place == data.get("place")]
    query = select(Booking.slot_id).where(Booking.slot_id.in_([slot.id for slot in planned]))
    taken = set(await session.scalars(query))
    wished = str(data["starts_at"])
    free = sorted(slot for slot in ((f"{s.starts_at:%Y-%m-%dT%H:%M}", s.id) for s in planned) if slot[1] not in taken)
    later = next((name for starts_at, name in free if starts_at >= wished), free[-1][1] if free else None)
    return next((slot for slot in planned if slot.id == later), None)


def _slot_kinds(pack: Pack) -> Mapping[str, str]:
    """The kind of slot that a kind of record holds, as the pack's tools say."""
    return {
        spec.record: str(spec.settings.get("slot_kind", spec.record)) for spec in pack.tools if "slots" in spec.settings
    }
