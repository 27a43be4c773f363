"""Reading tickets: plain columns straight into what goes over the wire, without the ORM's bookkeeping."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Response
from sqlalchemy import ColumnElement, bindparam, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.deps import SessionDep
from backend.errors import NotFound
from backend.pagination import decode_cursor, encode_cursor
from backend.tickets.deps import UNKNOWN
from backend.tickets.models import Ticket, TicketStatus
from backend.tickets.schemas import TicketOut, TicketStats
from backend.tickets.search import matching
from backend.tickets.view import VIEW, fields_of
from backend.users.deps import CurrentUser

_T = Ticket.__table__.c
_ONE = VIEW.add_columns(_T.customer_id).where(_T.id == bindparam("ticket_id"))
_LIST = (
    VIEW.where(_T.customer_id == bindparam("customer_id"))
    .order_by(_T.created_at.desc(), _T.id.desc())
    .limit(bindparam("most"))
)
_STATS = (
    select(_T.status, func.count(), func.count(_T.csat_score), func.coalesce(func.sum(_T.csat_score), 0))
    .where(_T.customer_id == bindparam("customer_id"))
    .group_by(_T.status)
)
OVER = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets; what is empty or `None` does not narrow."""

    statuses: Collection[TicketStatus] = ()
    categories: Collection[str] = ()
    words: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if self.statuses:
            conditions.append(_T.status.in_(self.statuses))
        if self.categories:
            conditions.append(_T.category.in_(self.categories))
        if self.words:
            conditions.append(matching(self.words))
        return conditions


async def ticket_view(ticket_id: UUID, user: CurrentUser, session: SessionDep) -> TicketOut:
    """The caller's own ticket, any ticket for the staff, to be read. Raises `NotFound`, also for other people's."""
    row = (await session.execute(_ONE, {"ticket_id": ticket_id})).one_or_none()
    if row is None or (row.customer_id != user.id and not user.staff):
        raise NotFound(UNKNOWN)
    return TicketOut.model_validate(fields_of(row))


TicketView = Annotated[TicketOut, Depends(ticket_view)]


async def list_tickets(
    session: AsyncSession, customer_id: UUID, which: TicketFilter, *, limit: int, cursor: str | None
) -> Response:
    """The customer's tickets, the newest first, as a `Page[TicketOut]`: the rows are written as they come, since
    this is what every client asks most. Raises `Invalid` for a cursor that is not ours."""
    parameters: dict[str, Any] = {"customer_id": customer_id, "most": limit + 1}
    wanted = _LIST
    if conditions := which.conditions():
        wanted = wanted.where(*conditions)
    if cursor is not None:
        wanted = wanted.where(tuple_(_T.created_at, _T.id) < tuple_(*decode_cursor(cursor)))
    rows = (await session.execute(wanted, parameters)).all()
    more = len(rows) > limit
    page = {
        "items": [fields_of(row) for row in rows[:limit]],
        "next_cursor": encode_cursor(rows[limit - 1].created_at, rows[limit - 1].id) if more else None,
    }
    return Response(orjson.dumps(page, option=orjson.OPT_UTC_Z), media_type="application/json")


async def ticket_stats(session: AsyncSession, customer_id: UUID) -> TicketStats:
    """The customer's tickets in numbers."""
    rows = (await session.execute(_STATS, {"customer_id": customer_id})).all()
    by_status: Mapping[TicketStatus, int] = dict.fromkeys(TicketStatus, 0) | {row[0]: row[1] for row in rows}
    rated = sum(row[2] for row in rows)
    return TicketStats(
        by_status=dict(by_status),
        total=sum(by_status.values()),
        open=sum(count for status, count in by_status.items() if status not in OVER),
        avg_csat=sum(row[3] for row in rows) / rated if rated else None,
        csat_n=rated,
    )
