"""What happens on a ticket, live."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from backend.deps import ServicesDep
from backend.documented import errors
from backend.events.stream import EventStream, TicketStream
from backend.tickets.deps import VisibleTicket

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
    services: ServicesDep,
    last_event_id: EventNumber = None,
    after: Annotated[int | None, Query(ge=0, le=LARGEST, description="The same, for who cannot set headers.")] = None,
) -> EventStream:
    """Every event of the ticket, whichever process it happens in: messages, the bot's words while it writes, tools,
    confirmations, handoffs, changes of state. Goes on after `Last-Event-ID`; without it, from now. The stream ends
    after some minutes, or when the server stops: take it up again with the last id."""
    start = last_event_id if last_event_id is not None else after
    start = ticket.last_seq if start is None else min(start, ticket.last_seq)
    return EventStream(TicketStream(services, ticket.id, start).body())
