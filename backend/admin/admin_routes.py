"""Figures and people, for admins."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Depends

from backend.admin import people
from backend.admin.parameters import PeriodDep, UserFilterDep
from backend.admin.schemas import AdminUserOut, RoleIn
from backend.admin.stats import stats
from backend.admin.stats_schemas import StatsOut
from backend.deps import SessionDep
from backend.documented import errors
from backend.pagination import Cursor, Limit, Page
from backend.users.deps import AdminUser, admin

router = APIRouter(tags=["admin"], dependencies=[Depends(admin)])


@router.get("/stats", summary="How it goes", responses=errors(401, 403))
async def read_stats(period: PeriodDep, session: SessionDep) -> StatsOut:
    """Tickets, outcomes, satisfaction, times, usage, tools and handoffs of the tickets opened in a period. Every
    figure carries its `n`, rates their 95 % interval; what is unknown is `null`."""
    return await stats(session, period)


@router.get("/users", summary="Users with their tickets", responses=errors(401, 403))
async def list_users(
    which: UserFilterDep, session: SessionDep, limit: Limit = 50, cursor: Cursor = None
) -> Page[AdminUserOut]:
    """The newest first."""
    return await people.list_users(session, which, limit=limit, cursor=cursor)


@router.patch("/users/{user_id}", summary="Give another role", responses=errors(401, 403, 404, 409))
async def change_role(user_id: UUID, body: RoleIn, user: AdminUser, session: SessionDep) -> AdminUserOut:
    """It holds from the user's next request on. Nobody changes their own role (`own_role`, 409). The tickets in the
    hands of an agent who becomes a customer wait for another one."""
    return await people.change_role(session, user_id, body.role, user.id)
