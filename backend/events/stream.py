"""A ticket's events as a stream: first what is stored, then what happens, without a gap and without a repetition."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from uuid import UUID

import orjson
from fastapi.sse import format_sse_event
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import StreamingResponse

from backend.events.bus import Subscription, Writing
from backend.events.kinds import ENDINGS, EventKind, StreamEvent, delta
from backend.events.log import read_after
from backend.messages.models import Reply, ReplyStatus
from backend.services import Services
from backend.tickets.models import Ticket

logger = logging.getLogger(__name__)
PING = format_sse_event(comment="ping")
PAGE = 500
ALLOWED_FOR_SEC = 5.0
"""How long a stream that only listens goes on without looking whether it still may."""
Allowed = Callable[[AsyncSession], Awaitable[bool]]
_TICKET = select(Ticket.id).where(Ticket.id == bindparam("ticket_id"))


class EventStream(StreamingResponse):
    """Server-sent events; nothing between here and the browser may hold them back."""

    media_type = "text/event-stream"

    def __init__(self, body: AsyncIterator[bytes], status_code: int = 200) -> None:  # FastAPI's OpenAPI reads it
        super().__init__(body, status_code, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def encoded(event: StreamEvent) -> bytes:
    """An event as it goes over the wire."""
    return format_sse_event(
        event=event.kind.value,
        data_str=orjson.dumps(event.data).decode(),
        id=None if event.seq is None else str(event.seq),
    )


class TicketStream:
    """Events of a ticket after the event numbered `after`.

    With `reply_id` only that reply's, from the message numbered `after + 1` that it answers, until it has ended, and
    nothing of attempts before `attempt`; `known` are the first events of one that begins just now, which need not be
    read. Otherwise everything until the client leaves, the process stops, `longest_sec` are over or `allowed` says
    that the listener, who is counted as `listener_id`, may hear no more.
    """

    def __init__(
        self,
        services: Services,
        ticket_id: UUID,
        after: int,
        *,
        reply_id: UUID | None = None,
        attempt: int = 0,
        known: Sequence[StreamEvent] | None = None,
        longest_sec: float = 900,
        allowed: Allowed | None = None,
        listener_id: UUID | None = None,
    ) -> None:
        self._services = services
        self._ticket_id = ticket_id
        self._seq = after
        self._question = after + 1 if reply_id else None
        self._reply_id = reply_id
        self._until = time.monotonic() + longest_sec
        self._allowed = allowed
        self._listener_id = listener_id
        self._look_at = time.monotonic() + ALLOWED_FOR_SEC
        self._attempt = attempt
        self._known = known
        self._sent: dict[UUID, tuple[int, int]] = {}
        self._ended = False

    async def body(self) -> AsyncIterator[bytes]:
        """The bytes of the stream. Never raises for the database: it says so in an `error` event and ends."""
        with self._services.bus.subscribed(self._ticket_id, self._listener_id) as subscription:
            try:
                async for event in self._events(subscription):
                    yield encoded(event) if event is not None else PING
            except (DBAPIError, PoolTimeout, OSError) as error:
                logger.warning("a stream ended: %s", type(error).__name__)
                data = {"reply_id": None, "code": "unavailable", "message": "the stream broke off; take it up again",
                        "retryable": True}  # fmt: skip
                yield encoded(StreamEvent(self._ticket_id, EventKind.ERROR, data))

    async def without_answer(self) -> AsyncIterator[bytes]:
        """The message, what was said to it at once, and that no answer of the bot will follow."""
        async with self._services.session() as session:
            stored = await read_after(session, self._ticket_id, self._seq, limit=PAGE)
        for event in stored:
            at_once = event.kind is EventKind.MESSAGE and event.data["message"]["author"] == "bot"
            if event.seq == self._seq + 1 or event.kind is EventKind.HANDOFF or at_once:
                yield encoded(event)
        data = {"reply_id": None, "message": None, "stopped": False}
        yield encoded(StreamEvent(self._ticket_id, EventKind.DONE, data))

    async def _events(self, subscription: Subscription) -> AsyncIterator[StreamEvent | None]:
        """Events, and `None` when nothing has happened for a while."""
        async for event in self._missed() if self._known is None else self._first(self._known):
            yield event
        while not self._ended and not self._finished():
            waiting = await subscription.take()
            look = subscription.lost or (self._allowed is not None and time.monotonic() >= self._look_at)
            if look or self._gap(waiting) or not waiting:
                subscription.lost = False
                async for event in self._missed(look=look):
                    yield event
                if self._ended:
                    return
            for event in waiting:
                for wanted in self._wanted(event):
                    yield wanted
            if not waiting:
                yield None

    async def _may_hear(self, session: AsyncSession) -> bool:
        """Whoever has signed out meanwhile hears no more, and of an erased ticket there is nothing to hear."""
        self._look_at = time.monotonic() + ALLOWED_FOR_SEC
        if await session.scalar(_TICKET, {"ticket_id": self._ticket_id}) is None:
            return False
        return self._allowed is None or await self._allowed(session)

    async def _first(self, known: Sequence[StreamEvent]) -> AsyncIterator[StreamEvent]:
        for event in known:
            for wanted in self._wanted(event):
                yield wanted

    def _finished(self) -> bool:
        """Whether the stream should end: it has been long enough, or it only listens and the process stops."""
        return time.monotonic() > self._until or (self._reply_id is None and self._services.bus.closing)

    def _gap(self, events: Iterable[StreamEvent]) -> bool:
        """Whether an event was stored that did not come this way."""
        expected = self._seq + 1
        for event in events:
            if event.seq is not None:
                if event.seq > expected:
                    return True
                expected = max(expected, event.seq + 1)
        return False

    async def _missed(self, *, look: bool = False) -> AsyncIterator[StreamEvent]:
        """What is stored after the last event sent, and the text so far of a reply that is being written.

        With `look` the stream ends where it may not go on. All that is asked at once takes one connection: a thousand
        silent streams ask for one every few seconds.
        """
        whole = False
        while not whole and not self._ended:
            async with self._services.session() as session:
                if look and not await self._may_hear(session):
                    self._ended = True
                    return
                stored = await read_after(session, self._ticket_id, self._seq, limit=PAGE)
                whole = len(stored) < PAGE
                live = await self._live(session) if whole else None
            for event in (*stored, live):
                for wanted in self._wanted(event) if event is not None and not self._ended else ():
                    yield wanted

    async def _live(self, session: AsyncSession) -> StreamEvent | None:
        found = self._services.bus.live(self._ticket_id)
        if found is None:
            query = select(Reply.id, Reply.attempt, Reply.partial)
            running = query.where(Reply.ticket_id == self._ticket_id, Reply.status == ReplyStatus.RUNNING)
            row = (await session.execute(running)).one_or_none()
            found = Writing(row.id, row.attempt, row.partial) if row else None
        if found is None or not found.text:
            return None
        return delta(self._ticket_id, found.reply_id, found.attempt, 0, found.text)

    def _wanted(self, event: StreamEvent) -> list[StreamEvent]:
        """The event as it is to be sent: not at all, trimmed to what is new, or after the text that is missing."""
        if event.kind is EventKind.DELTA:
            return self._delta(event)
        if event.seq is not None:
            if event.seq <= self._seq:
                return []
            self._seq = event.seq
        if self._reply_id is None:
            return [event]
        if event.reply_id != self._reply_id:
            return [event] if event.seq == self._question else []
        if event.data.get("attempt", self._attempt) < self._attempt:
            return []
        if event.kind not in ENDINGS:
            return [event]
        self._ended = True
        return [*self._rest(event), event]

    def _delta(self, event: StreamEvent) -> list[StreamEvent]:
        reply_id, attempt = event.reply_id, int(event.data["attempt"])
        text, offset = str(event.data["text"]), int(event.data["offset"])
        if reply_id is None or (self._reply_id is not None and reply_id != self._reply_id):
            return []
        current, sent = self._sent.get(reply_id, (self._attempt, 0))
        if attempt > current:  # written anew
            sent = 0
        if offset > sent and (live := self._services.bus.live(event.ticket_id)) is not None:  # the beginning is missing
            text, offset = live.text, 0
        if attempt < current or offset > sent or offset + len(text) <= sent:
            return []
        self._sent[reply_id] = (attempt, offset + len(text))
        return [delta(event.ticket_id, reply_id, attempt, sent, text[sent - offset :])]

    def _rest(self, event: StreamEvent) -> list[StreamEvent]:
        """The text of the stored answer that was not streamed, so that whoever only reads deltas has all of it."""
        answer = event.data.get("message")
        if event.kind is not EventKind.DONE or not answer or self._reply_id is None:
            return []
        return self._delta(delta(event.ticket_id, self._reply_id, event.data["attempt"], 0, answer["content"]))
