"""Hearing what other processes do: LISTEN on a connection of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import orjson
import psycopg
from psycopg import Notify, sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from backend.database import KEEPALIVES, libpq_url
from backend.events.kinds import delta
from backend.events.log import CHANNEL, read_after
from backend.messages.models import Reply
from backend.services import Services

logger = logging.getLogger(__name__)
PROGRESS = "reply_progress"
"""`[origin, ticket_id, reply_id]`: a reply's `partial` has grown."""
STOP = "reply_stop"
"""`[origin, ticket_id, reply_id]`: a reply is to be stopped, whoever writes it."""
RECONNECT_SEC = (0.2, 5.0)
"""The first and the longest pause before another try."""
REMEMBERED = 10_000


class Listener:
    """Passes other processes' events on to the listeners here. `connected` is for the readiness check."""

    def __init__(self, services: Services, on_stop: Callable[[UUID], None]) -> None:
        self.connected = False
        self._services = services
        self._on_stop = on_stop
        self._told: dict[UUID, tuple[int, int]] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Listener]:
        task = asyncio.create_task(self._keep_listening(), name="listener")
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _keep_listening(self) -> None:
        pause, longest = RECONNECT_SEC
        while True:
            try:
                await self._listen()
            except Exception as error:  # whatever ends it, this process must hear of the others again
                if self.connected:
                    logger.warning("the listening connection was lost: %s", type(error).__name__)
                    pause = RECONNECT_SEC[0]
            self.connected = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)

    async def _listen(self) -> None:
        url = make_conninfo(libpq_url(self._services.database.url), connect_timeout=5, **KEEPALIVES)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            for channel in (CHANNEL, PROGRESS, STOP):
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            self.connected = True
            # What happened while nobody listened is in the database: have every stream look.
            self._services.bus.resync()
            async for notify in connection.notifies():
                try:
                    await self._heard(notify)
                except (ValueError, TypeError):  # somebody else's, on our channel
                    logger.warning("a notification on %s makes no sense", notify.channel)

    async def _heard(self, notify: Notify) -> None:
        origin, ticket, subject = orjson.loads(notify.payload)
        ticket_id = UUID(ticket)
        if notify.channel == STOP:
            self._on_stop(UUID(subject))
        elif origin != self._services.process and self._services.bus.heard(ticket_id):
            try:
                if notify.channel == CHANNEL:
                    await self._pass_on_event(ticket_id, int(subject))
                else:
                    await self._pass_on_progress(ticket_id, UUID(subject))
            except SQLAlchemyError:
                self._services.bus.look_again(ticket_id)

    async def _pass_on_event(self, ticket_id: UUID, seq: int) -> None:
        async with self._services.session() as session:
            events = await read_after(session, ticket_id, seq - 1, limit=1)
        for event in events:
            self._services.bus.publish(event)
        if not events:  # the ticket was erased, or its event pruned
            self._services.bus.look_again(ticket_id)

    async def _pass_on_progress(self, ticket_id: UUID, reply_id: UUID) -> None:
        """Only what is new goes on; the streams put it together."""
        async with self._services.session() as session:
            row = (
                await session.execute(select(Reply.attempt, Reply.partial).where(Reply.id == reply_id))
            ).one_or_none()
        if row is None:
            return
        attempt, told = self._told.get(reply_id, (0, 0))
        told = told if attempt == row.attempt else 0
        if len(self._told) >= REMEMBERED:
            self._told.clear()
        self._told[reply_id] = (row.attempt, len(row.partial))
        if row.partial[told:]:
            self._services.bus.publish(delta(ticket_id, reply_id, row.attempt, told, row.partial[told:]))
