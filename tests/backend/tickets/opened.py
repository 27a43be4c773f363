"""Tickets for tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, insert, text, update

from backend.clock import now
from backend.messages.models import Message
from backend.tickets.models import Ticket
from tests.backend.people import Person

Json = dict[str, Any]


def opened(who: Person, **about: str) -> Json:
    """A ticket, opened over HTTP. `about`: title, category, description."""
    body = {"title": "¿Y mi pago?", "category": "buying", "description": "Vendí mi Jetta."} | about
    answer = who.post("tickets", json=body)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def said(engine: Engine, ticket: Json, author: str, content: str, **about: Any) -> Any:
    """A message, straight into the database; its id. `about`: reply_id, stopped, created_at."""
    at = about.get("created_at", now())
    with engine.begin() as connection:
        seq = connection.scalar(
            update(Ticket)
            .where(Ticket.id == ticket["id"])
            .values(last_seq=Ticket.last_seq + 1, last_message_at=at)
            .returning(Ticket.last_seq)
        )
        values: Json = {"reply_id": None, "stopped": False, "items": [], "created_at": at} | about
        made = insert(Message).values(ticket_id=ticket["id"], seq=seq, author=author, content=content, **values)
        return connection.scalar(made.returning(Message.id))


def changed(engine: Engine, ticket: Json, **columns: Any) -> None:
    """Set columns of a ticket behind the application's back."""
    with engine.begin() as connection:
        connection.execute(update(Ticket).where(Ticket.id == ticket["id"]).values(**columns))


def rows(engine: Engine, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """What a query finds."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), parameters)]
