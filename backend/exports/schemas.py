"""Exports on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, Field


class ConversationCount(BaseModel):
    """How many conversations there are; `first_at` and `last_at` are when the oldest and the newest of their tickets
    were opened, `null` without any."""

    count: int
    first_at: datetime | None
    last_at: datetime | None
    by_status: Mapping[str, int] = Field(examples=[{"resolved": 90, "open": 10}])
    by_category: Mapping[str, int] = Field(examples=[{"buying": 60, "credit": 40}])
