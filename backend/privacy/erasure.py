"""Erasing an account with everything that is known of its person: one transaction, all of it or nothing.

Answers that are being written are stopped first, so that no model goes on being asked for somebody who is leaving. Then
rows are locked in the order in which everybody else locks them (user, tickets, records), deleted, and counted. Whoever
was about to write for the person meanwhile finds no row to hold any more (`LeaseLost`, a 401 or a 404).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

import orjson
from psycopg import errors as postgres
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.leases import ask_to_stop
from backend.errors import Conflict, Invalid, NotFound
from backend.events.log import CHANNEL
from backend.messages.models import Reply, ReplyStatus
from backend.privacy.desk_traces import forget_agent
from backend.privacy.models import ErasedBy, Erasure
from backend.privacy.schemas import ErasureOut
from backend.services import Services
from backend.tickets.models import Ticket
from backend.users.deps import SignedIn
from backend.users.errors import WrongPassword
from backend.users.models import User, UserRole
from backend.users.origin import Origin
from backend.users.passwords import password_matches
from backend.users.throttling import login_limits, refuse_failed, refuse_full, throttle_key

logger = logging.getLogger(__name__)
STOPPING_SEC = 3.0
"""How long answers may take to stop. One that takes longer loses its ticket under it, and is stored nowhere."""
LOOK_SEC = 0.05
TRIES = 5
"""A request that was let in before may hold what we want and wait for what we hold; PostgreSQL then ends one of us."""

_LOCK = (
    "select id from tickets where customer_id = :user_id order by id for update",
    "select id from records where customer_id = :user_id order by id for update",
)
_COUNT = text(
    """
    select
      (select count(*) from tickets where customer_id = :user_id) as tickets,
      (select count(*) from messages join tickets on tickets.id = ticket_id where customer_id = :user_id) as messages,
      (select count(*) from tool_calls join tickets on tickets.id = ticket_id where customer_id = :user_id)
        as tool_calls,
      (select count(*) from records where customer_id = :user_id) as records,
      (select count(*) from sessions where user_id = :user_id) as sessions
    """
)
# Children first where others lock them first: a refresh locks its token, then the session.
_DELETE_THINGS = (
    "delete from tickets where customer_id = :user_id",
    "delete from records where customer_id = :user_id",
)
_DELETE_ACCOUNT = (
    "delete from refresh_tokens using sessions where sessions.id = session_id and user_id = :user_id",
    "delete from users where id = :user_id",
)
# A mail that is being sent at this moment has its row; it is emptied, so that it is not tried again.
_SEE_JOBS = text("select set_config('search_path', 'public, jobs', true)")
_DROP_MAILS = text("delete from jobs.procrastinate_jobs where args->>'to' = :email and status <> 'doing'")
_EMPTY_MAILS = text("update jobs.procrastinate_jobs set args = '{}' where args->>'to' = :email")


class StaffAccount(Conflict):
    code = "staff_account"


class NotConfirmed(Invalid):
    code = "not_confirmed"


async def erase_me(
    services: Services, request: AsyncSession, user: SignedIn, password: str, origin: Origin
) -> ErasureOut:
    """Erase the signed-in customer. Raises `WrongPassword`, `TooMany`, `StaffAccount`."""
    limits = login_limits(services, user.email, origin.network)
    await refuse_full(request, limits.all, limits.window)
    password_hash = await request.scalar(select(User.password_hash).where(User.id == user.id))
    await request.rollback()  # only read so far: the connection need not wait for bcrypt
    if not await password_matches(password, password_hash, services.settings.bcrypt_rounds):
        await refuse_failed(services, limits)
        raise WrongPassword("the password is wrong")
    async with services.session() as session:  # again: guesses may have come all at once
        await refuse_full(session, limits.all, limits.window)
    return await erase(services, user.id, ErasedBy.CUSTOMER)


async def erase_user(services: Services, request: AsyncSession, user_id: UUID, email: str) -> ErasureOut:
    """Erase a customer for them. Raises `NotFound`, `NotConfirmed` where `email` is not theirs, `StaffAccount`."""
    theirs = await request.scalar(select(User.email).where(User.id == user_id))
    await request.rollback()
    if theirs is None:
        raise NotFound("there is no such user")
    if theirs != email:
        raise NotConfirmed("this is not the e-mail of that account; nothing was erased")
    return await erase(services, user_id, ErasedBy.ADMIN)


async def erase(services: Services, user_id: UUID, by: ErasedBy) -> ErasureOut:
    """Erase a customer and everything of theirs. Raises `NotFound`, also where another erasure was faster, and
    `StaffAccount`: an agent or admin becomes a customer first."""
    await _stop_answers(services, user_id)
    for left in reversed(range(TRIES)):
        try:
            async with services.session() as session:
                erasure = await _erase(services, session, user_id, by)
            break
        except OperationalError as error:
            if not left or not isinstance(error.orig, postgres.DeadlockDetected):
                raise
    logger.info("an account was erased", extra={"by": by.value, **erasure.counts})
    return ErasureOut.model_validate(erasure)


async def _stop_answers(services: Services, user_id: UUID) -> None:
    """Have what the bot is writing for the customer stopped, wherever, and wait a little until it is."""
    unfinished = Reply.status.in_((ReplyStatus.PENDING, ReplyStatus.RUNNING))
    async with services.session() as session:
        found = await session.scalars(
            select(Reply.ticket_id).join(Ticket, Ticket.id == Reply.ticket_id)
            .where(Ticket.customer_id == user_id, unfinished).distinct()
        )  # fmt: skip
        stopping = found.all()
    for ticket_id in stopping:
        async with services.session() as session:  # each for itself: who renews their leases locks them in any order
            await ask_to_stop(session, services.process, ticket_id)
    give_up = asyncio.get_running_loop().time() + STOPPING_SEC
    running = select(func.count()).select_from(Reply).where(
        Reply.ticket_id.in_(stopping), Reply.status == ReplyStatus.RUNNING, Reply.lease_until > func.now()
    )  # fmt: skip
    while stopping and asyncio.get_running_loop().time() < give_up:
        async with services.session() as session:
            if not await session.scalar(running):
                return
        await asyncio.sleep(LOOK_SEC)


async def _erase(services: Services, session: AsyncSession, user_id: UUID, by: ErasedBy) -> Erasure:
    user = await session.scalar(select(User).where(User.id == user_id).with_for_update(key_share=True))
    if user is None:
        raise NotFound("there is no such user")
    if user.role is not UserRole.CUSTOMER:
        raise StaffAccount("the account of an agent or admin is made a customer's by another admin before it is erased")
    about = {"user_id": user_id}
    tickets, _ = [list(await session.scalars(text(statement), about)) for statement in _LOCK]
    counts = dict((await session.execute(_COUNT, about)).one()._mapping)
    await _run(session, _DELETE_THINGS, about)
    await forget_agent(session, user_id)
    await _run(session, _DELETE_ACCOUNT, about)
    counts["mails"] = await _erase_mails(session, user.email)
    await _forget_failures(services, session, user.email)
    await _end_streams(session, tickets)
    session.expunge(user)
    erasure = Erasure(by=by, counts=counts)
    session.add(erasure)
    await session.flush()
    return erasure


async def _run(session: AsyncSession, statements: Sequence[str], about: Mapping[str, object]) -> None:
    for statement in statements:
        await session.execute(text(statement), about)


async def _erase_mails(session: AsyncSession, email: str) -> int:
    """Mails to the person that were not sent yet, or failed; how many."""
    await session.execute(_SEE_JOBS)  # for the triggers on the jobs, until the transaction ends
    dropped = await session.execute(_DROP_MAILS, {"email": email})
    emptied = await session.execute(_EMPTY_MAILS, {"email": email})
    return dropped.rowcount + emptied.rowcount  # type: ignore[attr-defined,no-any-return]


async def _forget_failures(services: Services, session: AsyncSession, email: str) -> None:
    """Wrong passwords of the account, and links that it asked for, by the hash of its e-mail."""
    keys = [throttle_key(services.secret, kind, email) for kind in ("account", "reset")]
    await session.execute(text("delete from throttles where key = any(:keys)"), {"keys": keys})


async def _end_streams(session: AsyncSession, tickets: list[UUID]) -> None:
    """Tell every process that something happened on these tickets; where it looks, there is no ticket any more."""
    for ticket_id in tickets:
        payload = orjson.dumps(["", str(ticket_id), 0]).decode()
        await session.execute(select(func.pg_notify(CHANNEL, payload)))
