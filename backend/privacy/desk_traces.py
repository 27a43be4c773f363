"""What an agent leaves on other people's tickets: a name beside what they wrote and took, and ids in trails.

Only a customer's account is erased, so this is about customers who were agents once. What they wrote stays: it belongs
to the other customer's case.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TICKETS = text(
    """
    select ticket_id from messages where author_id = :user_id
    union select ticket_id from handoffs where agent_id = :user_id
    union select ticket_id from ticket_moves where actor_id = :user_id
    """
)
_NAMES = text(
    """
    select name from users where id = :user_id
    union select author_name from messages where author_id = :user_id and author_name is not null
    union select agent_name from handoffs where agent_id = :user_id and agent_name is not null
    """
)
_EVENTS = text(
    """
    update ticket_events set data = jsonb_set(data, cast(:place as text[]), 'null')
    where ticket_id = any(:tickets) and data #>> cast(:place as text[]) = any(:values)
    """
)
_NAME_PLACES = (["message", "author_name"], ["handoff", "agent_name"], ["ticket", "handoff", "agent_name"])
_ID_PLACE = ["ticket", "agent_id"]
_TRACES = (
    "update messages set author_name = null where author_id = :user_id",
    "update handoffs set agent_name = null where agent_id = :user_id",
    "update ticket_moves set actor_id = null where actor_id = :user_id",
    "update releases set created_by = null where created_by = :user_id",
    "update release_moves set moved_by = null where moved_by = :user_id",
)


async def forget_agent(session: AsyncSession, user_id: UUID) -> None:
    """Take the names and ids of somebody out of what they did as an agent. Their own tickets must be gone."""
    about = {"user_id": user_id}
    tickets = list(await session.scalars(_TICKETS, about))
    if tickets:
        names = list(await session.scalars(_NAMES, about))
        for place, values in (*((place, names) for place in _NAME_PLACES), (_ID_PLACE, [str(user_id)])):
            await session.execute(_EVENTS, {"tickets": tickets, "place": place, "values": values})
    for statement in _TRACES:
        await session.execute(text(statement), about)
