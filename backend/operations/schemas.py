"""Tool calls and records on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.chatbot.models import ToolCall
from backend.operations.models import OperationRecord
from shared.agent.events import ToolOutcome
from shared.agent.tools import handoff
from shared.domains.pack import Pack


class ToolCallOut(BaseModel):
    """What a tool did, for the customer's card. `label` is the tool's name in the ticket's language, `result` what the
    tool answered ({outcome, summary, next_step, data}). `undoable`: it wrote something that can be taken back, as far
    as the call itself tells; the records may have changed since."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0b8f1c3e-6a57-4f55-9c35-0f6f4c8f6f11",
                    "reply_id": "7f1d6a0c-50d3-4a53-9f3a-6d1a5e2f8b22",
                    "confirmation_id": None,
                    "tool": "Scheduling Assistant",
                    "label": "Citas",
                    "arguments": {"action": "book", "slot": "appointment-20261006-1000-1"},
                    "outcome": "ok",
                    "result": {
                        "outcome": "ok",
                        "summary": "…",
                        "next_step": "",
                        "data": {"reference": "appointment-1042"},
                    },
                    "duration_ms": 12.5,
                    "created_at": "2026-10-05T16:20:11Z",
                    "undone_at": None,
                    "undoable": True,
                }
            ]
        }
    )

    id: UUID
    reply_id: UUID | None = Field(description="The reply that it was called in, or that asked for the button.")
    confirmation_id: str | None = Field(description="The button that did it; `null` for what the bot did itself.")
    tool: str
    label: str
    arguments: dict[str, Any]
    outcome: ToolOutcome
    result: dict[str, Any]
    duration_ms: float
    created_at: datetime
    undone_at: datetime | None
    undoable: bool

    @classmethod
    def of(cls, call: ToolCall, pack: Pack, language: str) -> ToolCallOut:
        """`call` must have been flushed."""
        return cls(
            id=call.id, reply_id=call.reply_id, confirmation_id=call.confirmation_id, tool=call.tool,
            label=tool_label(pack, call.tool, language), arguments=call.arguments,
            outcome=ToolOutcome(call.outcome), result=call.result, duration_ms=call.duration_ms,
            created_at=call.created_at, undone_at=call.undone_at,
            undoable=bool(call.writes) and call.undone_at is None and call.confirmation_id is None,
        )  # fmt: skip


class RecordOut(BaseModel):
    """One of the customer's records. `data` depends on the kind."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "payout-1003",
                    "kind": "payout",
                    "state": "scheduled",
                    "data": {"item": "Jetta 2018", "date": "2026-10-06"},
                    "created_at": "2026-10-01T10:00:00Z",
                    "updated_at": "2026-10-01T10:00:00Z",
                }
            ]
        },
    )

    id: str
    kind: str
    state: str
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, record: OperationRecord) -> RecordOut:
        return cls.model_validate(record)


def known_tool(pack: Pack, tool: str) -> str:
    """The name of a tool that there is; "unknown" for any other that a model may think of, so that figures by tool stay
    few."""
    return tool if tool == handoff.NAME or any(spec.name == tool for spec in pack.tools) else "unknown"


def tool_label(pack: Pack, tool: str, language: str) -> str:
    """What customers call a tool; its own name where the pack has no such tool (any more) or language."""
    labels = next((spec.label for spec in pack.tools if spec.name == tool), {})
    return labels.get(language, tool)
