"""`Operations` in memory: one instance a simulated conversation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from shared.agent.operations import Record, RecordNotFound, Slot, SlotTaken
from shared.agent.slots import SlotPlan, planned_slots, plans_of
from shared.domains.pack import Pack

SIMULATED_TODAY = date(2026, 10, 5)
"""A Monday; fixed so that a simulation can be repeated."""
_RELATIVE = re.compile(r"([+-]\d{1,4})d(T\d{2}:\d{2})?")


def resolved_dates(value: Any, today: date) -> Any:
    """`value` with each relative date ("+3d", "-2dT10:00") as an ISO date, at any depth."""
    if isinstance(value, str) and (match := _RELATIVE.fullmatch(value)):
        return (today + timedelta(days=int(match[1]))).isoformat() + (match[2] or "")
    if isinstance(value, Mapping):
        return {key: resolved_dates(part, today) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [resolved_dates(part, today) for part in value]
    return value


class InMemoryOperations:
    """Records in a dictionary. Meant for one conversation: no call gives way to another in the middle."""

    def __init__(
        self,
        records: Iterable[Record] = (),
        *,
        today: date = SIMULATED_TODAY,
        plans: Mapping[str, SlotPlan] | None = None,
    ) -> None:
        self._today = today
        self._plans = dict(plans or {})
        self._records = {record.id: record for record in records}
        self._done: dict[str, Record] = {}
        self._held: dict[str, str] = {}

    @classmethod
    def for_customer(
        cls, pack: Pack, customer_id: str, records: Iterable[Mapping[str, Any]], *, today: date = SIMULATED_TODAY
    ) -> InMemoryOperations:
        """The records of a world (`{"kind", "state", "data", "id"?}`, the newest first) as this customer's."""
        made = [
            Record(
                id=str(record.get("id") or f"{record['kind']}-{number}"),
                kind=str(record["kind"]),
                customer_id=str(record.get("customer_id", customer_id)),
                state=str(record["state"]),
                data=resolved_dates(record.get("data", {}), today),
            )
            for number, record in enumerate(records, start=1)
        ]
        return cls(made, today=today, plans=plans_of(pack))

    async def today(self) -> date:
        return self._today

    async def find(self, customer_id: str, kind: str) -> Sequence[Record]:
        return [r for r in self._records.values() if r.customer_id == customer_id and r.kind == kind]

    async def create(
        self, customer_id: str, kind: str, state: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        return self._once(idempotency_key, lambda: self._add(customer_id, kind, state, data))

    async def update(
        self,
        customer_id: str,
        record_id: str,
        *,
        state: str | None = None,
        data: Mapping[str, Any] | None = None,
        idempotency_key: str,
    ) -> Record:
        def act() -> Record:
            record = self._own(customer_id, record_id)
            return self._put(replace(record, state=state or record.state, data={**record.data, **(data or {})}))

        return self._once(idempotency_key, act)

    async def free_slots(self, kind: str, *, limit: int = 5) -> Sequence[Slot]:
        plan = self._plans.get(kind, SlotPlan())
        taken = set(self._held.values())
        free = (slot for slot in planned_slots(kind, plan, self._today) if slot.id not in taken)
        return list(islice(free, limit))

    async def book(
        self, customer_id: str, slot_id: str, kind: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        def act() -> Record:
            record = self._add(customer_id, kind, "booked", {**data, **self._free(slot_id)})
            self._held[record.id] = slot_id
            return record

        return self._once(idempotency_key, act)

    async def move(self, customer_id: str, record_id: str, slot_id: str, *, state: str, idempotency_key: str) -> Record:
        def act() -> Record:
            record = self._own(customer_id, record_id)
            moved = self._put(replace(record, state=state, data={**record.data, **self._free(slot_id)}))
            self._held[record.id] = slot_id
            return moved

        return self._once(idempotency_key, act)

    async def cancel(self, customer_id: str, record_id: str, *, idempotency_key: str) -> Record:
        def act() -> Record:
            record = self._own(customer_id, record_id)
            self._held.pop(record.id, None)
            return self._put(replace(record, state="cancelled"))

        return self._once(idempotency_key, act)

    def snapshot(self) -> tuple[dict[str, Any], ...]:
        """Every record as it is now, the newest first: `{"id", "kind", "customer_id", "state", "data"}`."""
        return tuple(asdict(record) for record in self._records.values())

    def _once(self, key: str, act: Callable[[], Record]) -> Record:
        if key not in self._done:
            self._done[key] = act()
        return self._done[key]

    def _own(self, customer_id: str, record_id: str) -> Record:
        record = self._records.get(record_id)
        if record is None or record.customer_id != customer_id:
            raise RecordNotFound(f"there is no record {record_id!r}")
        return record

    def _put(self, record: Record) -> Record:
        self._records[record.id] = record
        return record

    def _add(self, customer_id: str, kind: str, state: str, data: Mapping[str, Any]) -> Record:
        record = Record(f"{kind}-{len(self._records) + 1}", kind, customer_id, state, dict(data))
        self._records = {record.id: record, **self._records}
        return record

    def _free(self, slot_id: str) -> dict[str, str]:
        """What a record says about a slot that it takes. Raises `SlotTaken`."""
        kind = re.sub(r"-\d{8}-\d{4}-\d+$", "", slot_id)
        plan = self._plans.get(kind, SlotPlan())
        slot = next((s for s in planned_slots(kind, plan, self._today) if s.id == slot_id), None)
        if slot is None or slot_id in self._held.values():
            raise SlotTaken(f"the slot {slot_id!r} is not free")
        return {"slot_id": slot_id, "starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%M}", "place": slot.place}
