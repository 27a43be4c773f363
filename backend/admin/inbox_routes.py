"""The inbox of handed-off tickets."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from backend.admin import inbox
from backend.admin.inbox_schemas import Agents, InboxVersion
from backend.deps import SessionDep
from backend.documented import errors
from backend.users.deps import staff

router = APIRouter(tags=["admin"], dependencies=[Depends(staff)])


@router.get("/agents", summary="Who can take tickets", responses=errors(401, 403))
async def list_agents(session: SessionDep) -> Agents:
    """Agents and admins, with how many tickets each has in hand."""
    return await inbox.agents(session)


@router.get("/inbox/version", summary="Has the inbox changed", responses=errors(401, 403))
async def read_inbox_version(session: SessionDep) -> InboxVersion:
    """Cheap enough to be asked every second: read the tickets with an open handoff again when `version` is another."""
    return await inbox.inbox_version(session)
