"""Who in this process listens to which ticket."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from backend.events.kinds import StreamEvent

WAITING_AT_MOST = 1_000
"""Events that a slow listener may leave; after that it reads from the database again."""


class Writing(NamedTuple):
    """A reply that is being written, and its text so far."""

    reply_id: UUID
    attempt: int
    text: str


class Subscription:
    """One listener's queue. `lost` is set when it overflowed: what it missed is in the database."""

    def __init__(self) -> None:
        self.lost = False
        self._waiting: deque[StreamEvent] = deque()
        self._wake = asyncio.Event()
        self._idle_since = time.monotonic()

    def put(self, event: StreamEvent) -> None:
        if len(self._waiting) >= WAITING_AT_MOST:
            self._waiting.clear()
            self.lost = True
        self._waiting.append(event)
        self._wake.set()

    def lose(self) -> None:
        """Something may be missing from here: have the listener look for itself."""
        self.lost = True
        self._wake.set()

    def wake(self) -> None:
        self._wake.set()

    async def take(self) -> list[StreamEvent]:
        """What has come; empty when the listener is woken for another reason."""
        self._idle_since = time.monotonic()
        if not self._waiting and not self.lost:
            await self._wake.wait()
        self._wake.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    def idle(self, longer_than_sec: float) -> bool:
        """Whether nothing has come for a while."""
        return time.monotonic() - self._idle_since > longer_than_sec


class EventBus:
    """Passes events on to the subscriptions of their ticket. One event loop, no locks."""

    def __init__(self) -> None:
        self.closing = False
        self.open_streams = 0
        self._subscriptions: defaultdict[UUID, set[Subscription]] = defaultdict(set)
        self._live: dict[UUID, Writing] = {}
        self._listeners: Counter[UUID] = Counter()

    @contextmanager
    def subscribed(self, ticket_id: UUID, listener_id: UUID | None = None) -> Iterator[Subscription]:
        """A subscription while the block runs; `listener_id` is the user that it is counted for (`streams_of`)."""
        subscription = Subscription()
        self._subscriptions[ticket_id].add(subscription)
        self.open_streams += 1
        self._count(listener_id, 1)
        try:
            yield subscription
        finally:
            self.open_streams -= 1
            self._count(listener_id, -1)
            self._subscriptions[ticket_id].discard(subscription)
            if not self._subscriptions[ticket_id]:
                del self._subscriptions[ticket_id]

    def streams_of(self, listener_id: UUID) -> int:
        """How many streams a user listens to here."""
        return self._listeners[listener_id]

    def _count(self, listener_id: UUID | None, more: int) -> None:
        if listener_id is not None:
            self._listeners[listener_id] += more
            if not self._listeners[listener_id]:
                del self._listeners[listener_id]

    def heard(self, ticket_id: UUID) -> bool:
        """Whether anybody listens to the ticket here."""
        return ticket_id in self._subscriptions

    def publish(self, event: StreamEvent) -> None:
        for subscription in tuple(self._subscriptions.get(event.ticket_id, ())):
            subscription.put(event)

    def set_live(self, ticket_id: UUID, writing: Writing) -> None:
        """The text so far of a reply that is being written, for whoever comes in the middle."""
        self._live[ticket_id] = writing

    def end_live(self, ticket_id: UUID, reply_id: UUID) -> None:
        if (live := self._live.get(ticket_id)) is not None and live.reply_id == reply_id:
            del self._live[ticket_id]

    def live(self, ticket_id: UUID) -> Writing | None:
        """The reply that is being written and its text so far, as far as this process knows."""
        return self._live.get(ticket_id)

    async def wake_idle(self, longer_than_sec: float) -> None:
        """Have every listener that has heard nothing for so long send a sign of life; one task for all of them,
        because a timer for each wait would cost more than what is waited for."""
        while True:
            await asyncio.sleep(min(longer_than_sec / 4, 1.0))
            for subscriptions in self._subscriptions.values():
                for subscription in subscriptions:
                    if subscription.idle(longer_than_sec):
                        subscription.wake()

    def look_again(self, ticket_id: UUID) -> None:
        """Have the ticket's streams read from the database what they were perhaps not told."""
        for subscription in self._subscriptions.get(ticket_id, ()):
            subscription.lose()

    def resync(self) -> None:
        """Have every stream read from the database what it may have missed."""
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.lose()

    def close(self) -> None:
        """Have the streams that only listen end; those that carry a reply go on until it is finished."""
        self.closing = True
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.wake()
