"""Users as admins see them, and their roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.schemas import AdminUserOut, TicketCounts
from backend.errors import Conflict, Forbidden, NotFound
from backend.handoff.models import Handoff
from backend.pagination import Page, decode_cursor, encode_cursor
from backend.tickets.models import Ticket, TicketStatus
from backend.tickets.states import tell
from backend.users.models import User, UserRole

_COLUMNS: tuple[Any, ...] = (User.id, User.email, User.name, User.role, User.language, User.created_at)
_USERS: Select[Any] = select(*_COLUMNS)


class OwnRole(Conflict):
    code = "own_role"


class UserFilter(NamedTuple):
    """`q`: a part of the name or e-mail."""

    q: str | None = None
    role: UserRole | None = None


async def list_users(session: AsyncSession, which: UserFilter, *, limit: int, cursor: str | None) -> Page[AdminUserOut]:
    """A page of users, the newest first. Raises `Invalid` for a foreign cursor."""
    query = _USERS
    if which.role is not None:
        query = query.where(User.role == which.role)
    if which.q:
        query = query.where(
            User.email.icontains(which.q, autoescape=True) | User.name.icontains(which.q, autoescape=True)
        )
    if cursor is not None:
        query = query.where(tuple_(User.created_at, User.id) < tuple_(*decode_cursor(cursor)))
    found = await session.execute(query.order_by(User.created_at.desc(), User.id.desc()).limit(limit + 1))
    rows = found.all()
    last = rows[limit - 1] if len(rows) > limit else None
    users = await _with_tickets(session, rows[:limit])
    return Page(items=users, next_cursor=encode_cursor(last.created_at, last.id) if last else None)


async def change_role(session: AsyncSession, user_id: UUID, role: UserRole, admin_id: UUID) -> AdminUserOut:
    """Give a user another role; who is no longer staff has no tickets in hand any more.

    Both rows are locked, so that two admins cannot demote each other. Raises `OwnRole`, `NotFound`, `Forbidden`.
    """
    if user_id == admin_id:
        raise OwnRole("nobody changes their own role; ask another admin")
    found = await session.scalars(
        select(User)
        .where(User.id.in_((user_id, admin_id)))
        .order_by(User.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    users = {user.id: user for user in found}
    if users[admin_id].role is not UserRole.ADMIN:
        raise Forbidden("this is for admins")
    if user_id not in users:
        raise NotFound("there is no such user")
    users[user_id].role = role
    await session.flush()
    if role is UserRole.CUSTOMER:
        await _release_tickets(session, user_id)
    rows = (await session.execute(_USERS.where(User.id == user_id))).all()
    return (await _with_tickets(session, rows))[0]


async def _with_tickets(session: AsyncSession, rows: Sequence[Row[Any]]) -> list[AdminUserOut]:
    """Users with their tickets by status."""
    counted = await session.execute(
        select(Ticket.customer_id, Ticket.status, func.count())
        .where(Ticket.customer_id.in_([row.id for row in rows]))
        .group_by(Ticket.customer_id, Ticket.status)
    )
    tickets: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for customer_id, status, count in counted:
        tickets[customer_id][status.value] = count
    return [
        AdminUserOut.model_validate(dict(row._mapping) | {"tickets": TicketCounts.of(tickets[row.id])}) for row in rows
    ]


async def _release_tickets(session: AsyncSession, user_id: UUID) -> None:
    """Let the tickets that this agent had in hand wait for another one, and tell their listeners.

    Tickets are locked before their handoffs, as everywhere: a reply of the agent's at that moment waits its turn.
    """
    held = await session.scalars(
        select(Ticket)
        .where(Ticket.agent_id == user_id, Ticket.status == TicketStatus.WAITING_AGENT)
        .order_by(Ticket.id)
        .with_for_update()
    )
    tickets = held.all()
    await session.execute(
        update(Handoff)
        .where(Handoff.agent_id == user_id, Handoff.ended_at.is_(None))
        .values(agent_id=None, agent_name=None, taken_at=None)
    )
    for ticket in tickets:
        ticket.agent_id = None
        await session.flush()
        await tell(session, ticket.id)
