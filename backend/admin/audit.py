"""A ticket's audit trail: everything that changed something, in one list with who did it.

A handoff ends because of the move beside it, which names who; its end is the system's.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.admin.schemas import Audit, AuditEntry

LONGEST = 2_000
"""Entries; the newest are kept."""
_AUDIT = text(
    """
    with entries (at, place, kind, actor, actor_id, details) as (
      select at, id, 'move', actor, actor_id,
        jsonb_build_object('from', from_status, 'to', to_status, 'reason', reason)
      from ticket_moves where ticket_id = :ticket_id
      union all
      select requested_at, 0, 'handoff_requested', case "by" when 'rule' then 'system' else "by" end,
        case "by" when 'agent' then agent_id when 'customer' then :customer_id end,
        jsonb_build_object('by', "by", 'reason', reason)
      from handoffs where ticket_id = :ticket_id
      union all
      select taken_at, 1, 'handoff_taken', 'agent', agent_id, '{}'
      from handoffs where ticket_id = :ticket_id and taken_at is not null
      union all
      select ended_at, 2, 'handoff_ended', 'system', null, jsonb_build_object('as', ended_as)
      from handoffs where ticket_id = :ticket_id and ended_at is not null
      union all
      select settled_at, id, 'outcome', case source when 'rule' then 'system' else source end, null,
        jsonb_build_object('kind', kind, 'source', source)
      from outcomes where ticket_id = :ticket_id
      union all
      select created_at, 0, 'write', 'bot', null, jsonb_build_object('tool', tool, 'arguments', arguments)
      from tool_calls where ticket_id = :ticket_id and writes <> '[]'
      union all
      select undone_at, 0, 'undo', 'customer', :customer_id, jsonb_build_object('tool', tool, 'arguments', arguments)
      from tool_calls where ticket_id = :ticket_id and undone_at is not null
      union all
      select decided_at, 0, 'confirmation', 'customer', :customer_id,
        jsonb_build_object('tool', tool, 'status', status)
      from confirmations where ticket_id = :ticket_id and decided_at is not null
      union all
      select csat_at, 0, 'csat', 'customer', :customer_id,
        jsonb_build_object('score', csat_score, 'comment', csat_comment)
      from tickets where id = :ticket_id and csat_at is not null
      union all
      select rated_at, seq, 'rating', 'customer', :customer_id,
        jsonb_build_object('helpful', helpful, 'reason', rating_reason)
      from messages where ticket_id = :ticket_id and rated_at is not null
    ), newest as (
      select * from entries order by at desc, place desc limit :longest
    )
    select at, kind, actor, actor_id, users.name as actor_name, details
    from newest left join users on users.id = actor_id order by at, place, kind
    """
)


async def ticket_audit(session: AsyncSession, ticket_id: UUID, customer_id: UUID) -> Audit:
    """What happened to a ticket of `customer_id`."""
    rows = await session.execute(_AUDIT, {"ticket_id": ticket_id, "customer_id": customer_id, "longest": LONGEST})
    return Audit(items=[AuditEntry.model_validate(row) for row in rows])
