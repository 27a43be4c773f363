"""Customers who have something to lose: a record of every kind that the pack's tools work on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from backend.operations.models import OperationRecord
from shared.domains.pack import load_pack
from tests.backend.people import Person

STATES = {
    "offer": "active", "inspection": "scheduled", "payout": "scheduled", "credit": "approved", "warranty": "active",
    "documents": "open", "appointment": "booked",
}  # fmt: skip


def with_records(engine: Engine, customer: Person, mark: str) -> list[str]:
    """The ids of a new record of every kind; `mark` is in each."""
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    made = []
    with engine.begin() as connection:
        for kind in record_kinds():
            identity = f"{kind}-{mark}-{customer.id.hex[:6]}"
            data = {
                "item": f"{mark} 2018", "amount": 241_300, "date": day, "expires": day, "until": day, "account": "8842",
                "starts_at": f"{day}T10:00", "place": f"{mark} sucursal", "limit": 300_000, "items": [],
            }  # fmt: skip
            values = {"id": identity, "customer_id": customer.id, "kind": kind, "data": data}
            state = STATES.get(kind, "active")
            connection.execute(insert(OperationRecord).values(state=state, **values))
            made.append(identity)
    return made


def record_kinds() -> list[str]:
    """The kinds of all tools of the pack."""
    return sorted({spec.record for spec in load_pack("kavak").tools})


def records(engine: Engine, customer: Person) -> list[tuple[Any, ...]]:
    """A customer's records as they are now."""
    columns = (OperationRecord.id, OperationRecord.state, OperationRecord.data)
    wanted = select(*columns).where(OperationRecord.customer_id == customer.id).order_by(OperationRecord.id)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(wanted)]
