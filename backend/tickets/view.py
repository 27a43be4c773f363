"""A ticket as it goes over the wire: one query with its last message and with the person who has it, or is to come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.handoff.models import Handoff
from backend.messages.models import Message
from backend.tickets.models import Ticket, TicketStatus
from backend.tickets.schemas import EXCERPT, TicketFields, TicketOut
from backend.wire import cut

_T, _M, _H = Ticket.__table__.c, Message.__table__.c, Handoff.__table__.c
_READ = 4 * EXCERPT
"""Characters that are read of a last message: on one line there are fewer."""
COLUMNS = tuple(
    (_T.last_seq if name == "last_event_id" else _T[name]).label(name) for name in TicketFields.model_fields
)
"""The columns of `TicketFields`."""
_said = (
    select(_M.author, func.left(_M.content, _READ).label("content"), _M.created_at)
    .where(_M.ticket_id == _T.id)
    .order_by(_M.seq.desc())
    .limit(1)
    .lateral("said")
)
VIEW: Select[Any] = select(
    *COLUMNS,
    _said.c.author.label("said_by"), _said.c.content.label("said"), _said.c.created_at.label("said_at"),
    _H.reason.label("handoff_reason"), _H.requested_at.label("handoff_asked_at"),
    _H.taken_at.label("handoff_taken_at"), _H.agent_name.label("handoff_agent_name"),
).select_from(
    Ticket.__table__.outerjoin(_said, true()).outerjoin(
        Handoff.__table__, and_(_H.ticket_id == _T.id, _H.ended_at.is_(None))
    )
)  # fmt: skip
"""Tickets, to be narrowed; each row is for `fields_of`."""
_ONE = VIEW.where(_T.id == bindparam("ticket_id"))


def fields_of(row: Row[Any]) -> dict[str, Any]:
    """A row of `VIEW` as the fields of a `TicketOut`."""
    fields = row._asdict()
    said_by, said, said_at = (fields.pop(name) for name in ("said_by", "said", "said_at"))
    handoff = {name: fields.pop(f"handoff_{name}") for name in ("reason", "asked_at", "taken_at", "agent_name")}
    handoff["status"] = "taken" if handoff["taken_at"] else "waiting"
    resolved_at, rated_at = fields["resolved_at"], fields["csat_at"]
    rated = rated_at is not None and resolved_at is not None and rated_at >= resolved_at
    fields["last_message"] = (
        {"author": said_by, "content": cut(said, EXCERPT), "created_at": said_at} if said_by else None
    )
    fields["csat_due"] = fields["status"] is TicketStatus.RESOLVED and not rated
    fields["handoff"] = handoff if handoff["asked_at"] else None
    return fields


async def ticket_out(session: AsyncSession, ticket_id: UUID) -> TicketOut:
    """A ticket that is there, as the database has it: what has changed must be flushed."""
    return TicketOut.model_validate(fields_of((await session.execute(_ONE, {"ticket_id": ticket_id})).one()))
