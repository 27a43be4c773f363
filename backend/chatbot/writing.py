"""One attempt at a reply: the agent's events, stored and told as they come."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend import metrics
from backend.chatbot.models import Confirmation, ConfirmationStatus, ToolCall
from backend.chatbot.rules import hand_over_after_failed_turns, hand_over_after_failures
from backend.chatbot.schemas import ConfirmationOut
from backend.chatbot.work import Work, customer_of, held
from backend.clock import now
from backend.events.bus import Writing
from backend.events.kinds import EventKind, delta
from backend.events.log import append
from backend.handoff.models import HandoffBy
from backend.handoff.service import open_handoff, request_handoff
from backend.messages.models import Author, Reply, ReplyStatus
from backend.messages.service import new_message
from backend.messages.storing import store
from backend.operations.schemas import ToolCallOut, known_tool, tool_label
from backend.operations.store import PostgresOperations
from backend.services import Services
from backend.spending.metered import MeteredModel
from backend.tickets.models import ActorKind, Ticket, TicketStatus
from backend.tickets.reading import OVER
from backend.tickets.states import move
from backend.wire import cleaned
from shared.agent.agent import Agent
from shared.agent.events import (
    AgentEvent,
    ConfirmationRequired,
    Delta,
    Done,
    Handoff,
    ToolFinished,
    ToolOutcome,
    ToolStarted,
)
from shared.agent.slots import plans_of
from shared.agent.tools import handoff
from shared.llm.protocol import Usage

logger = logging.getLogger(__name__)
PARAGRAPH = "\n\n"


_WAITING = (
    select(Reply.id).where(Reply.ticket_id == bindparam("ticket_id"), Reply.status == ReplyStatus.PENDING).limit(1)
)


class NotWanted(Exception):
    """Nobody waits for the rest of this reply: a person has the ticket, it is over, or the answer was stopped."""


class ReplyWriter:
    """Writes one reply. `text` is what the customer has seen so far; `more_waiting` whether, in the end, another reply
    of the ticket waits for its turn."""

    def __init__(self, services: Services, work: Work) -> None:
        self.text = ""
        self.more_waiting = True
        self.stop_asked = False
        self.work = work
        self.first_token_at: datetime | None = None
        self._services = services
        self._language = work.customer.language(services.pack)
        self._operations = PostgresOperations(
            services.session, plans_of(services.pack), services.settings.timezone, scope=str(work.reply_id)
        )
        self._running: dict[str, Mapping[str, Any]] = {}
        self._handed_off = False
        self._tool_failed = False

    @property
    def acting(self) -> bool:
        """Whether a tool is at work: what it writes and the record of it belong together, so it is not cut off.
        `stop_asked` ends the reply after it."""
        return bool(self._running)

    async def write(self) -> None:
        """Ask the agent and store its answer. Raises `ModelError`, `NotWanted`, `LeaseLost` and the database's
        errors."""
        model = MeteredModel(self._services, self.work.customer.customer_id)
        agent = Agent(self.work.release, model, self._operations, pack=self._services.pack)
        done: Done | None = None
        async with aclosing(agent.reply(self.work.customer, self.work.history)) as events:  # type: ignore[type-var]
            async for event in events:
                if isinstance(event, Done):
                    done = event
                else:
                    await self._heard(event)
        assert done is not None, "an agent ends with Done or raises"
        await self._finish(done)

    async def _heard(self, told: AgentEvent) -> None:
        if isinstance(told, Delta):
            self._say(cleaned(told.text))
            return
        event = replace(told, **{field.name: cleaned(getattr(told, field.name)) for field in fields(told)})
        if isinstance(event, ToolStarted):
            await self._tool_started(event)
        elif isinstance(event, ToolFinished):
            await self._tool_finished(event)
        elif isinstance(event, ConfirmationRequired):
            await self._ask_to_confirm(event)
        elif isinstance(event, Handoff):
            await self._hand_over(event)

    def _say(self, text: str) -> None:
        """A piece of text to whoever listens. The bot's first words on a ticket say that it is one."""
        if self.first_token_at is None:
            self.first_token_at = now()
            if self.work.first:
                text = self._services.pack.texts["ai_disclosure"][self._language] + PARAGRAPH + text
        work, offset = self.work, len(self.text)
        self.text += text
        self._services.bus.set_live(work.ticket_id, Writing(work.reply_id, work.attempt, self.text))
        self._services.bus.publish(delta(work.ticket_id, work.reply_id, work.attempt, offset, text))

    async def _tool_started(self, event: ToolStarted) -> None:
        self._operations.writes.clear()
        self._running[event.call_id] = event.arguments
        if event.tool == handoff.NAME:  # told as the handoff that it is; what it says of the customer is for agents
            return
        label = tool_label(self._services.pack, event.tool, self._language)
        data = {"call_id": event.call_id, "tool": event.tool, "label": label, "arguments": dict(event.arguments)}
        async with self._services.session() as session:
            ticket, _ = await held(session, self._services, self.work)
            if ticket.status in OVER or (ticket.status is TicketStatus.WAITING_AGENT and not self._handed_off):
                raise NotWanted  # before the tool writes anything
            await self._tell(session, EventKind.TOOL_STARTED, data)
        if self.stop_asked:
            raise NotWanted

    async def _tool_finished(self, event: ToolFinished) -> None:
        call = tool_call(self.work.ticket_id, event, self._running.get(event.call_id, {}))
        call.reply_id, call.writes = self.work.reply_id, list(self._operations.writes)
        self._tool_failed |= event.outcome is ToolOutcome.FAILED
        metrics.TOOL_CALLS.labels(known_tool(self._services.pack, event.tool), event.outcome.value).inc()
        async with self._services.session() as session:
            await held(session, self._services, self.work)
            session.add(call)
            await session.flush()
            if event.tool != handoff.NAME:
                told = ToolCallOut.of(call, self._services.pack, self._language).model_dump(mode="json")
                await self._tell(session, EventKind.TOOL_FINISHED, {"call_id": call.call_id, "tool_call": told})
        self._running.pop(event.call_id, None)
        if self.stop_asked:
            raise NotWanted

    async def _ask_to_confirm(self, event: ConfirmationRequired) -> None:
        row = {
            "ticket_id": self.work.ticket_id, "id": event.confirmation_id, "reply_id": self.work.reply_id,
            "tool": event.tool, "arguments": dict(event.arguments), "summary": event.summary,
            "fingerprint": event.fingerprint, "status": ConfirmationStatus.PENDING, "decided_at": None,
        }  # fmt: skip
        asked = insert(Confirmation).values(row)
        again = {name: row[name] for name in ("reply_id", "summary", "status", "decided_at")} | {"tool_call_id": None}
        # Pressed after a change it did nothing; when all is as it was before, it can be asked again.
        came_to_nothing = exists().where(ToolCall.id == Confirmation.tool_call_id, ToolCall.outcome != ToolOutcome.OK)
        async with self._services.session() as session:
            await held(session, self._services, self.work)
            confirmation = await session.scalar(
                asked.on_conflict_do_update(
                    index_elements=["ticket_id", "id"],
                    set_=again,
                    where=(Confirmation.status != ConfirmationStatus.CONFIRMED) | came_to_nothing,
                ).returning(Confirmation)
            )
            if confirmation is not None:
                told = ConfirmationOut.of(confirmation).model_dump(mode="json")
                await self._tell(session, EventKind.CONFIRM, {"confirmation": told})

    async def _hand_over(self, event: Handoff) -> None:
        async with self._services.session() as session:
            ticket, _ = await held(session, self._services, self.work)
            if ticket.status in OVER:
                raise NotWanted  # solved meanwhile: nobody is to come
            before = await open_handoff(session, ticket.id)
            if before is not None and before.by is not HandoffBy.BOT:  # the bot's own: an attempt before this one
                raise NotWanted
            await request_handoff(
                session, self._services.pack, ticket,
                by=HandoffBy.BOT, reason=event.reason, summary=event.summary, reply_id=self.work.reply_id,
            )  # fmt: skip
        self._handed_off = True

    async def _finish(self, done: Done) -> None:
        """Store the answer, once. A person who took the ticket meanwhile has the word: then nothing is said."""
        async with self._services.session() as session:
            ticket, reply = await held(session, self._services, self.work)
            self._account(reply, done.usage, done.model)
            if ticket.status is TicketStatus.WAITING_AGENT and not self._handed_off:
                await self._end(session, ticket, reply, ReplyStatus.STOPPED, text="", items=())
                return
            if self._tool_failed:
                await hand_over_after_failed_turns(self._services, session, ticket, reply)
            reply.notes = list(done.notes)
            about = {"release_id": done.release_id, "model": done.model, "notes": list(done.notes)}
            await self._end(
                session, ticket, reply, ReplyStatus.DONE, text=self.text, items=cleaned(done.items), **about
            )
        metrics.REPLIES.labels("done").inc()
        self._count(done)

    async def stopped(self) -> None:
        """The customer, or an agent who took over, wants no more of this answer: keep what was said."""
        async with self._services.session() as session:
            ticket, reply = await held(session, self._services, self.work)
            silent = ticket.status is TicketStatus.WAITING_AGENT and not self._handed_off
            text = "" if silent else self.text.strip()
            await self._end(session, ticket, reply, ReplyStatus.STOPPED, text=text, items=())
        metrics.REPLIES.labels("stopped").inc()

    async def failed(self, code: str) -> None:
        """There is no answer: say so where the customer sees it, and hand over when it is not the first time."""
        async with self._services.session() as session:
            ticket, reply = await held(session, self._services, self.work)
            await fail(self._services, session, ticket, reply, code)
        metrics.REPLIES.labels("failed").inc()

    async def _end(
        self, session: AsyncSession, ticket: Ticket, reply: Reply, status: ReplyStatus, *, text: str, items: Any,
        **about: Any,
    ) -> None:  # fmt: skip
        """The last event of a reply, with its message when it has one."""
        about = {"stopped": status is ReplyStatus.STOPPED, **about}
        if text:
            if ticket.status is TicketStatus.OPEN:
                await move(session, ticket, TicketStatus.IN_PROGRESS, actor=ActorKind.BOT, reason="the bot answered")
            message = new_message(ticket.id, Author.BOT, text, reply_id=reply.id, items=list(items))
            message.stopped = status is ReplyStatus.STOPPED
            await store(session, message, EventKind.DONE, {**about_reply(reply.id, self.work.attempt), **about})
            reply.answer_id = message.id
        else:
            await self._tell(session, EventKind.DONE, {"message": None, **about})
        end(reply, status)
        reply.first_token_at = self.first_token_at
        await session.flush()
        self.more_waiting = await session.scalar(_WAITING, {"ticket_id": ticket.id}) is not None

    async def _tell(self, session: AsyncSession, kind: EventKind, data: Mapping[str, Any]) -> int:
        work = self.work
        told = {**about_reply(work.reply_id, work.attempt), **data}
        return await append(session, work.ticket_id, kind, told, reply_id=work.reply_id)

    def _account(self, reply: Reply, usage: Usage, model: str) -> None:
        reply.release_id, reply.model = self.work.release.release_id, model
        reply.calls, reply.input_tokens, reply.cached_tokens = usage.calls, usage.input_tokens, usage.cached_tokens
        reply.output_tokens, reply.cost_usd = usage.output_tokens, usage.cost_usd  # type: ignore[assignment]

    def _count(self, done: Done) -> None:
        usage = done.usage
        for kind, tokens in (("input", usage.input_tokens), ("cached", usage.cached_tokens),
                             ("output", usage.output_tokens)):  # fmt: skip
            metrics.TOKENS.labels(kind, done.model).inc(tokens)
        metrics.COST_USD.inc(usage.cost_usd)
        if self.first_token_at is not None:
            metrics.FIRST_TOKEN_SECONDS.observe((self.first_token_at - self.work.asked_at).total_seconds())


