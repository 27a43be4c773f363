"""The page of one case: loads it, follows what happens on it, and shows it."""

from __future__ import annotations

import asyncio
import itertools
import logging
import secrets
from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import reflex as rx

from portal.access import Access
from portal.batching import batches
from portal.client import JSON, StreamEvent
from portal.conversation import Conversation
from portal.errors import ApiError, PortalError, SignedOut
from portal.i18n.catalogue import say
from portal.i18n.errors import error_key
from portal.i18n.formats import clock, full, instant
from portal.states.connection import is_connected
from portal.states.session import Session
from portal.states.writing import Writing
from portal.transcript import Line, announcement, lines

_log = logging.getLogger(__name__)
FLUSH_SEC = 0.05
"""Between two updates of the page while words stream (measured: docs/benchmarks.md)."""
IDLE_SEC = 20.0
"""After so long without an event it is looked whether the page is still there."""
RETRY_SEC = (0.5, 1.0, 2.0, 4.0)
"""Before the stream is taken up again, or a message sent again."""
PAGE = 50
MOST_CALLS = 100
_MISSING = (403, 404, 422)


class Chat(rx.State):
    """One case. Everything that is drawn comes from `_conversation` through `publish`."""

    phase: str = "loading"
    """loading, ready, missing (no such case for this person), trouble (the service does not answer)."""
    id: str = ""
    title: str = ""
    number: str = ""
    status: str = ""
    category: str = ""
    description: str = ""
    opened: str = ""
    language: str = ""

    lines: list[Line] = []
    has_earlier: bool = False
    unsaid: bool = False
    """Whether the description was never sent as the first message: opening the case broke off in between."""
    live: bool = False
    """Whether an answer is being written: `Writing` has it."""
    failure: str = ""
    can_retry: bool = False

    with_person: str = ""
    person: str = ""
    person_since: str = ""
    over: bool = False
    closed: bool = False
    csat_due: bool = False
    csat_score: int = 0
    accept_label: str = ""
    decline_label: str = ""
    connected: bool = True
    announcement: str = ""

    delivered: list[str] = []
    undelivered: dict[str, str] = {}
    """Why a message of the browser's outbox was not taken, by its key."""
    problem: str = ""
    max_length: int = 4_000

    _conversation: Conversation | None = None
    _cursor: int | None = None
    _following: str = ""
    _sending: dict[str, str] = {}

    @rx.event
    async def load(self) -> Any:
        """Show the case of the address, and follow it."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return
        wanted = _ticket_id(str(getattr(self, "ticket_id", "")))
        if wanted != self.id:
            self.reset()
            (await self.get_state(Writing)).reset()
            self.id = wanted
            yield  # another case's messages leave the page before this one's are asked for
        self._sending = {}
        if not wanted:
            self.phase = "missing"
            return
        try:
            self._conversation, self._cursor = await snapshot(session.access(), wanted)
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            missing = isinstance(error, ApiError) and error.status in _MISSING
            self.phase = "missing" if missing else "trouble"
            if not missing:
                yield Chat.come_back(wanted)
        else:
            self.phase, self.connected = "ready", True
            self._following = secrets.token_hex(8)
            await self.publish()
            yield Chat.follow(self._following)

    @rx.event(background=True)
    async def come_back(self, ticket_id: str) -> Any:
        """The case could not be loaded: try again after a while, for as long as the page is there."""
        await asyncio.sleep(RETRY_SEC[-1])
        if await is_connected(self.router.session.client_token):
            async with self:
                wanted = self.id == ticket_id and self.phase == "trouble"
            if wanted:
                yield Chat.load

    @rx.event
    def leave(self) -> None:
        """The page is gone: stop following, and draw nothing of it until it is loaded again."""
        self._following, self.phase = "", "loading"

    @rx.event(background=True)
    async def follow(self, mine: str) -> Any:
        """Bring what happens on the case to the page, for as long as the page is there."""
        for pause in itertools.cycle(RETRY_SEC):
            try:
                if not await self._heard(mine):
                    return
            except SignedOut:
                async with self:
                    back = (await self.get_state(Session)).ended()
                yield back
                return
            except Exception as error:
                if isinstance(error, ApiError) and error.status in _MISSING:
                    async with self:
                        self.phase = "missing"
                    return
                if not isinstance(error, PortalError):
                    _log.exception("the stream of a case failed")
                async with self:
                    self.connected = False
            await asyncio.sleep(pause)
            if not await is_connected(self.router.session.client_token):
                return

    async def _heard(self, mine: str) -> bool:
        """Hear the case's stream to its end; whether to take it up again. Raises as `Access.events` does."""
        async with self:
            if self._following != mine or self._conversation is None:
                return False
            access = (await self.get_state(Session)).access()
            ticket_id, after = self.id, self._conversation.last_event_id
        events = batches(access.events(ticket_id, after=after), every_sec=FLUSH_SEC, idle_sec=IDLE_SEC)
        async with aclosing(events):
            async for batch in events:
                if not batch and not await is_connected(self.router.session.client_token):
                    return False
                async with self:
                    if self._following != mine:
                        return False
                    await self._hear(batch)
        return True

    @rx.event
    async def show_earlier(self) -> Any:
        """One page of older messages."""
        session = await self.get_state(Session)
        if self._conversation is None or self._cursor is None:
            return None
        query = {"order": "desc", "limit": PAGE, "cursor": self._cursor}
        try:
            page = await session.access().ask("GET", f"tickets/{self.id}/messages", query=query)
        except SignedOut:
            return session.ended()
        except PortalError as error:
            self.problem = session.said(error)
            return None
        self._conversation.add_messages(page["items"])
        self._cursor = page["next_cursor"]
        await self.publish()
        return None

    @rx.event
    def dismiss_problem(self) -> None:
        """The person has read it."""
        self.problem = ""

    async def _hear(self, batch: Sequence[StreamEvent]) -> None:
        """Apply events. Words alone do not draw the whole conversation anew."""
        assert self._conversation is not None
        if not self.connected:
            self.connected = True
        for event in batch:
            self._conversation.apply(event)
            await self._note(event)
        if any(event.name != "delta" for event in batch):
            await self.publish()
        else:
            await self._publish_live()

    async def _note(self, event: StreamEvent) -> None:
        message = event.data.get("message")
        if not isinstance(message, dict):
            return
        if message["author"] == "customer":
            self._delivered_text(message["content"])
        elif event.name in ("message", "done"):
            self.announcement = announcement(message, (await self.get_state(Session)).language)

    def _delivered_text(self, content: str) -> None:
        """An own message came back over the stream, perhaps before its own answer: it is in the outbox no more."""
        key = next((key for key, text in self._sending.items() if text.strip() == content.strip()), None)
        if key is not None:
            self.mark_delivered(key)

    async def take_own(self, message: JSON, key: str) -> None:
        """The backend has stored an own message: it is in the conversation, and an answer is expected."""
        self.mark_delivered(key)
        if self._conversation is None or self.id != message["ticket_id"]:
            return
        if message["id"] not in self._conversation.messages:
            self._conversation.add_messages([message])
            self._conversation.expect_reply()
        await self.publish()

    def mark_delivered(self, key: str) -> None:
        """The backend has the message of this key."""
        self._sending = {one: text for one, text in self._sending.items() if one != key}
        self.undelivered = {one: why for one, why in self.undelivered.items() if one != key}
        if key not in self.delivered:
            self.delivered = [*self.delivered[-50:], key]

    async def publish(self) -> None:
        """Bring `_conversation` into what is drawn."""
        session = await self.get_state(Session)
        told, company, language = self._conversation, session.company(), session.language
        assert told is not None
        zone, ticket = session.zone(), told.ticket
        self.lines = lines(told, language, zone, datetime.now(UTC), company)
        spoken = any(one["author"] != "agent" for one in told.messages.values())
        self.unsaid = not spoken and not told.over and not self._sending
        self.has_earlier = self._cursor is not None
        self.title, self.number, self.status = ticket["title"], f"#{ticket['number']}", ticket["status"]
        self.description, self.language = ticket["description"], language
        self.accept_label = company.text("confirm_button", language)
        self.decline_label = company.text("cancel_button", language)
        self.max_length = company.message_characters
        self.category = company.category(ticket["category"], language)
        self.opened = full(instant(ticket["created_at"]), language, zone)
        self.over, self.closed = told.over, ticket["status"] == "closed"
        self.csat_due, self.csat_score = csat_due(ticket), ticket.get("csat_score") or 0
        self._publish_person(told, language, zone)
        self._publish_failure(told, language)
        await self._publish_live()

    def _publish_person(self, told: Conversation, language: str, zone: str) -> None:
        self.with_person = told.with_person
        handoff = told.handoff or {}
        self.person = handoff.get("agent_name") or ""
        since = handoff.get("taken_at") or handoff.get("requested_at") or ""
        self.person_since = clock(instant(since), language, zone) if since else ""

    def _publish_failure(self, told: Conversation, language: str) -> None:
        failed = told.failure
        self.failure = "" if failed is None else failed.message or say(error_key(failed.code), language)
        self.can_retry = failed is not None and failed.retryable

    async def _publish_live(self) -> None:
        assert self._conversation is not None
        live = self._conversation.live
        if self.live != (live is not None):
            self.live = live is not None
        (await self.get_state(Writing)).show(live, self.language)


def _ticket_id(given: str) -> str:
    """An id out of an address, empty for what is none: it goes into paths of the backend."""
    try:
        return str(UUID(given))
    except ValueError:
        return ""


async def snapshot(access: Access, ticket_id: str) -> tuple[Conversation, int | None]:
    """The case as it is now, and where its earlier messages go on. Raises as `Access.ask` does."""
    page: JSON = await access.ask("GET", f"tickets/{ticket_id}/messages", query={"order": "desc", "limit": PAGE})
    ticket, calls, asked = await asyncio.gather(
        access.ask("GET", f"tickets/{ticket_id}"),
        access.ask("GET", f"tickets/{ticket_id}/tool-calls", query={"limit": MOST_CALLS}),
        access.ask("GET", f"tickets/{ticket_id}/confirmations", query={"status": "all"}),
    )
    return Conversation.of(ticket, page, calls["items"], asked), page["next_cursor"]


def csat_due(ticket: JSON) -> bool:
    """Whether a rating of this resolution is asked for."""
    due: bool = ticket["status"] in ("resolved", "closed") and bool(ticket.get("csat_due"))
    return due
