"""Messages on their way: each is sent until the backend has it or refuses it, and stored once thanks to its key."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from typing import Any

import reflex as rx

from portal.access import Access
from portal.client import JSON
from portal.errors import ApiError, BackendDown, PortalError, SignedOut
from portal.states.chat import RETRY_SEC, Chat
from portal.states.connection import is_connected
from portal.states.session import Session

_TOO_MANY, _SERVER_ERROR = 429, 500
_SHORT_WAIT_SEC = 30.0
"""So long a message waits by itself when there were too many."""


class Sending(rx.State):
    """Sends to the case that a message was written for, whichever is open by then."""

    @rx.event(background=True)
    async def say(self, ticket_id: str, content: str, key: str) -> Any:
        """Send a message of the browser's outbox, again and again while the service is away.

        The same `key` is stored once, however often it comes. A refusal is told at the message.
        """
        refusal = await self._send(ticket_id, content, key)
        if isinstance(refusal, SignedOut):
            async with self:
                back = (await self.get_state(Session)).ended()
            yield back  # the message stays in the outbox and goes once the person is back
        elif refusal is not None:
            async with self:
                chat, session = await self.get_state(Chat), await self.get_state(Session)
                chat.undelivered = {**chat.undelivered, key: session.said(refusal)}

    @rx.event(background=True)
    async def say_now(self, ticket_id: str, content: str, key: str) -> Any:
        """Send what is in no outbox: a slot of a card, the case's description. A refusal is told above the composer."""
        refusal = await self._send(ticket_id, content, key)
        async with self:
            chat, session = await self.get_state(Chat), await self.get_state(Session)
            if chat.id == ticket_id and chat._conversation is not None:
                if refusal is not None:
                    chat.problem = session.said(refusal)
                await chat.publish()
            back = session.ended() if isinstance(refusal, SignedOut) else None
        if back is not None:
            yield back

    @rx.event
    async def say_slot(self, text: str) -> Any:
        """A free slot on a card was pressed: that is a message."""
        chat = await self.get_state(Chat)
        return Sending.say_now(chat.id, text, secrets.token_hex(16))

    @rx.event
    async def say_description(self) -> Any:
        """Send the case's description as its first message, under the key that opening the case uses."""
        chat = await self.get_state(Chat)
        chat.unsaid = False
        return Sending.say_now(chat.id, chat.description, f"first-{chat.id}")

    async def _send(self, ticket_id: str, content: str, key: str) -> PortalError | None:
        """Why the message is refused; None once it is stored, when the page has gone, or for a key on its way."""
        async with self:
            chat, session = await self.get_state(Chat), await self.get_state(Session)
            # A tab that has just come back is not known yet: its outbox sends again once the case is loaded.
            if not session.checked or key in chat.delivered or key in chat._sending or not content.strip():
                return None
            try:
                access = session.access()
            except SignedOut as error:
                return error
            chat._sending = {**chat._sending, key: content}
            chat.undelivered = {one: why for one, why in chat.undelivered.items() if one != key}
        message: JSON | None = None
        try:
            message, refusal = await self._sent(access, ticket_id, content, key)
        finally:
            async with self:
                chat = await self.get_state(Chat)
                chat._sending = {one: text for one, text in chat._sending.items() if one != key}
                if message is not None:
                    await chat.take_own(message, key)
        return refusal

    async def _sent(
        self, access: Access, ticket_id: str, content: str, key: str
    ) -> tuple[JSON | None, PortalError | None]:
        """The message as stored, or why it is refused; neither when the page has gone meanwhile."""
        for pause in itertools.chain(RETRY_SEC, itertools.repeat(RETRY_SEC[-1])):
            try:
                return await access.send(ticket_id, content, key=key), None
            except BackendDown:
                async with self:
                    (await self.get_state(Chat)).connected = False
            except ApiError as error:
                if error.status == _TOO_MANY and error.retry_after_sec <= _SHORT_WAIT_SEC:
                    await asyncio.sleep(error.retry_after_sec)
                elif error.status < _SERVER_ERROR:
                    return None, error
            except PortalError as error:
                return None, error
            await asyncio.sleep(pause)
            if not await is_connected(self.router.session.client_token):
                break
        return None, None
