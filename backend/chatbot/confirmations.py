"""The customer's button: the only way to an irreversible action."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import metrics
from backend.chatbot.models import Confirmation, ConfirmationStatus, ToolCall
from backend.chatbot.schemas import ConfirmationOut, DecisionOut, WhichConfirmations
from backend.chatbot.work import customer_of
from backend.chatbot.writing import tool_call
from backend.clock import now
from backend.errors import Conflict, NotFound, TicketClosed
from backend.events.kinds import EventKind
from backend.events.log import append
from backend.messages.models import Author, Message
from backend.messages.schemas import MessageOut
from backend.messages.service import add_message
from backend.operations.schemas import ToolCallOut
from backend.operations.store import PostgresOperations
from backend.releases.service import production_release
from backend.services import Services
from backend.tickets.models import Ticket, TicketStatus
from shared.agent.agent import Agent
from shared.agent.events import ConfirmationRequired, ToolFinished, ToolOutcome
from shared.agent.slots import plans_of


class DecidedAlready(Conflict):
    code = "decided_already"


async def decide(
    services: Services, session: AsyncSession, ticket: Ticket, confirmation_id: str, *, accept: bool
) -> DecisionOut:
    """Do, or drop, what the bot asked to confirm. The ticket's row is locked: pressing twice acts once and answers the
    same. The action, its record, the message and the event are one transaction.

    Raises `NotFound`, `DecidedAlready` (the other button was pressed before), `TicketClosed`.
    """
    confirmation = await session.get(Confirmation, (ticket.id, confirmation_id), with_for_update=True)
    if confirmation is None:
        raise NotFound("there is nothing of this id to confirm")
    wanted = ConfirmationStatus.CONFIRMED if accept else ConfirmationStatus.DECLINED
    if confirmation.status is wanted:
        return await _decided_before(services, session, ticket, confirmation)
    if confirmation.status is not ConfirmationStatus.PENDING:
        raise DecidedAlready(f"this was {confirmation.status.value} before")
    if ticket.status is TicketStatus.CLOSED:
        raise TicketClosed("this ticket is closed; reopen it first")
    if not accept:
        confirmation.status, confirmation.decided_at = wanted, now()
        await session.flush()
        await _tell(session, confirmation)
        return DecisionOut(confirmation=ConfirmationOut.of(confirmation), tool_call=None, message=None)
    return await _act(services, session, ticket, confirmation)


async def asked_for(
    session: AsyncSession, ticket_id: UUID, which: WhichConfirmations = WhichConfirmations.PENDING
) -> list[ConfirmationOut]:
    """What waits for the customer's button or, with all, also what was decided; the oldest first."""
    wanted = select(Confirmation).where(Confirmation.ticket_id == ticket_id)
    if which is WhichConfirmations.PENDING:
        wanted = wanted.where(Confirmation.status == ConfirmationStatus.PENDING)
    found = await session.scalars(wanted.order_by(Confirmation.created_at, Confirmation.id))
    return [ConfirmationOut.of(confirmation) for confirmation in found]


async def _act(services: Services, session: AsyncSession, ticket: Ticket, confirmation: Confirmation) -> DecisionOut:
    customer = customer_of(ticket)
    language = customer.language(services.pack)
    finished, writes = await _confirmed(services, session, ticket, confirmation)
    call = tool_call(ticket.id, finished, confirmation.arguments)
    call.reply_id, call.confirmation_id, call.writes = confirmation.reply_id, confirmation.id, writes
    session.add(call)
    await session.flush()
    metrics.TOOL_CALLS.labels(call.tool, call.outcome).inc()
    if finished.outcome is not ToolOutcome.FAILED:  # one that failed may be pressed again
        confirmation.status, confirmation.decided_at = ConfirmationStatus.CONFIRMED, now()
        confirmation.tool_call_id = call.id
    told = ToolCallOut.of(call, services.pack, language)
    data = {"call_id": call.call_id, "reply_id": None, "tool_call": told.model_dump(mode="json")}
    await append(session, ticket.id, EventKind.TOOL_FINISHED, data)
    words = " ".join(str(finished.result.get(part, "")) for part in ("summary", "next_step")).strip()
    message = await add_message(session, ticket, Author.BOT, words, reply_id=None)
    await session.flush()
    await _tell(session, confirmation)
    return DecisionOut(confirmation=ConfirmationOut.of(confirmation), tool_call=told, message=MessageOut.of(message))


async def _tell(session: AsyncSession, confirmation: Confirmation) -> None:
    """Let every open page of the ticket know which way the button was pressed."""
    data = {"reply_id": confirmation.reply_id, "confirmation": ConfirmationOut.of(confirmation).model_dump(mode="json")}
    await append(session, confirmation.ticket_id, EventKind.CONFIRM, data)


async def _confirmed(
    services: Services, session: AsyncSession, ticket: Ticket, confirmation: Confirmation
) -> tuple[ToolFinished, list[str]]:
    """The action, done in the caller's transaction, and the keys of its writes."""

    @asynccontextmanager
    async def this_transaction() -> AsyncIterator[AsyncSession]:
        yield session

    operations = PostgresOperations(this_transaction, plans_of(services.pack), services.settings.timezone)
    release = await production_release(session, services.pack, services.llm.settings.openai_model)
    asked = ConfirmationRequired(
        confirmation.id, confirmation.tool, confirmation.arguments, confirmation.summary, confirmation.fingerprint
    )
    agent = Agent(release, services.llm, operations, pack=services.pack)
    return await agent.confirm(customer_of(ticket), asked), list(operations.writes)


async def _decided_before(
    services: Services, session: AsyncSession, ticket: Ticket, confirmation: Confirmation
) -> DecisionOut:
    """What the first press of the same button answered."""
    language = customer_of(ticket).language(services.pack)
    call = await session.get(ToolCall, confirmation.tool_call_id) if confirmation.tool_call_id else None
    message = None
    if call is not None:
        message = await session.scalar(
            select(Message)
            .where(Message.ticket_id == ticket.id, Message.author == Author.BOT,
                   Message.created_at >= confirmation.decided_at)
            .order_by(Message.seq)
            .limit(1)
        )  # fmt: skip
    return DecisionOut(
        confirmation=ConfirmationOut.of(confirmation),
        tool_call=ToolCallOut.of(call, services.pack, language) if call else None,
        message=MessageOut.of(message) if message else None,
    )
