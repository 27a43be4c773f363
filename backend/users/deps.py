"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.deps import ServicesDep, SessionDep
from backend.errors import Forbidden, Unauthenticated
from backend.security import read_access_token
from backend.users.models import Session, User, UserRole

bearer = HTTPBearer(auto_error=False, description="The access token of sign-up, log-in or refresh.")
STAFF = frozenset({UserRole.AGENT, UserRole.ADMIN})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The user behind a valid access token, as of this request."""

    id: UUID
    session_id: UUID
    role: UserRole
    language: str
    email: str
    name: str

    @property
    def staff(self) -> bool:
        return self.role in STAFF


_U, _S = User.__table__.c, Session.__table__.c
_WHO = (
    select(_U.id, _U.role, _U.language, _U.email, _U.name)
    .join(Session.__table__, _S.user_id == _U.id)
    .where(_U.id == bindparam("user_id"), _S.id == bindparam("session_id"), _S.revoked_at.is_(None))
)
"""Built once and without the ORM: every request asks this."""


async def signed_in(
    services: ServicesDep,
    session: SessionDep,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> SignedIn:
    """The signed-in user. Raises `Unauthenticated` for a token that is missing, wrong, expired, of a deleted user or
    of a sign-in that has ended."""
    if credentials is None:
        raise Unauthenticated
    token = read_access_token(credentials.credentials, services.secret)
    found = await session.execute(_WHO, {"user_id": token.user_id, "session_id": token.session_id})
    row = found.one_or_none()
    if row is None:
        raise Unauthenticated("this sign-in has ended; sign in again")
    return SignedIn(row.id, token.session_id, row.role, row.language, row.email, row.name)


async def still_signed_in(session: AsyncSession, user: SignedIn) -> bool:
    """Whether the sign-in holds and the role is the same: for what goes on after a request was let in."""
    found = await session.execute(_WHO, {"user_id": user.id, "session_id": user.session_id})
    row = found.one_or_none()
    return row is not None and row.role is user.role


CurrentUser = Annotated[SignedIn, Depends(signed_in)]


async def staff(user: CurrentUser) -> SignedIn:
    """An agent or an admin. Raises `Forbidden`."""
    if not user.staff:
        raise Forbidden("this is for the company's agents")
    return user


async def admin(user: CurrentUser) -> SignedIn:
    """An admin. Raises `Forbidden`."""
    if user.role is not UserRole.ADMIN:
        raise Forbidden("this is for admins")
    return user


StaffUser = Annotated[SignedIn, Depends(staff)]
AdminUser = Annotated[SignedIn, Depends(admin)]
