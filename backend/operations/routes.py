"""What the tools did on a ticket, taking it back, and the customer's own records."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend.deps import PackDep, ServicesDep, SessionDep
from backend.documented import errors
from backend.operations import service
from backend.operations.schemas import RecordOut, ToolCallOut
from backend.operations.undo import undo
from backend.pagination import Cursor, Limit, Page
from backend.tickets.deps import OwnTicket, VisibleTicket
from backend.users.deps import CurrentUser
from backend.wire import ShortText

router = APIRouter(tags=["records"])
Kind = Annotated[ShortText | None, Query(description="Only records of this kind.", examples=["payout"])]


@router.get("/tickets/{ticket_id}/tool-calls", summary="What the bot's tools did", responses=errors(401, 404))
async def list_tool_calls(
    ticket: VisibleTicket, session: SessionDep, pack: PackDep, limit: Limit = 100, cursor: Cursor = None
) -> Page[ToolCallOut]:
    """The tool calls of a ticket, the oldest first."""
    return await service.tool_calls(session, pack, ticket, limit=limit, cursor=cursor)


@router.post(
    "/tickets/{ticket_id}/tool-calls/{tool_call_id}/undo",
    summary="Take back what a tool did",
    responses=errors(401, 404, 409),
)
async def undo_tool_call(
    tool_call_id: UUID,
    ticket: OwnTicket,
    user: CurrentUser,
    session: SessionDep,
    pack: PackDep,
    services: ServicesDep,
) -> ToolCallOut:
    """Undo every write of one tool call. 409 says why not: `already_undone`, `nothing_to_undo`, `irreversible`,
    `changed_since` or `slot_taken`."""
    call = await undo(session, ticket.id, tool_call_id, user.id, timezone=services.settings.timezone)
    return ToolCallOut.of(call, pack, ticket.language)


@router.get("/me/records", summary="Your records", responses=errors(401))
async def list_own_records(user: CurrentUser, session: SessionDep, kind: Kind = None) -> Page[RecordOut]:
    """All of the caller's records, the newest first."""
    return await service.own_records(session, user.id, kind)
