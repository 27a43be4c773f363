"""Operations that cannot write: what a tool gets while nobody has allowed it to change anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.agent.operations import Operations, Record, Slot, WriteRefused


class ReadOnlyOperations:
    """Passes reading on and refuses every write, so that a tool's mistake cannot become an act."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    async def today(self) -> date:
        return await self._operations.today()

    async def find(self, customer_id: str, kind: str) -> Sequence[Record]:
        return await self._operations.find(customer_id, kind)

    async def free_slots(self, kind: str, *, limit: int = 5) -> Sequence[Slot]:
        return await self._operations.free_slots(kind, limit=limit)

    async def create(
        self, customer_id: str, kind: str, state: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        raise WriteRefused(f"a read may not create a {kind}")

    async def update(
        self,
        customer_id: str,
        record_id: str,
        *,
        state: str | None = None,
        data: Mapping[str, Any] | None = None,
        idempotency_key: str,
    ) -> Record:
        raise WriteRefused(f"a read may not change {record_id}")

    async def book(
        self, customer_id: str, slot_id: str, kind: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        raise WriteRefused(f"a read may not book {slot_id}")

    async def move(self, customer_id: str, record_id: str, slot_id: str, *, state: str, idempotency_key: str) -> Record:
        raise WriteRefused(f"a read may not move {record_id}")

    async def cancel(self, customer_id: str, record_id: str, *, idempotency_key: str) -> Record:
        raise WriteRefused(f"a read may not cancel {record_id}")
