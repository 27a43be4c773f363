"""The SQL of the stats: three queries, whatever the number of tickets. Parameters: `since`, `until`, `timezone`."""

from __future__ import annotations

from sqlalchemy import text

COUNTS = text(
    """
    select status, day, count(*) as tickets
    from (
      select status, cast(timezone(:timezone, created_at) as date) as day
      from tickets where created_at >= :since and created_at < :until
    ) as opened
    group by grouping sets ((status), (day))
    order by day, status
    """
)
"""Tickets by status (`day` is null) and by day (`status` is null)."""

FIGURES = text(
    """
    with opened as (
      select id, created_at from tickets where created_at >= :since and created_at < :until
    ), asked as (
      select opened.id, coalesce(min(m.created_at), opened.created_at) as at
      from opened left join messages m on m.ticket_id = opened.id and m.author = 'customer'
      group by opened.id, opened.created_at
    ), answers as (
      select extract(epoch from min(m.created_at) - asked.at) as sec
      from asked join messages m on m.ticket_id = asked.id and m.author <> 'customer' and m.created_at >= asked.at
      group by asked.id, asked.at
    ), tokens as (
      select extract(epoch from first_token_at - r.created_at) * 1000 as ms
      from opened join replies r on r.ticket_id = opened.id where first_token_at is not null
    ), ends as (
      select distinct on (o.ticket_id) o.ticket_id, o.kind from opened join outcomes o on o.ticket_id = opened.id
      order by o.ticket_id, o.id desc
    ), resolved as (
      select exists (select from handoffs h where h.ticket_id = ends.ticket_id and h.taken_at is not null) as by_agent
      from ends where kind in ('confirmed', 'assumed')
    )
    select
      (select count(*) from opened) as tickets,
      (select count(*) from answers) as answers_n,
      (select percentile_cont(array[0.5, 0.95]) within group (order by sec) from answers) as answers,
      (select count(*) from tokens) as tokens_n,
      (select percentile_cont(array[0.5, 0.95]) within group (order by ms) from tokens) as tokens,
      (select count(*) from ends) as settled,
      (select count(*) from resolved where not by_agent) as by_bot,
      (select count(*) from resolved where by_agent) as by_agent,
      (select count(distinct h.ticket_id) from opened join handoffs h on h.ticket_id = opened.id) as handed_off
    """
)
"""One row."""

BREAKDOWNS = text(
    """
    with opened as (
      select id from tickets where created_at >= :since and created_at < :until
    )
    select 'usage' as section, cast(cast(timezone(:timezone, r.created_at) as date) as text) as name, r.model as detail,
      count(*) as n, sum(input_tokens) as input_tokens, sum(cached_tokens) as cached_tokens,
      sum(output_tokens) as output_tokens, sum(cost_usd) as cost_usd
    from opened join replies r on r.ticket_id = opened.id group by 2, 3
    union all
    select 'tool', tool, outcome, count(*), 0, 0, 0, 0
    from opened join tool_calls c on c.ticket_id = opened.id group by 2, 3
    union all
    select 'handoff', "by", reason, count(distinct ticket_id), 0, 0, 0, 0
    from opened join handoffs h on h.ticket_id = opened.id group by 2, 3
    order by 1, 2, 3
    """
)
"""Rows of `section` usage (day, model), tool (tool, outcome) and handoff (by, reason)."""
