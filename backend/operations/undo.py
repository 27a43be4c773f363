"""Taking back what one call of a tool wrote, as long as nothing has happened to it since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import ToolCall
from backend.clock import now
from backend.errors import Conflict, NotFound, SlotNotFree
from backend.operations.bookings import release, take
from backend.operations.models import OperationRecord, RecordWrite
from backend.operations.snapshots import Snapshot
from backend.operations.store import CANCELLED
from backend.tickets.states import tell
from shared.agent.operations import SlotTaken


class AlreadyUndone(Conflict):
    code = "already_undone"


class NothingToUndo(Conflict):
    code = "nothing_to_undo"


class Irreversible(Conflict):
    code = "irreversible"


class ChangedSince(Conflict):
    code = "changed_since"


async def undo(
    session: AsyncSession, ticket_id: UUID, tool_call_id: UUID, customer_id: UUID, *, timezone: str
) -> ToolCall:
    """Take back the writes of a tool call, the newest first; all of them or none. The ticket's row must be locked.

    What the call created is kept as `cancelled`. Raises `NotFound`, `AlreadyUndone`, `NothingToUndo`, `Irreversible`
    (the customer confirmed it with a button), `ChangedSince` and `SlotNotFree` (the former slot is gone).
    """
    call = await _undoable(session, ticket_id, tool_call_id)
    clock = now().astimezone(ZoneInfo(timezone)).replace(tzinfo=None)
    for write in await _writes(session, call, customer_id):
        await _take_back(session, write, clock)
    call.undone_at = now()
    await session.flush()
    await tell(session, ticket_id)
    return call


async def _undoable(session: AsyncSession, ticket_id: UUID, tool_call_id: UUID) -> ToolCall:
    query = select(ToolCall).where(ToolCall.id == tool_call_id, ToolCall.ticket_id == ticket_id)
    call = await session.scalar(query.with_for_update())
    if call is None:
        raise NotFound("there is no such tool call")
    if call.undone_at is not None:
        raise AlreadyUndone("this has been undone already")
    if call.confirmation_id is not None:
        raise Irreversible("what was confirmed with the button cannot be undone")
    if not call.writes:
        raise NothingToUndo("this call changed nothing")
    return call


async def _writes(session: AsyncSession, call: ToolCall, customer_id: UUID) -> Sequence[RecordWrite]:
    """The call's writes, the newest first. Raises `ChangedSince` when one is gone or was taken back elsewhere."""
    query = select(RecordWrite).where(RecordWrite.key.in_(call.writes), RecordWrite.customer_id == customer_id)
    found = {write.key: write for write in await session.scalars(query.with_for_update())}
    writes = [found[key] for key in dict.fromkeys(reversed(call.writes)) if key in found]
    if len(writes) < len(set(call.writes)) or any(write.undone_at for write in writes):
        raise ChangedSince("this has been changed since; it cannot be undone")
    return writes


async def _take_back(session: AsyncSession, write: RecordWrite, clock: datetime) -> None:
    row = await session.get_one(OperationRecord, write.record_id, with_for_update=True, populate_existing=True)
    current = await Snapshot.of(session, row)
    if current != Snapshot.read(write.after):
        raise ChangedSince(f"{row.id} has been changed since; it cannot be undone")
    before = Snapshot.read(write.before) if write.before else None
    if before is None:
        await release(session, row.id)
        row.state = CANCELLED
    else:
        await _hold_again(session, row.id, current.slot, before, clock)
        row.state, row.data = before.state, dict(before.data)
    write.undone_at = now()
    await session.flush()


async def _hold_again(
    session: AsyncSession, record_id: str, held: str | None, before: Snapshot, clock: datetime
) -> None:
    """Give the record the slot that it held before the write. Raises `SlotNotFree`, also when its time has passed."""
    if held == before.slot:
        return
    await release(session, record_id)
    if before.slot is None:
        return
    if str(before.data.get("starts_at", "9")) <= f"{clock:%Y-%m-%dT%H:%M}":
        raise SlotNotFree(f"the former time of {record_id} has passed")
    try:
        await take(session, before.slot, record_id)
    except SlotTaken as error:
        raise SlotNotFree(f"the former time of {record_id} has been taken by somebody else") from error
