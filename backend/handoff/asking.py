"""The customer's button: a person, please."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.leases import ask_to_stop
from backend.handoff.models import Handoff, HandoffBy
from backend.handoff.schemas import HandedOff, HandoffOut
from backend.handoff.service import open_handoff, refuse_if_over, request_handoff
from backend.handoff.summary import bounded, conversation_summary, in_own_words
from backend.services import Services
from backend.tickets.models import Ticket
from backend.tickets.view import ticket_out

CUSTOMER_REQUEST = "customer_request"
"""The reason of a handoff by the button; the word that the bot's own tool uses."""


async def ask_for_person(
    services: Services, session: AsyncSession, ticket: Ticket, customer_id: UUID, words: str | None
) -> HandedOff:
    """Pass the ticket (its row is locked) to a person; the bot stops, also in the middle of an answer. Asking again
    changes nothing. Raises `MoveNotAllowed` for a ticket that is over."""
    handoff = await open_handoff(session, ticket.id) or await _asked(services, session, ticket, customer_id, words)
    return HandedOff(ticket=await ticket_out(session, ticket.id), handoff=HandoffOut.of(handoff))


async def _asked(
    services: Services, session: AsyncSession, ticket: Ticket, customer_id: UUID, words: str | None
) -> Handoff:
    refuse_if_over(ticket)
    summary = await conversation_summary(session, services.pack, ticket)
    if words:
        summary = bounded(f"{in_own_words(words, ticket.language)}\n{summary}")
    await ask_to_stop(session, services.process, ticket.id)
    handoff = await request_handoff(
        session, services.pack, ticket,
        by=HandoffBy.CUSTOMER, reason=CUSTOMER_REQUEST, summary=summary, actor_id=customer_id,
    )  # fmt: skip
    assert handoff is not None
    return handoff
