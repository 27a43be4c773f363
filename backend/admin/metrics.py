"""One ticket in figures: what the bot and what people took, apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.schemas import TicketMetrics
from backend.errors import NotFound
from backend.tickets.deps import UNKNOWN

_METRICS = text(
    """
    with asked as (
      select coalesce(min(m.created_at) filter (where m.author = 'customer'), t.created_at) as at
      from tickets t left join messages m on m.ticket_id = t.id where t.id = :ticket_id group by t.id
    ), answered as (
      select min(m.created_at) - asked.at as after
      from asked join messages m on m.ticket_id = :ticket_id and m.author <> 'customer' and m.created_at >= asked.at
      group by asked.at
    ), bot as (
      select count(*) as replies,
        count(*) filter (where status = 'failed') as failed_replies,
        count(*) filter (where status = 'stopped') as stopped_replies,
        count(first_token_at) as time_to_first_token_n,
        percentile_cont(0.5) within group (order by extract(epoch from first_token_at - created_at) * 1000)
          as time_to_first_token_ms,
        sum(extract(epoch from finished_at - created_at)) as bot_sec,
        coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(cached_tokens), 0) as cached_tokens,
        coalesce(sum(output_tokens), 0) as output_tokens, coalesce(sum(cost_usd), 0) as cost_usd
      from replies where ticket_id = :ticket_id
    ), people as (
      select count(*) as handoffs,
        sum(extract(epoch from coalesce(taken_at, ended_at, now()) - requested_at)) as agent_wait_sec,
        sum(extract(epoch from coalesce(ended_at, now()) - taken_at)) as agent_sec
      from handoffs where ticket_id = :ticket_id
    )
    select bot.*, people.*, extract(epoch from (select after from answered)) as first_answer_sec,
      (select coalesce(jsonb_object_agg(outcome, n), '{}') from (
        select outcome, count(*) as n from tool_calls where ticket_id = :ticket_id group by outcome
      ) as called) as tool_calls,
      (select coalesce(jsonb_object_agg(author, n), '{}') from (
        select author, count(*) as n from messages where ticket_id = :ticket_id group by author
      ) as said) as messages
    from asked, bot, people
    """
)
_ROUNDED = ("first_answer_sec", "time_to_first_token_ms", "bot_sec", "agent_wait_sec", "agent_sec")
_AUTHORS = {"customer": 0, "bot": 0, "agent": 0}


async def ticket_metrics(session: AsyncSession, ticket_id: UUID) -> TicketMetrics:
    """The figures of one ticket, in one query. Raises `NotFound`."""
    row = (await session.execute(_METRICS, {"ticket_id": ticket_id})).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    return _of(ticket_id, row)


def _of(ticket_id: UUID, row: Row[Any]) -> TicketMetrics:
    figures: dict[str, Any] = dict(row._mapping)
    rounded = {name: None if figures[name] is None else round(float(figures[name]), 3) for name in _ROUNDED}
    messages = _AUTHORS | figures["messages"]
    return TicketMetrics.model_validate(figures | rounded | {"ticket_id": ticket_id, "messages": messages})
