"""Conversations as the analysis reads them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from backend.clock import now
from backend.deps import SessionDep
from backend.documented import errors
from backend.exports.counting import count_conversations as counted
from backend.exports.deps import ExportDep, Redact, WantedDep
from backend.exports.redacting import redacted
from backend.exports.schemas import ConversationCount
from backend.users.deps import AdminUser

router = APIRouter(prefix="/admin", tags=["export"])
EXAMPLE = (
    '{"conversation_id":"4b0c…","meta":{"context":"buying","canal":"web","idioma":"es","resolved":true,'
    '"num_interactions":2,"duration_sec":4.2,"created_at":"2026-11-23T10:00:00+00:00"},'
    '"transcript":[{"role":"user","content":"¿Y mi pago?"},{"role":"assistant","content":"Sale mañana."}],'
    '"outcomes":{"csat_estimated_1_5":5}}\n'
)
JSONL: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One conversation record a line.",
        "content": {"application/x-ndjson": {"schema": {"type": "string"}, "example": EXAMPLE}},
    }
}


class JsonLines(StreamingResponse):
    media_type = "application/x-ndjson"


@router.get(
    "/conversations.jsonl",
    summary="Export conversations",
    response_class=JsonLines,
    responses=errors(401, 403) | JSONL,
)
async def export_conversations(user: AdminUser, export: ExportDep, redact: Redact = True) -> JsonLines:
    """Every ticket in which something was said, oldest first, as of one moment; what `acs analyze` reads. The answer
    is streamed: one that breaks off was not complete. Redaction is on unless it is switched off. The log keeps who
    exported what."""
    name = f"conversations-{now():%Y%m%dT%H%M%SZ}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return JsonLines(export.chunks(redacted if redact else None), headers=headers)


@router.get("/conversations/count", summary="Count conversations", responses=errors(401, 403))
async def count_conversations(user: AdminUser, which: WantedDep, session: SessionDep) -> ConversationCount:
    """What an export with the same filters would have now: how many, from when to when, by state and category."""
    return await counted(session, which)
