"""A customer's data as one JSON object, written while it is read.

Each page of rows is a transaction of its own: no connection waits for a client that takes its time, and the memory is
that of a page, however much there is. What changes meanwhile may be in the file as it was or as it is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import now
from backend.errors import NotFound, Unavailable
from backend.services import Services
from backend.users.models import User

FORMAT = "customer-data/1"
PAGE = 200
"""Rows that are read at once. A message has at most 4,000 characters of a customer's, an answer rarely more."""
Row = dict[str, Any]


class Section(NamedTuple):
    """Rows of `:owner` (a user, or a ticket) after `:after`, in the order of `place`; `name` is their key."""

    name: str
    query: TextClause


def _section(name: str, columns: str, source: str, place: str) -> Section:
    """`place` is unique and growing, and `source` ends in a condition."""
    query = f"select {place} as place, {columns} from {source} and ({place} > :after) order by {place} limit {PAGE}"  # noqa: S608 - the pieces are those below
    return Section(name, text(query))


_OF_USER = (
    _section(
        "sign_ins",
        "user_agent, created_at, last_used_at, revoked_at as ended_at, revoked_reason as ended_because",
        "sessions where user_id = :owner",
        "(extract(epoch from created_at)::text || id::text)",
    ),
    _section(
        "records",
        "records.id, kind, state, data, (select slot_id from bookings where record_id = records.id) as booked_slot, "
        "created_at, updated_at",
        "records where customer_id = :owner",
        "position",
    ),
    _section(
        "record_changes",
        "record_id, action, before, after, at, undone_at",
        "record_writes where customer_id = :owner",
        "key",
    ),
)
_TICKETS = _section(
    "tickets",
    "id, number, title, category, description, status, language, channel, created_at, updated_at, resolved_at, "
    "closed_at, reopened_count, csat_score, csat_comment, csat_at",
    "tickets where customer_id = :owner",
    "number",
)
_OF_TICKET = (
    _section(
        "messages",
        "author, author_name, content, stopped, helpful, rating_reason, rated_at, created_at",
        "messages where ticket_id = :owner",
        "seq",
    ),
    _section(
        "tool_actions",
        "tool, arguments, outcome, result, created_at, undone_at",
        "tool_calls where ticket_id = :owner",
        "(extract(epoch from created_at)::text || id::text)",
    ),
    _section(
        "confirmations",
        "tool, arguments, summary, status, created_at, decided_at",
        "confirmations where ticket_id = :owner",
        "id",
    ),
    _section(
        "handoffs",
        '"by", reason, summary, agent_name, requested_at, taken_at, ended_at, ended_as',
        "handoffs where ticket_id = :owner",
        "(extract(epoch from requested_at)::text || id::text)",
    ),
    _section("moves", "from_status, to_status, actor, reason, at", "ticket_moves where ticket_id = :owner", "id"),
    _section("outcomes", "kind, source, settled_at", "outcomes where ticket_id = :owner", "id"),
)
_FIRST: Mapping[str, object] = {
    "records": -1, "tickets": -1, "messages": -1, "moves": -1, "outcomes": -1,
}  # fmt: skip
"""Before the first row, where rows are told apart by a number."""


async def find_profile(session: AsyncSession, user_id: UUID) -> Row:
    """The account, without its password. Raises `NotFound`."""
    user = await session.get(User, user_id)
    if user is None:
        raise NotFound("there is no such user")
    names = ("id", "email", "name", "role", "language", "created_at", "updated_at")
    return {name: getattr(user, name) for name in names}


async def exported(services: Services, user_id: UUID, profile: Row) -> AsyncIterator[bytes]:
    """The file, in pieces. Raises in the middle when the database goes away or the account is erased: then what was
    sent is no JSON, and lacks `complete`."""
    yield b'{"format":' + orjson.dumps(FORMAT) + b',"exported_at":' + _json(now()) + b',"profile":' + _json(profile)
    for section in _OF_USER:
        async for piece in _list(services, section, user_id):
            yield piece
    yield b',"tickets":['
    comma = b""
    async for ticket in _rows(services, _TICKETS, user_id):
        yield comma + _json(ticket)[:-1]
        for section in _OF_TICKET:
            async for piece in _list(services, section, ticket["id"]):
                yield piece
        yield b"}"
        comma = b","
    async with services.session() as session:
        if await session.scalar(select(User.id).where(User.id == user_id)) is None:
            raise Unavailable("the account was erased meanwhile")
    yield b'],"complete":true}\n'


async def _list(services: Services, section: Section, owner: UUID) -> AsyncIterator[bytes]:
    """`,"name":[…]`."""
    yield b"," + orjson.dumps(section.name) + b":["
    comma = b""
    async for row in _rows(services, section, owner):
        yield comma + _json(row)
        comma = b","
    yield b"]"


async def _rows(services: Services, section: Section, owner: UUID) -> AsyncIterator[Row]:
    after = _FIRST.get(section.name, "")
    while True:
        async with services.session() as session:
            found = (await session.execute(section.query, {"owner": owner, "after": after})).all()
        for row in found:
            fields = dict(row._mapping)
            after = fields.pop("place")
            yield fields
        if len(found) < PAGE:
            return


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)
