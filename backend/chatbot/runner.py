"""The bot's replies, running: tasks of this process that outlive the request, and the finding of lost ones.

A reply belongs to the process that writes it as long as its lease is renewed. A process that dies leaves a lease that
runs out; another one (or the same, started again) finds it and begins anew. What an older attempt still wants to
store is refused (`held`), so an answer is stored once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.chatbot import leases
from backend.chatbot.work import LeaseLost, Work, load_work
from backend.chatbot.writing import NotWanted, ReplyWriter
from backend.services import Services
from backend.spending.limits import write_down
from shared.llm.errors import ModelError

logger = logging.getLogger(__name__)
BEAT_SEC = 0.5
"""How often the text so far is put where other processes see it."""
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)
PERSISTENCE_SEC = 60.0
"""How long a finished answer is kept for a database that is away."""
INTERNAL = "internal"


class Why(StrEnum):
    """Why a running reply is interrupted."""

    STOP = "stop"
    SHUTDOWN = "shutdown"
    LOST = "lost"


@dataclass(slots=True)
class Live:
    """A reply that is being written here."""

    ticket_id: UUID
    attempt: int
    task: asyncio.Task[None]
    writer: ReplyWriter | None = None
    why: Why | None = None
    told: int = 0

    def interrupt(self, why: Why) -> None:
        if self.why is None:
            self.why = why
            if why is Why.STOP and self.writer is not None and self.writer.acting:
                self.writer.stop_asked = True
            else:
                self.task.cancel()


class ReplyRunner:
    """Runs replies in the event loop that made it."""

    def __init__(self, services: Services) -> None:
        settings = services.settings
        self.lease = timedelta(seconds=settings.reply_lease_sec)
        self._services = services
        self._live: dict[UUID, Live] = {}
        self._closing = False
        self._look = asyncio.Event()

    @property
    def has_room(self) -> bool:
        """Whether another reply may start here."""
        return not self._closing and len(self._live) < self._services.settings.replies_at_once

    def start(self, reply_id: UUID, ticket_id: UUID, attempt: int, work: Work | None = None) -> None:
        """Write a reply that this process has claimed; `work` is what it needs to know, if that is known already."""
        task = asyncio.create_task(self._run(reply_id, ticket_id, attempt, work), name=f"reply {reply_id}")
        self._live[reply_id] = Live(ticket_id, attempt, task)

    def stop(self, reply_id: UUID) -> None:
        """Stop writing, if it is written here; what was said is kept."""
        if (live := self._live.get(reply_id)) is not None:
            live.interrupt(Why.STOP)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[ReplyRunner]:
        """Keeps leases and finds lost replies while the block runs; lets replies finish when it ends."""
        tasks = [
            asyncio.create_task(self._beat(), name="beat"),
            asyncio.create_task(self._recover(), name="recovery"),
            asyncio.create_task(self._services.bus.wake_idle(self._services.settings.stream_ping_sec), name="pings"),
        ]
        try:
            yield self
        finally:
            self._closing = True
            tasks[1].cancel()
            await self._drain()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with _surviving("writing down what was spent"):
                await write_down(self._services)

    async def _drain(self) -> None:
        """Let running replies finish; what takes too long is given back for another process to write."""
        tasks = [live.task for live in self._live.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=self._services.settings.shutdown_sec)
        for live in tuple(self._live.values()):
            live.interrupt(Why.SHUTDOWN)
        if remaining := [live.task for live in self._live.values()]:
            await asyncio.wait(remaining, timeout=5)

    async def _run(self, reply_id: UUID, ticket_id: UUID, attempt: int, work: Work | None) -> None:
        try:
            with suppress(LeaseLost):
                await self._attempt(reply_id, attempt, work)
        except asyncio.CancelledError:
            await self._interrupted(reply_id, attempt)
            self._services.bus.look_again(ticket_id)  # a commit that was under way may have been told to nobody
        except Exception:
            logger.exception("a reply could not be ended; it is found again when its lease runs out")
        finally:
            live = self._live.pop(reply_id, None)
            self._services.bus.end_live(ticket_id, reply_id)
        if not self._closing and (live is None or live.writer is None or live.writer.more_waiting):
            await self._next(ticket_id)

    async def _attempt(self, reply_id: UUID, attempt: int, work: Work | None) -> None:
        """Write; whatever goes wrong ends the reply visibly."""
        work = work or await load_work(self._services, reply_id, attempt)
        writer = ReplyWriter(self._services, work)
        self._live[reply_id].writer = writer
        try:
            await writer.write()
        except NotWanted:
            await self._persist(writer.stopped)
        except ModelError as error:
            logger.warning("the model gave no answer: %s", error.code)
            await self._persist(partial(writer.failed, error.code))
        except DATABASE_AWAY as error:
            logger.warning("the database went away under a reply: %s", type(error).__name__)
            await self._persist(partial(self._again, reply_id, attempt))
        except LeaseLost:
            raise
        except Exception:
            logger.exception("a reply failed")
            await self._persist(partial(writer.failed, INTERNAL))

    async def _again(self, reply_id: UUID, attempt: int) -> None:
        """Have the reply begun anew, here or elsewhere."""
        async with self._services.session() as session:
            await leases.give_back(session, self._services.process, reply_id, attempt)
        self._services.bus.look_again(self._live[reply_id].ticket_id)  # what failed may be stored all the same
        self._look.set()

    async def _persist(self, step: Callable[[], Awaitable[None]]) -> None:
        """Do a last step even if the database has to be waited for."""
        give_up = asyncio.get_running_loop().time() + PERSISTENCE_SEC
        pause = 0.1
        while True:
            try:
                await step()
                return
            except DATABASE_AWAY:
                if asyncio.get_running_loop().time() > give_up:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)

    async def _interrupted(self, reply_id: UUID, attempt: int) -> None:
        """Stopped by a person: keep what was said. Stopped by a shutdown: give the reply back."""
        live = self._live[reply_id]
        writer, why = live.writer, live.why or Why.SHUTDOWN
        with suppress(LeaseLost, *DATABASE_AWAY):
            if why is Why.STOP and writer is None:
                writer = ReplyWriter(self._services, await load_work(self._services, reply_id, attempt))
            if why is Why.STOP and writer is not None:
                stopped = writer.stopped
                await self._persist(stopped)
            elif why is Why.SHUTDOWN:
                await self._again(reply_id, attempt)

    async def _next(self, ticket_id: UUID) -> None:
        """Begin the ticket's next waiting reply."""
        with suppress(*DATABASE_AWAY):
            async with self._services.session() as session:
                waiting = await leases.first_waiting(session, ticket_id)
            if waiting is not None and self.has_room:
                await self._claim(waiting)

    async def _claim(self, reply_id: UUID) -> None:
        async with self._services.session() as session:
            claimed = await leases.claim(session, self._services, reply_id)
        if claimed is not None:
            self.start(claimed.reply_id, claimed.ticket_id, claimed.attempt)

    async def _recover(self) -> None:
        """Look for replies that nobody writes."""
        while True:
            with _surviving("looking for lost replies"):
                await self._claim_lost()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._services.settings.reply_recovery_sec):
                    await self._look.wait()
            self._look.clear()

    async def _claim_lost(self) -> None:
        async with self._services.session() as session:
            lost = await leases.lost(session, tuple(self._live), self._services.settings.replies_at_once)
        for reply_id in lost:
            if self.has_room:
                with _surviving("claiming a lost reply", but=DATABASE_AWAY):
                    await self._claim(reply_id)

    async def _beat(self) -> None:
        """Renew the leases, hear of stops, show other processes the text so far, and what was spent."""
        renewed = 0.0
        every = self.lease.total_seconds() / 4
        while True:
            await asyncio.sleep(min(BEAT_SEC, every))
            with _surviving("showing progress"):
                await self._show_progress()
            with _surviving("writing down what was spent"):
                await write_down(self._services)
            with _surviving("renewing leases"):
                if asyncio.get_running_loop().time() - renewed >= every:
                    await self._renew()
                    renewed = asyncio.get_running_loop().time()

    async def _show_progress(self) -> None:
        grown = [(i, live, live.writer.text) for i, live in self._live.items() if live.writer is not None]
        grown = [(i, live, text) for i, live, text in grown if len(text) > live.told]
        if not grown:
            return
        async with self._services.session() as session:
            await leases.show_progress(session, self._services.process, {i: text for i, _, text in grown})
        for _, live, text in grown:
            live.told = len(text)

    async def _renew(self) -> None:
        """A reply that is not ours any more is let go."""
        mine = {reply_id: live for reply_id, live in self._live.items() if live.writer is not None}
        if not mine:
            return
        async with self._services.session() as session:
            kept = await leases.renew(session, self._services.process, tuple(mine), self.lease)
        for reply_id, live in mine.items():
            if reply_id not in kept and self._live.get(reply_id) is live:
                live.interrupt(Why.LOST)
            elif kept.get(reply_id):
                live.interrupt(Why.STOP)


@contextmanager
def _surviving(what: str, *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """What runs as long as the process must not end with one mistake: without it no reply would be found again.

    A database that is away is not worth a line. `but` is passed on.
    """
    try:
        yield
    except but:
        raise
    except DATABASE_AWAY:
        pass
    except Exception:
        logger.exception("%s failed", what)
