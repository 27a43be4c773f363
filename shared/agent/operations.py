"""The company's records as the tools see them: one protocol, in memory here, PostgreSQL in the backend.

Every call names the customer, who comes from the sign-in and never from the model's arguments: a record of
another customer does not exist as far as a tool can tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that belongs to a customer. `kind` is a record kind of the domain pack (offer, inspection …)."""

    id: str
    kind: str
    customer_id: str
    state: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time that can be booked once."""

    id: str
    kind: str
    starts_at: datetime
    place: str


class OperationsError(Exception):
    """A record operation that cannot be done; the message may be shown to the model."""


class RecordNotFound(OperationsError):
    pass


class SlotTaken(OperationsError):
    pass


class WriteRefused(OperationsError):
    """A write where only reading is allowed."""


class Operations(Protocol):
    """What tools may do with a customer's records. Writes carry an idempotency key: the same key acts once."""

    async def today(self) -> date:
        """The company's current date."""
        ...

    async def find(self, customer_id: str, kind: str) -> Sequence[Record]:
        """The customer's records of a kind, newest first."""
        ...

    async def create(
        self, customer_id: str, kind: str, state: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        """Store a new record."""
        ...

    async def update(
        self,
        customer_id: str,
        record_id: str,
        *,
        state: str | None = None,
        data: Mapping[str, Any] | None = None,
        idempotency_key: str,
    ) -> Record:
        """Change a record; `data` is merged. Raises `RecordNotFound`."""
        ...

    async def free_slots(self, kind: str, *, limit: int = 5) -> Sequence[Slot]:
        """The next free slots of a kind, earliest first."""
        ...

    async def book(
        self, customer_id: str, slot_id: str, kind: str, data: Mapping[str, Any], *, idempotency_key: str
    ) -> Record:
        """Book a slot as a record of `kind` in state `booked`; its data gets `slot_id`, `starts_at` (ISO) and
        `place`. Raises `SlotTaken`."""
        ...

    async def move(self, customer_id: str, record_id: str, slot_id: str, *, state: str, idempotency_key: str) -> Record:
        """Put a booked record on another slot and free its old one, both or neither.

        Raises `RecordNotFound`, `SlotTaken`."""
        ...

    async def cancel(self, customer_id: str, record_id: str, *, idempotency_key: str) -> Record:
        """Put a booked record into the state `cancelled` and free its slot. Raises `RecordNotFound`."""
        ...
