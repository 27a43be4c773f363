"""Taking, changing and giving back slots. Each needs a transaction (or savepoint) that ends with its error."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.operations.models import Booking
from shared.agent.operations import SlotTaken


async def take(session: AsyncSession, slot_id: str, record_id: str) -> None:
    """Book a slot for a record that holds none. Raises `SlotTaken`; waits for whoever is about to take it."""
    booking = insert(Booking).values(slot_id=slot_id, record_id=record_id)
    taken = await session.scalar(booking.on_conflict_do_nothing().returning(Booking.slot_id))
    if taken is None:
        raise SlotTaken(f"the slot {slot_id!r} is not free")


async def release(session: AsyncSession, record_id: str) -> None:
    """Free the slot that a record holds, if any."""
    await session.execute(delete(Booking).where(Booking.record_id == record_id))


async def rebook(session: AsyncSession, record_id: str, old: str | None, new: str) -> None:
    """Put a record from its slot (if any) on another. Raises `SlotTaken`, also for the slot that it holds.

    Both rows are locked in one order first: two records that change places at once must not wait for each other.
    """
    both = select(Booking.slot_id).where(Booking.slot_id.in_([old, new] if old else [new]))
    held = await session.scalars(both.order_by(Booking.slot_id).with_for_update())
    if new in set(held):
        raise SlotTaken(f"the slot {new!r} is not free")
    await release(session, record_id)
    await take(session, new, record_id)
