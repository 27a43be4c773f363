"""What the customer does in the chat: say, stop, ask again, press a button, rate, end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import reflex as rx

from portal.access import Access
from portal.cards.feedback import reason_of
from portal.client import JSON
from portal.errors import PortalError, SignedOut
from portal.states.chat import Chat
from portal.states.session import Session

_SERVER_ERROR = 500


class Talking(rx.State):
    """Actions on the case that `Chat` shows. `busy` names the one that runs; no other is begun meanwhile."""

    busy: str = ""
    reason_for: str = ""
    """The message that a reason is being given for."""
    csat_choice: int = 0
    asking_person: bool = False

    @rx.event
    def fresh(self) -> None:
        """A case is opened: nothing is half done on it."""
        self.reset()

    @rx.event(background=True)
    async def stop(self) -> Any:
        """Stop the answer that is being written."""
        async with self._once("stop") as (access, ticket_id):
            if access is not None:
                await access.ask("POST", f"tickets/{ticket_id}/stop")

    @rx.event(background=True)
    async def retry(self) -> Any:
        """Have the last message answered again."""
        async with self._once("retry") as (access, ticket_id):
            if access is None:
                return
            await access.begin("POST", f"tickets/{ticket_id}/retry")
            async with self:
                chat = await self.get_state(Chat)
                if chat._conversation is not None and chat.id == ticket_id:
                    chat._conversation.expect_reply()
                    await chat.publish()

    @rx.event(background=True)
    async def decide(self, confirmation_id: str, accept: bool) -> Any:
        """Press the button of an action that cannot be taken back, or decline it."""
        async with self._once(f"decide:{confirmation_id}") as (access, ticket_id):
            if access is None:
                return
            path = f"tickets/{ticket_id}/confirmations/{confirmation_id}"
            decided = await access.ask("POST", path, body={"accept": accept})
            async with self:
                await self._take(ticket_id, confirmation=decided["confirmation"], call=decided.get("tool_call"),
                                 message=decided.get("message"))  # fmt: skip

    @rx.event(background=True)
    async def undo(self, call_id: str) -> Any:
        """Take back what a tool did."""
        async with self._once(f"undo:{call_id}") as (access, ticket_id):
            if access is not None:
                call = await access.ask("POST", f"tickets/{ticket_id}/tool-calls/{call_id}/undo")
                async with self:
                    await self._take(ticket_id, call=call)

    @rx.event(background=True)
    async def rate(self, message_id: str, helpful: bool) -> Any:
        """Thumbs; after a thumb down a reason is asked for, and no more once it is pressed again."""
        async with self._once(f"rate:{message_id}") as (access, ticket_id):
            if access is not None:
                message = await access.ask("POST", f"messages/{message_id}/rating", body={"helpful": helpful})
                async with self:
                    self.reason_for = "" if helpful or self.reason_for == message_id else message_id
                    await self._take(ticket_id, message=message)

    @rx.event(background=True)
    async def give_reason(self, form: dict[str, Any]) -> Any:
        """Why an answer did not help: the fields of `components.feedback.rating`'s form."""
        message_id, reason = str(form.get("message_id")), reason_of(form)
        async with self._once(f"rate:{message_id}") as (access, ticket_id):
            if access is not None:
                body = {"helpful": False, "reason": reason or None}
                message = await access.ask("POST", f"messages/{message_id}/rating", body=body)
                async with self:
                    self.reason_for = ""
                    await self._take(ticket_id, message=message)

    @rx.event
    def ask_person(self, open_: bool) -> None:
        """Open or close the question whether a person is wanted."""
        self.asking_person = open_

    @rx.event(background=True)
    async def call_person(self, form: dict[str, Any]) -> Any:
        """Ask for a person, with a reason if one was given."""
        async with self._once("person") as (access, ticket_id):
            if access is None:
                return
            reason = str(form.get("reason") or "").strip()
            answer = await access.ask("POST", f"tickets/{ticket_id}/handoff", body={"reason": reason or None})
            async with self:
                self.asking_person = False
                chat = await self.get_state(Chat)
                if chat._conversation is not None and chat.id == ticket_id:
                    chat._conversation.ticket, chat._conversation.handoff = answer["ticket"], answer["handoff"]
                    chat._conversation.live = None
                    await chat.publish()

    @rx.event(background=True)
    async def resolve(self) -> Any:
        """The case is solved."""
        await self._move("resolve")

    @rx.event(background=True)
    async def reopen(self) -> Any:
        """It is not solved after all."""
        await self._move("reopen")

    @rx.event
    def choose_csat(self, score: int) -> None:
        """The satisfaction that is about to be sent."""
        self.csat_choice = score

    @rx.event(background=True)
    async def send_csat(self, form: dict[str, Any]) -> None:
        """Send the satisfaction with the case: the form's `score` and `comment`."""
        async with self._once("csat") as (access, ticket_id):
            score = str(form.get("score") or "")
            if access is None or not score.isdecimal():
                return
            body = {"score": int(score), "comment": str(form.get("comment") or "").strip() or None}
            ticket = await access.ask("POST", f"tickets/{ticket_id}/csat", body=body)
            async with self:
                self.csat_choice = 0
                await self._take(ticket_id, ticket=ticket)

    async def _move(self, action: str) -> None:
        async with self._once(action) as (access, ticket_id):
            if access is not None:
                ticket = await access.ask("POST", f"tickets/{ticket_id}/{action}")
                async with self:
                    await self._take(ticket_id, ticket=ticket)

    @asynccontextmanager
    async def _once(self, action: str) -> AsyncIterator[tuple[Access | None, str]]:
        """Access and the case's id for one action; None while another runs and for who is no longer signed in.

        Tells the person what went wrong, unless another case is open by then.
        """
        async with self:
            chat, session = await self._both()
            ticket_id, free = chat.id, not self.busy and chat._conversation is not None and session.signed_in
            if free:
                self.busy, chat.problem = action, ""
        try:
            yield session.access() if free else None, ticket_id
        except SignedOut:
            async with self:
                (await self.get_state(Session)).ended()
        except PortalError as error:
            async with self:
                chat, session = await self._both()
                if chat.id == ticket_id:
                    chat.problem = session.said(error)
        finally:
            if free:
                async with self:
                    if self.busy == action:  # not so where another case was opened meanwhile
                        self.busy = ""

    async def _take(
        self,
        ticket_id: str,
        *,
        ticket: JSON | None = None,
        message: JSON | None = None,
        call: JSON | None = None,
        confirmation: JSON | None = None,
    ) -> None:
        """Put what the backend answered into the conversation; its event says the same again."""  # fmt: skip
        chat = await self.get_state(Chat)
        told = chat._conversation
        if told is None or chat.id != ticket_id:
            return
        if ticket is not None:
            told.ticket = ticket
        if message is not None:
            told.add_messages([message])
        if call is not None:
            told.calls[call["id"]] = call
        if confirmation is not None:
            told.confirmations[confirmation["id"]] = confirmation
        await chat.publish()

    async def _both(self) -> tuple[Chat, Session]:
        return await self.get_state(Chat), await self.get_state(Session)
