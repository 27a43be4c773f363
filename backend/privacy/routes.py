"""What is known of a customer, for them to take along, and to have erased."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.deps import ServicesDep, SessionDep
from backend.documented import errors
from backend.privacy import erasure
from backend.privacy.export import exported, find_profile
from backend.privacy.schemas import EraseMeIn, EraseUserIn, ErasureOut
from backend.services import Services
from backend.users.deps import AdminUser, CurrentUser
from backend.users.origin import OriginDep

logger = logging.getLogger(__name__)
router = APIRouter()
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One JSON object; the last key of a whole one is `complete`.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


class JsonFile(StreamingResponse):
    media_type = "application/json"


@router.get(
    "/me/export", tags=["users"], summary="Take my data along", response_class=JsonFile, responses=errors(401) | FILE
)
async def export_me(user: CurrentUser, services: ServicesDep, session: SessionDep) -> JsonFile:
    """Everything that is kept about the signed-in user as one JSON file: profile, sign-ins, records with appointments,
    tickets with messages, ratings, tool actions and the rest. Streamed; a file without `complete` at its end broke
    off."""
    return await _file(services, session, user.id)


@router.delete("/me", tags=["users"], summary="Erase my account", responses=errors(401, 403, 409))
async def erase_me(
    given: EraseMeIn, user: CurrentUser, services: ServicesDep, session: SessionDep, origin: OriginDep
) -> ErasureOut:
    """Erases the account and everything of its customer, at once and for good; every sign-in ends. 403
    `wrong_password`, 429 after too many of those, 409 `staff_account` for agents and admins. Sent again, 401: there is
    nobody any more."""
    return await erasure.erase_me(services, session, user, given.password, origin)


@router.get(
    "/admin/users/{user_id}/export",
    tags=["admin"],
    summary="A customer's data, for them",
    response_class=JsonFile,
    responses=errors(401, 403, 404) | FILE,
)
async def export_user(user_id: UUID, user: AdminUser, services: ServicesDep, session: SessionDep) -> JsonFile:
    """As `GET me/export`, for a customer who asked for it another way. The log keeps who took it."""
    answer = await _file(services, session, user_id)
    logger.info("a customer's data were exported", extra={"user_id": str(user.id), "customer_id": str(user_id)})
    return answer


@router.delete(
    "/admin/users/{user_id}", tags=["admin"], summary="Erase an account", responses=errors(401, 403, 404, 409)
)
async def erase_user(
    user_id: UUID, given: EraseUserIn, user: AdminUser, services: ServicesDep, session: SessionDep
) -> ErasureOut:
    """As `DELETE me`, for a customer who asked for it another way; confirmed by the account's e-mail, typed out (422
    `not_confirmed` for another one). 409 `staff_account` for agents and admins; 404 when it is erased already."""
    return await erasure.erase_user(services, session, user_id, given.email)


async def _file(services: Services, session: AsyncSession, user_id: UUID) -> JsonFile:
    profile = await find_profile(session, user_id)
    headers = {
        "Content-Disposition": f'attachment; filename="my-data-{now():%Y%m%d}.json"',
        "Cache-Control": "no-store",
    }
    return JsonFile(exported(services, user_id, profile), headers=headers)
