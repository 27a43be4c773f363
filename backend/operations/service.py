"""Reading tool calls and records for their customer."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import ToolCall
from backend.operations.models import OperationRecord
from backend.operations.schemas import RecordOut, ToolCallOut
from backend.pagination import Page, decode_cursor, encode_cursor
from backend.tickets.models import Ticket
from shared.agent.tools import handoff
from shared.domains.pack import Pack


async def tool_calls(
    session: AsyncSession, pack: Pack, ticket: Ticket, *, limit: int, cursor: str | None
) -> Page[ToolCallOut]:
    """The calls of a ticket in the order in which they were made; without handoffs, whose arguments are for agents."""
    query = select(ToolCall).where(ToolCall.ticket_id == ticket.id, ToolCall.tool != handoff.NAME)
    if cursor is not None:
        query = query.where(tuple_(ToolCall.created_at, ToolCall.id) > decode_cursor(cursor))
    found = list(await session.scalars(query.order_by(ToolCall.created_at, ToolCall.id).limit(limit + 1)))
    shown = found[:limit]
    following = encode_cursor(shown[-1].created_at, shown[-1].id) if len(found) > limit else None
    return Page(items=[ToolCallOut.of(call, pack, ticket.language) for call in shown], next_cursor=following)


async def own_records(session: AsyncSession, customer_id: UUID, kind: str | None) -> Page[RecordOut]:
    """All of a customer's records, the newest first."""
    query = select(OperationRecord).where(OperationRecord.customer_id == customer_id)
    if kind is not None:
        query = query.where(OperationRecord.kind == kind)
    found = await session.scalars(query.order_by(OperationRecord.position.desc()))
    return Page(items=[RecordOut.of(record) for record in found])
