"""Where a demo ticket is played: in one transaction, with a clock of its own that begins in the past."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, TextClause, bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import Confirmation, ToolCall
from backend.clock import now
from backend.database import Base
from backend.events.kinds import EventKind
from backend.events.models import TicketEvent
from backend.handoff.models import Handoff
from backend.messages.models import Message, Reply
from backend.outcomes.models import Outcome
from backend.services import Services
from backend.tickets.models import Ticket, TicketMove

BETWEEN_EVENTS = timedelta(milliseconds=20)


def _stamp(*tables: type[Base]) -> TextClause:
    """One statement that gives whatever is new in a ticket's rows the time `:at`."""
    updates = []
    for number, table in enumerate(tables):
        moments = [column.name for column in table.__table__.columns if isinstance(column.type, DateTime)]
        new = ", ".join(f"{name} = case when {name} >= :played_from then :at else {name} end" for name in moments)
        any_new = " or ".join(f"{name} >= :played_from" for name in moments)
        owner = "id" if table is Ticket else "ticket_id"
        rows = f"update {table.__tablename__} set {new} where {owner} = :ticket_id and ({any_new})"  # noqa: S608 - our own names
        updates.append(f"stamped_{number} as ({rows})")
    statement = text(f"with {', '.join(updates)} select 1")
    zoned = DateTime(timezone=True)
    return statement.bindparams(bindparam("at", type_=zoned), bindparam("played_from", type_=zoned))


EVENT = (
    update(TicketEvent.__table__)  # type: ignore[arg-type]
    .where(TicketEvent.ticket_id == bindparam("ticket"), TicketEvent.seq == bindparam("number"))
    .values(created_at=bindparam("at"), data=bindparam("told"))
)
CALL = update(ToolCall.__table__).where(ToolCall.id == bindparam("call")).values(created_at=bindparam("at"))  # type: ignore[arg-type]
STAMP = _stamp(Ticket, Message, Reply, ToolCall, Confirmation, TicketMove, Handoff, Outcome)


@dataclass(slots=True)
class OneTransaction(Services):
    """Services whose every session is the same, open one: what is played is stored altogether or not at all.

    A session should not be held while a model writes; the demo's is in this very process and takes milliseconds.
    `played_from`: whatever bears a later time was made by the playing.
    """

    open: AsyncSession = field(init=False)
    played_from: datetime = field(init=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        yield self.open
        await self.open.flush()


async def one_transaction(services: Services, session: AsyncSession, **changes: Any) -> OneTransaction:
    """`services` on `session`, with `changes`."""
    given = {"pack": services.pack, "llm": services.llm, **changes}
    made = OneTransaction(services.settings, services.secret, database=services.database, **given)
    made.open = session
    database_now = await session.scalar(select(func.now()))
    made.played_from = min(database_now or now(), now()) - timedelta(seconds=1)
    return made


@dataclass(slots=True)
class Stage:
    """One ticket and the time that it is there."""

    services: OneTransaction
    ticket: Ticket
    clock: datetime

    @property
    def session(self) -> AsyncSession:
        return self.services.open

    async def passes(self, sec: float) -> None:
        """Let what has just happened have taken `sec` seconds: all of it gets the time that it is then."""
        self.clock += timedelta(seconds=sec)
        await self.session.flush()
        await self._stamp_events()
        parameters = {"ticket_id": self.ticket.id, "at": self.clock, "played_from": self.services.played_from}
        await self.session.execute(STAMP, parameters)
        self.session.expunge_all()
        self.ticket = await self.session.get_one(Ticket, self.ticket.id)

    async def _stamp_events(self) -> None:
        """Events tell times too. The tool calls behind them follow each other, so that their order can be seen."""
        query = select(TicketEvent.seq, TicketEvent.kind, TicketEvent.data).where(
            TicketEvent.ticket_id == self.ticket.id, TicketEvent.created_at >= self.services.played_from
        )
        events = (await self.session.execute(query.order_by(TicketEvent.seq))).all()
        moments = [self.clock + number * BETWEEN_EVENTS for number in range(len(events))]
        told = [
            {"ticket": self.ticket.id, "number": event.seq, "at": at, "told": self._told(event.data, at)}
            for event, at in zip(events, moments, strict=True)
        ]
        calls = [
            {"call": UUID(event.data["tool_call"]["id"]), "at": at}
            for event, at in zip(events, moments, strict=True)
            if event.kind == EventKind.TOOL_FINISHED
        ]
        connection = await self.session.connection()
        for statement, rows in ((EVENT, told), (CALL, calls)):
            if rows:
                await connection.execute(statement, rows)

    def _told(self, value: Any, at: datetime, key: str = "") -> Any:
        """`value` with the moments of the playing replaced, at any depth."""
        if isinstance(value, dict):
            return {name: self._told(part, at, name) for name, part in value.items()}
        return at.isoformat() if key.endswith("_at") and self._is_new(value) else value

    def _is_new(self, value: object) -> bool:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return False
        return moment.tzinfo is not None and moment >= self.services.played_from
