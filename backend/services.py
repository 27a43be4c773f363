"""What one process has: made at start-up, reached through `app.state.services`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import Database
from backend.events.bus import EventBus
from backend.events.log import COMMITTED, ORIGIN
from backend.settings import Settings
from backend.spending.log import SpendingLog
from shared.domains.pack import Pack
from shared.llm.client import ModelClient

if TYPE_CHECKING:
    from backend.chatbot.runner import ReplyRunner
    from backend.events.listener import Listener
    from backend.jobs.queue import JobQueue

AFTERWARDS = "afterwards"
"""The key of `session.info` under which calls wait for the commit."""


@dataclass(slots=True)
class Services:
    """`process` names this process in leases and notifications."""

    settings: Settings
    secret: str
    pack: Pack
    database: Database
    llm: ModelClient
    bus: EventBus = field(default_factory=EventBus)
    spending: SpendingLog = field(default_factory=SpendingLog)
    process: str = field(default_factory=lambda: uuid4().hex[:12])
    replies: ReplyRunner = field(init=False)
    """Where the bot's replies run; set by the lifespan."""
    listener: Listener = field(init=False)
    """What hears of other processes' events; set by the lifespan."""
    jobs: JobQueue = field(init=False)
    """Where work for later goes; set by the lifespan."""

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction whose events reach this process's listeners as soon as it is committed."""
        async with self.database.session() as session:
            session.info[ORIGIN] = self.process
            yield session
        for event in session.info.pop(COMMITTED, ()):
            self.bus.publish(event)
        for then in session.info.pop(AFTERWARDS, ()):
            then()


def after_commit(session: AsyncSession, then: Callable[[], None]) -> None:
    """Have `then` called when the transaction is committed, and not at all when it is not."""
    session.info.setdefault(AFTERWARDS, []).append(then)
