"""How many conversations an export would have, before anybody waits for it."""

from __future__ import annotations

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.exports.schemas import ConversationCount
from backend.exports.wanted import Wanted, conditions

_COUNT = """
    with wanted as (
      select created_at, status, category from tickets as ticket
      where last_message_at is not null and {which}
      {limit}
    )
    select grouping(status, category) as level, status, category, count(*) as tickets,
      min(created_at) as first_at, max(created_at) as last_at
    from wanted group by grouping sets ((), (status), (category)) order by status, category
"""
ALL, BY_STATUS, BY_CATEGORY = 3, 1, 2


async def count_conversations(session: AsyncSession, wanted: Wanted) -> ConversationCount:
    """The conversations that an export of `wanted` would have now."""
    rows = (await session.execute(_statement(wanted))).all()
    (whole,) = (row for row in rows if row.level == ALL)
    return ConversationCount(
        count=whole.tickets,
        first_at=whole.first_at,
        last_at=whole.last_at,
        by_status={row.status: row.tickets for row in rows if row.level == BY_STATUS},
        by_category={row.category: row.tickets for row in rows if row.level == BY_CATEGORY},
    )


def _statement(wanted: Wanted) -> TextClause:
    asked = conditions(wanted)
    which = " and ".join(["true", *(one.sql.format(f":value_{place}") for place, one in enumerate(asked))])
    limit = "order by created_at, id limit :limit" if wanted.limit is not None else ""
    values = {f"value_{place}": one.value for place, one in enumerate(asked)}
    given = values if wanted.limit is None else values | {"limit": wanted.limit}
    return text(_COUNT.format(which=which, limit=limit)).bindparams(**given)
