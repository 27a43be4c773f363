"""Lists that go on where they stopped: a cursor of the last item's sort key, opaque to the client."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.errors import Invalid

ItemT = TypeVar("ItemT")
Limit = Annotated[int, Query(ge=1, le=100, description="How many items at most.")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="`next_cursor` of the page before; leave out for the first.")
]


class Page(BaseModel, Generic[ItemT]):
    """`next_cursor` is `null` on the last page."""

    items: Sequence[ItemT]
    next_cursor: str | None = None


def encode_cursor(at: datetime, identity: UUID) -> str:
    """The place after an item in a list that is sorted by time and id."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{identity}".encode()).decode()


def decode_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The time and id of `encode_cursor`. Raises `Invalid`."""
    try:
        at, _, identity = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().partition("|")
        moment, found = datetime.fromisoformat(at), UUID(identity)
    except (ValueError, binascii.Error) as error:
        raise Invalid("the cursor is not one of ours") from error
    if moment.tzinfo is None:
        raise Invalid("the cursor is not one of ours")
    return moment, found
