"""Records of a customer for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, insert, select

from backend.operations.models import OperationRecord


def add_record(engine: Engine, customer_id: UUID, kind: str, state: str, **data: Any) -> str:
    """A record in the database; its id."""
    with engine.begin() as connection:
        number = connection.scalar(select(func.count()).select_from(OperationRecord)) or 0
        record_id = f"{kind}-{number + 1}"
        values = {"id": record_id, "customer_id": customer_id, "kind": kind, "state": state, "data": data}
        connection.execute(insert(OperationRecord).values(**values))
    return record_id
