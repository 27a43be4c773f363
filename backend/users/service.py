"""Accounts: signing up and in, a name, a language, a password.

These functions open their own short transactions where a hash is computed in between: no connection waits for bcrypt,
and what a failure leaves behind (a count) is committed although the answer is an error. Rows are locked in one order
everywhere: the user, then links and sessions, then counts.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import EmailTaken, InvalidCredentials
from backend.services import Services
from backend.users.deps import SignedIn
from backend.users.errors import WrongPassword
from backend.users.models import User, UserRole
from backend.users.origin import Origin
from backend.users.passwords import hash_password, password_matches
from backend.users.resets import void_resets
from backend.users.schemas import LogInIn, MeIn, PasswordIn, SignedInOut, SignUpIn, UserOut
from backend.users.sessions import end_sessions, open_session
from backend.users.throttling import count_sign_up, forget_failures, login_limits, refuse_failed, refuse_full


async def sign_up(services: Services, given: SignUpIn, origin: Origin) -> SignedInOut:
    """A new customer, signed in. Raises `EmailTaken`; of two at the same moment, for one of them. Raises `TooMany` for
    an address that signs up again and again: accounts would be had by the hundred, and e-mails tried out."""
    await count_sign_up(services, origin.network)
    password_hash = await hash_password(given.password, services.settings.bcrypt_rounds)
    async with services.session() as session:
        user = await session.scalar(
            insert(User)
            .values(
                id=uuid4(), email=given.email, name=given.name, password_hash=password_hash,
                role=UserRole.CUSTOMER, language=given.language or origin.language,
            )
            .on_conflict_do_nothing(index_elements=[User.email])
            .returning(User)
        )  # fmt: skip
        if user is None:
            raise EmailTaken(f"there is an account with the e-mail {given.email}; log in or ask for a new password")
        return await open_session(session, services, user, origin.user_agent)


async def log_in(services: Services, given: LogInIn, origin: Origin) -> SignedInOut:
    """A new sign-in. Raises `InvalidCredentials`, the same for an unknown e-mail and a wrong password and after the
    same time, or `TooMany`."""
    limits = login_limits(services, given.email, origin.network)
    async with services.session() as session:
        await refuse_full(session, limits.all, limits.window)
        user = await session.scalar(select(User).where(User.email == given.email))
    known_hash = None if user is None else user.password_hash
    right = await password_matches(given.password, known_hash, services.settings.bcrypt_rounds)
    if user is None or not right:
        await refuse_failed(services, limits)
        raise InvalidCredentials("the e-mail or the password is wrong")
    async with services.session() as session:
        await refuse_full(session, limits.all, limits.window)
        account = await _unchanged(session, user)
        await forget_failures(session, limits.account)
        return await open_session(session, services, account, origin.user_agent)


async def change_password(
    services: Services, request: AsyncSession, user: SignedIn, given: PasswordIn, network: str
) -> None:
    """A new password; every other sign-in ends, and so do links to a new password. Raises `WrongPassword` or `TooMany`:
    who has only stolen a sign-in must not guess the password either."""
    rounds, limits = services.settings.bcrypt_rounds, login_limits(services, user.email, network)
    await refuse_full(request, limits.all, limits.window)
    password_hash = await request.scalar(select(User.password_hash).where(User.id == user.id))
    await request.rollback()  # only read so far: the connection need not wait for bcrypt
    if not await password_matches(given.current_password, password_hash, rounds):
        await refuse_failed(services, limits)
        raise WrongPassword("the current password is wrong")
    new_hash = await hash_password(given.new_password, rounds)
    async with services.session() as session:
        await refuse_full(session, limits.all, limits.window)
        is_still = (User.id == user.id) & (User.password_hash == password_hash)
        if await session.scalar(update(User).where(is_still).values(password_hash=new_hash).returning(User.id)) is None:
            raise WrongPassword("the password was changed a moment ago")
        await void_resets(session, user.id)
        await end_sessions(session, user.id, reason="password_changed", but=user.session_id)
        await forget_failures(session, limits.account)


async def find_me(session: AsyncSession, user_id: UUID) -> UserOut:
    return UserOut.of(await session.get_one(User, user_id))


async def change_me(session: AsyncSession, user_id: UUID, given: MeIn) -> UserOut:
    user = await session.get_one(User, user_id)
    user.name = given.name or user.name
    user.language = given.language or user.language
    await session.flush()
    return UserOut.of(user)


async def _unchanged(session: AsyncSession, checked: User) -> User:
    """The user, locked, with the password that was checked. Raises `InvalidCredentials` when it has changed since: a
    reset that ends every sign-in must not miss this one."""
    user = await session.scalar(select(User).where(User.id == checked.id).with_for_update(read=True))
    if user is None or user.password_hash != checked.password_hash:
        raise InvalidCredentials("the e-mail or the password is wrong")
    return user
