"""`me/…`: the signed-in user's own account."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from backend.deps import ServicesDep, SessionDep
from backend.documented import errors
from backend.pagination import Cursor, Limit, Page
from backend.users import service, sessions
from backend.users.deps import CurrentUser
from backend.users.origin import OriginDep
from backend.users.schemas import MeIn, PasswordIn, SessionOut, UserOut

router = APIRouter(prefix="/me", tags=["users"])


@router.get("", summary="Who am I", responses=errors(401))
async def read_me(user: CurrentUser, session: SessionDep) -> UserOut:
    """The signed-in user."""
    return await service.find_me(session, user.id)


@router.patch("", summary="Change my name or language", responses=errors(401))
async def change_me(given: MeIn, user: CurrentUser, session: SessionDep) -> UserOut:
    """Changes what is given; the rest stays."""
    return await service.change_me(session, user.id, given)


@router.post("/password", status_code=204, summary="Change my password", responses=errors(401, 403))
async def change_password(
    given: PasswordIn, user: CurrentUser, services: ServicesDep, session: SessionDep, origin: OriginDep
) -> None:
    """Ends every other sign-in. 403 `wrong_password` when the current one is not right; 429 after too many of those."""
    await service.change_password(services, session, user, given, origin.network)


@router.get("/sessions", summary="Where am I signed in", responses=errors(401))
async def my_sessions(
    user: CurrentUser, services: ServicesDep, session: SessionDep, limit: Limit = 50, cursor: Cursor = None
) -> Page[SessionOut]:
    """The sign-ins that hold, newest first."""
    return await sessions.list_sessions(session, services.settings, user, limit, cursor)


@router.delete("/sessions", status_code=204, summary="Sign out everywhere", responses=errors(401))
async def sign_out_everywhere(user: CurrentUser, session: SessionDep) -> None:
    """Ends every sign-in, this one too."""
    await sessions.end_sessions(session, user.id, reason="signed_out_everywhere")


@router.delete("/sessions/{session_id}", status_code=204, summary="Sign out somewhere", responses=errors(401, 404))
async def sign_out_somewhere(session_id: UUID, user: CurrentUser, session: SessionDep) -> None:
    """Ends one sign-in, at once; it may be this one. 404 for one that has ended already."""
    await sessions.end_own_session(session, user.id, session_id)
