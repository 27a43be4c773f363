"""Settling how tickets ended."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.outcomes.models import Outcome, OutcomeKind, OutcomeSource


async def settle(session: AsyncSession, ticket_id: UUID, kind: OutcomeKind, source: OutcomeSource) -> None:
    """Add an outcome to a ticket (its row must be locked), unless its latest says the same."""
    latest = (
        select(Outcome.kind)
        .where(Outcome.ticket_id == ticket_id)
        .order_by(Outcome.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    values = select(literal(ticket_id), literal(kind, Outcome.kind.type), literal(source, Outcome.source.type))
    await session.execute(
        insert(Outcome).from_select(["ticket_id", "kind", "source"], values.where(latest.is_distinct_from(kind)))
    )
