"""Conversations as the analysis reads them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from backend.clock import now
from backend.documented import errors
from backend.exports.deps import ExportDep
from backend.exports.redacting import redacted
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
async def export_conversations(
    user: AdminUser,
    export: ExportDep,
    redact: Annotated[bool, Query(description="Take out e-mail addresses, phones, cards, plates and the like.")] = True,
) -> JsonLines:
    """Every ticket in which something was said, oldest first, as of one moment; what `acs analyze` reads. The answer
    is streamed: one that breaks off was not complete. Redaction is on unless it is switched off."""
    name = f"conversations-{now():%Y%m%dT%H%M%SZ}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return JsonLines(export.chunks(redacted if redact else None), headers=headers)
