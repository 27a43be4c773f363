"""A record at one moment, with the slot that it held: what a write keeps, to be told again or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.operations.models import Booking, OperationRecord
from shared.agent.operations import Record


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`slot` is the slot that was booked for the record; its `data` may name one that it no longer holds."""

    id: str
    kind: str
    state: str
    data: Mapping[str, Any]
    slot: str | None

    @classmethod
    async def of(cls, session: AsyncSession, row: OperationRecord) -> Snapshot:
        slot = await session.scalar(select(Booking.slot_id).where(Booking.record_id == row.id))
        return cls(row.id, row.kind, row.state, dict(row.data), slot)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Snapshot:
        """From `as_json`."""
        return cls(**stored)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def record(self, customer_id: str) -> Record:
        return Record(self.id, self.kind, customer_id, self.state, self.data)


def record_of(row: OperationRecord) -> Record:
    """A row as the tools see it."""
    return Record(row.id, row.kind, str(row.customer_id), row.state, row.data)
