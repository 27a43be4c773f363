"""A new password by a link in an e-mail."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import monotonic
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.security import hashed, new_secret
from backend.services import Services
from backend.users.errors import ResetTokenExpired, ResetTokenInvalid, ResetTokenUsed
from backend.users.models import PasswordReset, User
from backend.users.passwords import hash_password
from backend.users.schemas import ResetIn
from backend.users.sessions import end_sessions
from backend.users.texts import reset_mail
from backend.users.throttling import Limit, count_failure, forget_failures, login_limits, throttle_key

MAILS_PER_WINDOW = 3
"""Reset mails to one address in a login window; more are dropped without a word."""
STEP_SEC = 0.25
"""Answers leave at multiples of this after the request: whether there was a row and a mail to write does not show."""


async def ask_for_reset(services: Services, email: str) -> None:
    """Sends a link to a new password if there is such an account; tells nobody whether there is, by time neither."""
    started = monotonic()
    try:
        if await _may_be_mailed(services, email):
            await _mail_link(services, email)
    finally:
        await asyncio.sleep(STEP_SEC - (monotonic() - started) % STEP_SEC)


async def reset_password(services: Services, given: ResetIn) -> None:
    """The new password of the account behind a link, which is used up; every sign-in ends. Raises `ResetTokenInvalid`,
    `ResetTokenUsed`, `ResetTokenExpired`."""
    token_hash = hashed(given.token)
    async with services.session() as session:
        await _check(session, token_hash)
    password_hash = await hash_password(given.password, services.settings.bcrypt_rounds)
    async with services.session() as session:
        user_id = await _use_up(session, token_hash)
        changed = update(User).where(User.id == user_id).values(password_hash=password_hash).returning(User.email)
        email = (await session.scalars(changed)).one()
        await void_resets(session, user_id)
        await end_sessions(session, user_id, reason="password_reset")
        await forget_failures(session, login_limits(services, email, "").account)


async def void_resets(session: AsyncSession, user_id: UUID) -> None:
    """Links that were sent to a user before work no longer."""
    open_ones = update(PasswordReset).where(PasswordReset.user_id == user_id, PasswordReset.used_at.is_(None))
    await session.execute(open_ones.values(used_at=now()))


async def _may_be_mailed(services: Services, email: str) -> bool:
    limit = Limit(throttle_key(services.secret, "reset", email), MAILS_PER_WINDOW)
    async with services.session() as session:
        window = timedelta(minutes=services.settings.login_window_minutes)
        return not await count_failure(session, [limit], window)


async def _mail_link(services: Services, email: str) -> None:
    settings, token = services.settings, new_secret()
    async with services.session() as session:
        user = await session.scalar(select(User).where(User.email == email))
        if user is None:
            return
        expires = now() + timedelta(minutes=settings.password_reset_minutes)
        session.add(PasswordReset(token_hash=hashed(token), user_id=user.id, expires_at=expires))
        await session.flush()
        link = f"{settings.portal_url.rstrip('/')}/reset?{urlencode({'token': token})}"
        mail = reset_mail(user.language, services.pack.company.name, link, settings.password_reset_minutes)
        # While the user's row is held: who erases the account at this moment finds the mail.
        await services.jobs.defer("send_mail", to=email, subject=mail.subject, body=mail.body)


async def _check(session: AsyncSession, token_hash: str) -> None:
    """Raises what is wrong with a token, before a hash is computed for it."""
    reset = await session.get(PasswordReset, token_hash)
    if reset is None:
        raise ResetTokenInvalid("this link is not one of ours; ask for a new one")
    if reset.used_at is not None:
        raise ResetTokenUsed("this link was used, or replaced by a newer password; ask for a new one")
    if reset.expires_at <= now():
        raise ResetTokenExpired("this link has expired; ask for a new one")


async def _use_up(session: AsyncSession, token_hash: str) -> UUID:
    """The user behind a token. Raises `ResetTokenUsed` when another request was faster.

    The user's row is locked first, as by who changes the password: two at once wait in turn instead of for each other.
    """
    owner = select(PasswordReset.user_id).where(PasswordReset.token_hash == token_hash).scalar_subquery()
    await session.execute(select(User.id).where(User.id == owner).with_for_update(key_share=True))
    unused = (PasswordReset.token_hash == token_hash) & PasswordReset.used_at.is_(None)
    user_id: UUID | None = await session.scalar(
        update(PasswordReset).where(unused).values(used_at=now()).returning(PasswordReset.user_id)
    )
    if user_id is None:
        raise ResetTokenUsed("this link was used a moment ago")
    return user_id
