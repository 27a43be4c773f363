"""Every customer's tickets: found, filtered, sorted; each list in two queries, whatever its length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.admin.cases import Reader, cases
from backend.admin.schemas import AdminTicketDetail, AdminTicketOut, CustomerOut, HandoffNote, OutcomeOut
from backend.clock import now
from backend.errors import NotFound
from backend.handoff.models import Handoff
from backend.messages.models import Author, Message
from backend.outcomes.models import Outcome
from backend.pagination import Page, decode_cursor, encode_cursor
from backend.tickets.deps import UNKNOWN
from backend.tickets.models import Ticket, TicketStatus
from backend.tickets.search import matching
from backend.tickets.view import COLUMNS
from backend.users.models import User

Agent = aliased(User, name="agent")


class Sort(StrEnum):
    """`newest` and `oldest` by opening, `activity` by the last message, `waiting` the longest wait for a person first
    (only tickets with an open handoff)."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ACTIVITY = "activity"
    WAITING = "waiting"


class Assigned(StrEnum):
    ME = "me"
    NONE = "none"


class TicketFilter(NamedTuple):
    """Which tickets; an empty or `None` field does not filter. `waiting`: nobody has taken the open handoff;
    `open_handoff`: waiting or taken."""

    status: Sequence[TicketStatus] = ()
    category: Sequence[str] = ()
    q: str | None = None
    customer_id: UUID | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False
    waiting: bool = False
    open_handoff: bool = False


class _Order(NamedTuple):
    """The sort key and whether it falls."""

    key: ColumnElement[datetime]
    falling: bool


_ORDERS: Mapping[Sort, _Order] = {
    Sort.NEWEST: _Order(Ticket.created_at.expression, True),
    Sort.OLDEST: _Order(Ticket.created_at.expression, False),
    Sort.ACTIVITY: _Order(func.coalesce(Ticket.last_message_at, Ticket.created_at), True),
    Sort.WAITING: _Order(Handoff.requested_at.expression, False),
}


async def list_tickets(
    session: AsyncSession, which: TicketFilter, reader: Reader, *, sort: Sort, limit: int, cursor: str | None
) -> Page[AdminTicketOut]:
    """A page of tickets. Raises `Invalid` for a foreign cursor."""
    order = _ORDERS[sort]
    query = _rows().add_columns(order.key.label("sort_key")).where(*_conditions(which))
    if sort is Sort.WAITING:
        query = query.where(Handoff.id.is_not(None))
    if cursor is not None:
        place, here = tuple_(*decode_cursor(cursor)), tuple_(order.key, Ticket.id)
        query = query.where(here < place if order.falling else here > place)
    by = (order.key.desc(), Ticket.id.desc()) if order.falling else (order.key, Ticket.id)
    rows = (await session.execute(query.order_by(*by).limit(limit + 1))).mappings().all()
    last = rows[limit - 1] if len(rows) > limit else None
    known = await cases(session, [row["id"] for row in rows[:limit]], reader)
    return Page(
        items=[AdminTicketOut.model_validate(_fields(row) | known[row["id"]]) for row in rows[:limit]],
        next_cursor=encode_cursor(last["sort_key"], last["id"]) if last else None,
    )


async def ticket_detail(session: AsyncSession, ticket_id: UUID, reader: Reader) -> AdminTicketDetail:
    """One ticket with its handoffs and outcomes. Raises `NotFound`."""
    row = (await session.execute(_rows().where(Ticket.id == ticket_id))).mappings().one_or_none()
    if row is None:
        raise NotFound(UNKNOWN)
    handoffs = await session.scalars(
        select(Handoff).where(Handoff.ticket_id == ticket_id).order_by(Handoff.requested_at, Handoff.id)
    )
    outcomes = await session.scalars(select(Outcome).where(Outcome.ticket_id == ticket_id).order_by(Outcome.id))
    known = await cases(session, [ticket_id], reader)
    return AdminTicketDetail.model_validate(
        _fields(row)
        | known[ticket_id]
        | {
            "handoffs": [HandoffNote.model_validate(handoff) for handoff in handoffs],
            "outcomes": [OutcomeOut.model_validate(outcome) for outcome in outcomes],
        }
    )


def _rows() -> Select[Any]:
    """Tickets with customer, agent, open handoff and counts."""
    open_one = and_(Handoff.ticket_id == Ticket.id, Handoff.ended_at.is_(None))
    noted = [column.label(f"handoff_{column.name}") for column in Handoff.__table__.columns]
    return (
        select(
            *COLUMNS, Ticket.customer_id, *noted,
            User.name.label("customer_name"), User.email.label("customer_email"),
            User.language.label("customer_language"), Agent.name.label("agent_name"),
            _count(Author.BOT).label("bot_messages"), _count(Author.AGENT).label("agent_messages"),
        )
        .join(User, User.id == Ticket.customer_id)
        .outerjoin(Agent, Agent.id == Ticket.agent_id)
        .outerjoin(Handoff, open_one)
    )  # fmt: skip


def _count(author: Author) -> ColumnElement[int]:
    """The ticket's messages by an author; PostgreSQL counts them only for the rows of the page."""
    counted = select(func.count()).where(Message.ticket_id == Ticket.id, Message.author == author)
    return counted.correlate(Ticket).scalar_subquery()


def _fields(row: RowMapping) -> dict[str, Any]:
    """A row as the fields of `AdminTicketOut`, without its case."""
    noted = {name.removeprefix("handoff_"): value for name, value in row.items() if name.startswith("handoff_")}
    waited = (noted["taken_at"] or now()) - noted["requested_at"] if noted["id"] else None
    return dict(row) | {
        "customer": {name: row[f"customer_{name}"] for name in CustomerOut.model_fields},
        "handoff": noted if noted["id"] else None,
        "waiting_sec": round(waited.total_seconds(), 3) if waited is not None else None,
    }


def _conditions(which: TicketFilter) -> list[ColumnElement[bool]]:
    given: tuple[tuple[object, ColumnElement[bool]], ...] = (
        (which.status, Ticket.status.in_(which.status)),
        (which.category, Ticket.category.in_(which.category)),
        (which.customer_id, Ticket.customer_id == which.customer_id),
        (which.assigned_to, Ticket.agent_id == which.assigned_to),
        (which.unassigned, Ticket.agent_id.is_(None)),
        (which.waiting, and_(Handoff.id.is_not(None), Handoff.taken_at.is_(None))),
        (which.open_handoff, Handoff.id.is_not(None)),
        (which.q, _found(which.q or "")),
    )
    return [condition for wanted, condition in given if wanted]


def _found(q: str) -> ColumnElement[bool]:
    """By words or number as in the customers' own search; and by the customer's name or e-mail."""
    return matching(q) | User.email.icontains(q, autoescape=True) | User.name.icontains(q, autoescape=True)