def about_reply(reply_id: UUID, attempt: int) -> dict[str, Any]:
    """Which reply an event belongs to, and which attempt at it."""
    return {"reply_id": str(reply_id), "attempt": attempt}


def end(reply: Reply, status: ReplyStatus) -> None:
    """The reply is nobody's work any more."""
    reply.status, reply.finished_at, reply.partial = status, now(), ""
    reply.owner, reply.lease_until = None, None


async def fail(services: Services, session: AsyncSession, ticket: Ticket, reply: Reply, code: str) -> None:
    """End a reply without an answer. Ticket and reply are locked."""
    end(reply, ReplyStatus.FAILED)
    reply.error_code = code
    await session.flush()
    await hand_over_after_failures(services, session, ticket, reply)
    data = {
        **about_reply(reply.id, reply.attempt), "code": code,
        "message": services.pack.texts["error"][customer_of(ticket).language(services.pack)],
        "retryable": ticket.status is not TicketStatus.WAITING_AGENT,
    }  # fmt: skip
    await append(session, ticket.id, EventKind.ERROR, data, reply_id=reply.id)


async def end_unanswered(session: AsyncSession, ticket: Ticket, reply: Reply) -> None:
    """End a reply that was stopped before a word of it was written. Ticket and reply are locked."""
    end(reply, ReplyStatus.STOPPED)
    await session.flush()
    data = {**about_reply(reply.id, reply.attempt), "message": None, "stopped": True}
    await append(session, ticket.id, EventKind.DONE, data, reply_id=reply.id)


def tool_call(ticket_id: Any, event: ToolFinished, arguments: Mapping[str, Any]) -> ToolCall:
    """A finished call as a row."""
    return ToolCall(
        ticket_id=ticket_id, call_id=event.call_id, tool=event.tool, arguments=dict(arguments),
        outcome=event.outcome.value, result=dict(event.result), duration_ms=event.duration_ms, writes=[],
    )  # fmt: skip
