"""The inbox on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.users.models import UserRole


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AgentOut(_Read):
    """One of those who can take tickets. `open_handoffs` are the tickets in their hands."""

    id: UUID
    name: str
    email: str
    role: UserRole
    open_handoffs: int


class Agents(BaseModel):
    """By name."""

    items: Sequence[AgentOut]


class InboxVersion(_Read):
    """`version` is another one after anything has happened on a ticket with an open handoff, and after a handoff was
    asked for or has ended. `waiting` tickets have been taken by nobody, `taken` ones are in somebody's hands."""

    version: str = Field(examples=["9f2c4e1b7a3d5f60"])
    waiting: int
    taken: int
