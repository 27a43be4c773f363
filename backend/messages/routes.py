"""Messages, and the stream that answers one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend.chatbot.posting import post_message
from backend.chatbot.rules import after_rating
from backend.deps import IdempotencyKey, ServicesDep, SessionDep
from backend.documented import errors
from backend.events.kinds import StreamEvent
from backend.events.log import written
from backend.events.routes import LARGEST, STREAM
from backend.events.stream import EventStream, TicketStream
from backend.limits import MessageLimit
from backend.messages import service
from backend.messages.schemas import MessageIn, MessageOrder, MessageOut, MessagePage, RatingIn
from backend.tickets.deps import OwnTicket, VisibleTicket
from backend.users.deps import CurrentUser

router = APIRouter(tags=["messages"])


@router.get("/tickets/{ticket_id}/messages", summary="A ticket's messages", responses=errors(401, 404))
async def list_messages(
    ticket: VisibleTicket,
    session: SessionDep,
    order: Annotated[MessageOrder, Query(description="`desc`: the newest first; a cursor then goes back.")] = (
        MessageOrder.ASC
    ),
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[int | None, Query(ge=0, le=LARGEST, description="`next_cursor` of the page before.")] = None,
) -> MessagePage:
    """In order, the oldest first unless `order` says otherwise; a cursor goes on in the order that it is of.
    `last_event_id` is where to take up the ticket's events; `reply` the bot's latest answer, finished or not."""
    return await service.page(session, ticket, order, cursor=cursor, limit=limit)


@router.post(
    "/tickets/{ticket_id}/messages",
    summary="Say something; the answer is a stream",
    response_class=EventStream,
    responses={**STREAM, **errors(401, 404, 409)},
)
async def send_message(
    ticket: OwnTicket,
    body: MessageIn,
    services: ServicesDep,
    session: SessionDep,
    _: MessageLimit,
    key: IdempotencyKey = None,
) -> EventStream:
    """Stores the message first, then answers with events: `message`, `delta`…, `tool_started`, `tool_finished`,
    `confirm`, `handoff`, and at the end `done` or `error`. The answer is finished and stored even when the connection
    drops. While a person has the ticket the bot is silent: `done` follows at once, without a message."""
    posted = await post_message(services, session, ticket, body.content, key)
    return answer_stream(services, posted, known=written(session) if posted.new else None)


def answer_stream(
    services: ServicesDep, posted: service.Posted, known: Sequence[StreamEvent] | None = None
) -> EventStream:
    """The stream of a message and its answer; `known` are its first events when it begins just now."""
    message, reply = posted.message, posted.reply
    after = message.seq - 1
    if reply is None:
        return EventStream(TicketStream(services, message.ticket_id, after).without_answer())
    stream = TicketStream(services, message.ticket_id, after, reply_id=reply.id, attempt=reply.attempt, known=known)
    return EventStream(stream.body())


@router.post("/messages/{message_id}/rating", summary="Was it helpful?", responses=errors(401, 404, 409))
async def rate_message(
    message_id: UUID, body: RatingIn, user: CurrentUser, services: ServicesDep, session: SessionDep
) -> MessageOut:
    """Rates a message of the bot; rating again changes it."""
    message = await service.rate(session, message_id, user.id, body.helpful, body.reason)
    await after_rating(services, session, message)
    return MessageOut.of(message)
