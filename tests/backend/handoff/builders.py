"""Tickets and what belongs to them, put straight into the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, update

from backend.chatbot.models import ToolCall
from backend.database import Base
from backend.handoff.models import Handoff
from backend.messages.models import Message, Reply
from backend.outcomes.models import Outcome
from backend.tickets.models import Ticket
from tests.backend.people import Person

NOON = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
"""Noon in Mexico City on a Monday."""


def _put(engine: Engine, model: type[Base], given: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(insert(model).values(**given))


def made_ticket(engine: Engine, customer: Person, **about: Any) -> UUID:
    """An open ticket."""
    ticket_id = uuid4()
    given = {"title": "Mi pago", "category": "buying", "description": "Vendí mi coche", "language": "es"} | about
    _put(engine, Ticket, {"id": ticket_id, "customer_id": customer.id, **given})
    return ticket_id


def made_message(engine: Engine, ticket: UUID, author: str, content: str = "hola", **about: Any) -> UUID:
    """The ticket's next message, without its event."""
    message_id = uuid4()
    with engine.begin() as connection:
        seq = connection.execute(
            update(Ticket).where(Ticket.id == ticket).values(last_seq=Ticket.last_seq + 1).returning(Ticket.last_seq)
        ).scalar_one()
        given = {"id": message_id, "ticket_id": ticket, "seq": seq, "author": author, "content": content}
        connection.execute(insert(Message).values(**given | about))
    return message_id


def made_reply(engine: Engine, ticket: UUID, status: str = "done", **about: Any) -> UUID:
    """A reply to a message of the customer that is made with it."""
    reply_id = uuid4()
    message = about.pop("message_id", None) or made_message(engine, ticket, "customer")
    _put(engine, Reply, {"id": reply_id, "ticket_id": ticket, "message_id": message, "status": status, **about})
    return reply_id


def made_tool_call(engine: Engine, ticket: UUID, tool: str, outcome: str, **about: Any) -> UUID:
    call_id = uuid4()
    given = {"call_id": "c", "arguments": {}, "result": {}, "duration_ms": 5.0} | about
    _put(engine, ToolCall, {"id": call_id, "ticket_id": ticket, "tool": tool, "outcome": outcome, **given})
    return call_id


def made_handoff(engine: Engine, ticket: UUID, **about: Any) -> UUID:
    handoff_id = uuid4()
    given = {"by": "customer", "reason": "customer_request", "summary": "…"} | about
    _put(engine, Handoff, {"id": handoff_id, "ticket_id": ticket, **given})
    return handoff_id


def made_outcome(engine: Engine, ticket: UUID, kind: str, source: str = "customer", **about: Any) -> None:
    _put(engine, Outcome, {"ticket_id": ticket, "kind": kind, "source": source, **about})
