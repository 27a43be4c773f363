"""What waits for the customer's button, on the wire."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.chatbot.models import Confirmation, ConfirmationStatus
from backend.messages.schemas import MessageOut
from backend.operations.schemas import ToolCallOut


class WhichConfirmations(StrEnum):
    """`pending`: those that wait for the customer's button. `all`: those that were decided, too."""

    PENDING = "pending"
    ALL = "all"


class ConfirmationOut(BaseModel):
    """An irreversible action. `summary` says in the customer's language what the button does."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    reply_id: UUID | None = Field(description="The reply that asked for it, whose message it stands under.")
    tool: str
    arguments: dict[str, Any]
    summary: str
    status: ConfirmationStatus
    created_at: datetime
    decided_at: datetime | None

    @classmethod
    def of(cls, confirmation: Confirmation) -> ConfirmationOut:
        return cls.model_validate(confirmation)


class DecisionIn(BaseModel):
    """The customer's button: `true` does it, `false` does nothing and takes the question away."""

    model_config = ConfigDict(extra="forbid")

    accept: bool = Field(default=True, strict=True)


class DecisionOut(BaseModel):
    """What came of it. `tool_call` and `message` are `null` when the customer declined."""

    confirmation: ConfirmationOut
    tool_call: ToolCallOut | None
    message: MessageOut | None
