"""What happens on a ticket, live."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from backend.deps import ServicesDep
from backend.documented import errors
from backend.errors import TooMany
from backend.events.stream import EventStream, TicketStream
from backend.tickets.deps import VisibleTicket
from backend.users.deps import CurrentUser, still_signed_in

router = APIRouter(tags=["messages"])
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "An event stream; see `EventKind`.", "content": {"text/event-stream": {}}}
}
LARGEST = 2**63 - 1
EventNumber = Annotated[
    int | None, Header(alias="Last-Event-ID", ge=0, le=LARGEST, description="The last event that was received.")
]


@router.get(
    "/tickets/{ticket_id}/events",
    summary="What happens on a ticket",
    response_class=EventStream,
    responses={**STREAM, **errors(401, 404)},
)
async def ticket_events(
    ticket: VisibleTicket,
    user: CurrentUser,
    services: ServicesDep,
    last_event_id: EventNumber = None,
    after: Annotated[int | None, Query(ge=0, le=LARGEST, description="The same, for who cannot set headers.")] = None,
) -> EventStream:
    """Every event of the ticket, whichever process it happens in: messages, the bot's words while it writes, tools,
    confirmations, handoffs, changes of state. Goes on after `Last-Event-ID`; without it, from now. The stream ends
    after some minutes, when the sign-in ends, or when the server stops: take it up again with the last id."""
    if 0 < services.settings.streams_per_user <= services.bus.streams_of(user.id):
        told = f"no more than {services.settings.streams_per_user} streams at once; close one first"
        raise TooMany(told, retry_after_sec=services.settings.stream_ping_sec)
    start = last_event_id if last_event_id is not None else after
    start = ticket.last_seq if start is None else min(start, ticket.last_seq)
    allowed = partial(still_signed_in, user=user)
    return EventStream(TicketStream(services, ticket.id, start, allowed=allowed, listener_id=user.id).body())
