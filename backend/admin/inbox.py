"""The inbox of handed-off tickets: who can take them, and whether anything has changed."""

from __future__ import annotations

from sqlalchemy import and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.inbox_schemas import AgentOut, Agents, InboxVersion
from backend.handoff.models import Handoff
from backend.users.deps import STAFF
from backend.users.models import User

_VERSION = text(
    """
    select
      coalesce(md5(string_agg(handoffs.id || ':' || last_seq, ',' order by handoffs.id)), 'empty') as version,
      count(*) filter (where taken_at is null) as waiting,
      count(taken_at) as taken
    from handoffs join tickets on tickets.id = handoffs.ticket_id where ended_at is null
    """
)
"""Whatever happens on a ticket raises its `last_seq`."""


async def agents(session: AsyncSession) -> Agents:
    """Those who can take tickets, each with how many they have."""
    held = and_(Handoff.agent_id == User.id, Handoff.ended_at.is_(None))
    rows = await session.execute(
        select(User.id, User.name, User.email, User.role, func.count(Handoff.id).label("open_handoffs"))
        .outerjoin(Handoff, held)
        .where(User.role.in_(STAFF))
        .group_by(User.id)
        .order_by(User.name, User.id)
    )
    return Agents(items=[AgentOut.model_validate(row) for row in rows])


async def inbox_version(session: AsyncSession) -> InboxVersion:
    """What the inbox is like now, in a word."""
    return InboxVersion.model_validate((await session.execute(_VERSION)).one())
