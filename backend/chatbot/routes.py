"""The customer's hand on the bot: confirm, stop, retry."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from backend.chatbot import confirmations, leases, posting
from backend.chatbot.schemas import ConfirmationOut, DecisionIn, DecisionOut, WhichConfirmations
from backend.deps import ServicesDep, SessionDep
from backend.documented import errors
from backend.events.routes import STREAM
from backend.events.stream import EventStream
from backend.limits import MessageLimit
from backend.messages.routes import answer_stream
from backend.tickets.deps import OwnTicket, VisibleTicket
from backend.wire import Clean

router = APIRouter(tags=["chatbot"])
Which = Annotated[WhichConfirmations, Query(description="`all`: those that were decided, too.")]
ConfirmationId = Annotated[str, Path(min_length=1, max_length=64), Clean]


@router.get(
    "/tickets/{ticket_id}/confirmations", summary="What the customer's button decides", responses=errors(401, 404)
)
async def list_confirmations(
    ticket: VisibleTicket, session: SessionDep, status: Which = WhichConfirmations.PENDING
) -> list[ConfirmationOut]:
    """What waits for the button and, with `status=all`, what was decided by it; the oldest first."""
    return await confirmations.asked_for(session, ticket.id, status)


@router.post(
    "/tickets/{ticket_id}/confirmations/{confirmation_id}",
    summary="Press the button",
    responses=errors(401, 404, 409),
)
async def decide_confirmation(
    ticket: OwnTicket, confirmation_id: ConfirmationId, body: DecisionIn, services: ServicesDep, session: SessionDep
) -> DecisionOut:
    """Does the irreversible action that the bot asked to confirm, or drops it. Pressing twice acts once. When
    something has changed since it was shown, nothing is done and `tool_call.outcome` is `conflict`."""
    return await confirmations.decide(services, session, ticket, confirmation_id, accept=body.accept)


@router.post("/tickets/{ticket_id}/stop", summary="Stop the answer", status_code=202, responses=errors(401, 404))
async def stop_answer(ticket: OwnTicket, services: ServicesDep, session: SessionDep) -> dict[str, bool]:
    """Stops the answer that is being written, in whichever process; what was said is kept and `done` follows on the
    streams. `stopping` is false when there was nothing to stop."""
    return {"stopping": await leases.ask_to_stop(session, services.process, ticket.id)}


@router.post(
    "/tickets/{ticket_id}/retry",
    summary="Answer the last message again",
    response_class=EventStream,
    responses={**STREAM, **errors(401, 404, 409)},
)
async def retry_answer(ticket: OwnTicket, services: ServicesDep, session: SessionDep, _: MessageLimit) -> EventStream:
    """After `error`, or after a stop: the customer's last message is answered again; the stream is like that of
    posting it."""
    return answer_stream(services, await posting.retry(services, session, ticket))
