"""Sign-ins: opening one, going on with it, ending it.

A session is the family of its refresh tokens. Each is kept as its SHA-256 and used once; the answer to its use is the
next one. Ending a session also ends its access tokens, at once: every request looks the session up.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import NotFound
from backend.pagination import Page, decode_cursor, encode_cursor
from backend.security import AccessToken, access_token, hashed, new_secret
from backend.services import Services
from backend.settings import Settings
from backend.users.deps import SignedIn
from backend.users.errors import RefreshInvalid, RefreshRaced, RefreshReused
from backend.users.models import RefreshToken, Session, User
from backend.users.schemas import SessionOut, SignedInOut, UserOut

OVERLAP = timedelta(seconds=0.2)
"""Uses of one refresh token that are this close are one moment; the answer to the first is held back as long."""
_ENDED = "this sign-in has ended; sign in again"


class _Found(NamedTuple):
    """A refresh token as it was read. `used_ago` is by the database's clock, `None` for a fresh one."""

    session_id: UUID
    valid: bool
    used_ago: timedelta | None


async def open_session(session: AsyncSession, services: Services, user: User, user_agent: str) -> SignedInOut:
    """A new sign-in of a user, with its first two tokens."""
    opened = Session(id=uuid4(), user_id=user.id, user_agent=user_agent)
    session.add(opened)
    await session.flush()
    return await _next_tokens(session, services, user, opened.id)


async def refresh(services: Services, token: str) -> SignedInOut:
    """The next two tokens for a refresh token. Raises `RefreshInvalid`, `RefreshReused`, `RefreshRaced`.

    A token that comes a second time was stolen, or its successor was: the whole session ends, and that is committed
    although the answer is an error. Two uses *at the same moment* (two tabs, an impatient client) are not theft:
    exactly one gets the next tokens, the other one `refresh_raced`, and nothing ends. So the token is read without a
    lock first; used before: theft; fresh: an update that only one of several can win.

    "The same moment" is `OVERLAP`, by the database's clock. The winner's answer is held back for so long: a use that
    comes after that answer is always told from one beside it, and a use beside it never ends the winner's session.
    """
    token_hash = hashed(token)
    async with services.session() as session:
        found = await _find(session, token_hash)
    if found is None or not found.valid:
        raise RefreshInvalid(_ENDED)
    if found.used_ago is not None:
        await _refuse_used(services, found.session_id, found.used_ago)
    async with services.session() as session:
        answer = await _take_turn(session, services, token_hash, found.session_id)
    await asyncio.sleep(OVERLAP.total_seconds())
    return answer


async def end_session_of(session: AsyncSession, token: str) -> None:
    """Ends the session that a refresh token, used or not, belongs to. An unknown token is no error."""
    owner = select(RefreshToken.session_id).where(RefreshToken.token_hash == hashed(token)).scalar_subquery()
    await _end(session, Session.id == owner, reason="logout")


async def end_sessions(session: AsyncSession, user_id: UUID, *, reason: str, but: UUID | None = None) -> None:
    """Ends every session of a user, `but` one."""
    others = (Session.user_id == user_id) if but is None else (Session.user_id == user_id) & (Session.id != but)
    await _end(session, others, reason=reason)


async def end_own_session(session: AsyncSession, user_id: UUID, session_id: UUID) -> None:
    """Ends one session of a user. Raises `NotFound`, also for one that has ended or is somebody else's."""
    mine = (Session.id == session_id) & (Session.user_id == user_id)
    if not await _end(session, mine, reason="signed_out"):
        raise NotFound("there is no such sign-in")


async def list_sessions(
    session: AsyncSession, settings: Settings, user: SignedIn, limit: int, cursor: str | None
) -> Page[SessionOut]:
    """The user's sign-ins that hold, newest first. Raises `Invalid` for a strange cursor."""
    fresh_since = now() - timedelta(days=settings.refresh_token_days)
    query = select(Session).where(
        Session.user_id == user.id, Session.revoked_at.is_(None), Session.last_used_at > fresh_since
    )
    if cursor is not None:
        at, identity = decode_cursor(cursor)
        query = query.where(tuple_(Session.created_at, Session.id) < tuple_(at, identity))
    newest = query.order_by(Session.created_at.desc(), Session.id.desc()).limit(limit + 1)
    rows = list(await session.scalars(newest))
    more = encode_cursor(rows[limit - 1].created_at, rows[limit - 1].id) if len(rows) > limit else None
    return Page(items=[_listed(row, user.session_id) for row in rows[:limit]], next_cursor=more)


def _listed(row: Session, current: UUID) -> SessionOut:
    return SessionOut(
        id=row.id, user_agent=row.user_agent, created_at=row.created_at, last_used_at=row.last_used_at,
        current=row.id == current,
    )  # fmt: skip


async def _find(session: AsyncSession, token_hash: str) -> _Found | None:
    query = (
        select(
            RefreshToken.session_id,
            (Session.revoked_at.is_(None) & (RefreshToken.expires_at > now())).label("valid"),
            (func.clock_timestamp() - RefreshToken.used_at).label("used_ago"),
        )
        .join(Session, Session.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == token_hash)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _Found(*row)


async def _refuse_used(services: Services, session_id: UUID, used_ago: timedelta) -> None:
    """Raises `RefreshRaced`, or `RefreshReused` when the session is ended for it."""
    if used_ago < OVERLAP:
        raise RefreshRaced("another request used this refresh token at the same moment")
    async with services.session() as session:
        await _end(session, Session.id == session_id, reason="refresh_reused")
    raise RefreshReused("this refresh token was used before; for safety the sign-in has been ended")


async def _take_turn(session: AsyncSession, services: Services, token_hash: str, session_id: UUID) -> SignedInOut:
    """Uses the token up, unless somebody was faster (`RefreshRaced`) or the session has ended (`RefreshInvalid`)."""
    used = await session.scalar(
        update(RefreshToken)
        .where(RefreshToken.token_hash == token_hash, RefreshToken.used_at.is_(None))
        .values(used_at=func.clock_timestamp())
        .returning(RefreshToken.token_hash)
    )
    if used is None:
        raise RefreshRaced("another request used this refresh token at the same moment")
    user_id = await session.scalar(
        update(Session)
        .where(Session.id == session_id, Session.revoked_at.is_(None))
        .values(last_used_at=now())
        .returning(Session.user_id)
    )
    if user_id is None:
        raise RefreshInvalid(_ENDED)
    return await _next_tokens(session, services, await session.get_one(User, user_id), session_id)


async def _next_tokens(session: AsyncSession, services: Services, user: User, session_id: UUID) -> SignedInOut:
    settings, issued, token = services.settings, now(), new_secret()
    expires = issued + timedelta(days=settings.refresh_token_days)
    session.add(RefreshToken(token_hash=hashed(token), session_id=session_id, issued_at=issued, expires_at=expires))
    await session.flush()
    lifetime = timedelta(minutes=settings.access_token_minutes)
    claims = AccessToken(user.id, session_id)
    return SignedInOut(
        user=UserOut.of(user),
        access_token=access_token(claims, services.secret, issued_at=issued, lifetime=lifetime),
        refresh_token=token,
        expires_in=int(lifetime.total_seconds()),
    )


async def _end(session: AsyncSession, which: ColumnElement[bool], *, reason: str) -> bool:
    """Whether there was one to end."""
    ended = update(Session).where(which, Session.revoked_at.is_(None)).returning(Session.id)
    return (await session.scalars(ended.values(revoked_at=now(), revoked_reason=reason))).first() is not None
