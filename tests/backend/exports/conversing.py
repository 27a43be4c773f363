"""Conversations in the database, and exports of them, for tests."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from backend.messages.models import Author, Message
from backend.outcomes.models import Outcome, OutcomeKind, OutcomeSource
from backend.tickets.models import Ticket
from shared.conversations.reading import read_conversations
from shared.conversations.schema import Conversation
from tests.backend.people import Person

OPENED = datetime(2026, 11, 1, 12, tzinfo=UTC)
PATH = "admin/conversations.jsonl"
Said = tuple[Author, str]
QUESTION: Said = (Author.CUSTOMER, "¿Y mi pago?")
ANSWER: Said = (Author.BOT, "Sale mañana.")


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket to be made; its messages come five seconds apart, its outcomes in order."""

    messages: Sequence[Said] = (QUESTION, ANSWER)
    outcomes: Sequence[tuple[OutcomeKind, OutcomeSource]] = ()
    ticket: dict[str, Any] = field(default_factory=dict)


def saved(engine: Engine, customer: Person, case: Case) -> UUID:
    """The id of the ticket."""
    about = {"title": "Pago", "category": "buying", "description": QUESTION[1], "language": "es", "created_at": OPENED}
    with Session(engine) as session:
        ticket = Ticket(id=uuid4(), customer_id=customer.id, **(about | case.ticket))
        session.add(ticket)
        session.flush()
        for seq, (author, content) in enumerate(case.messages, start=1):
            at = ticket.created_at + timedelta(seconds=5 * seq)
            session.add(Message(ticket_id=ticket.id, seq=seq, author=author, content=content, created_at=at))
            ticket.last_seq, ticket.last_message_at = seq, at
        for kind, source in case.outcomes:
            session.add(Outcome(ticket_id=ticket.id, kind=kind, source=source))
            session.flush()
        session.commit()
        return ticket.id


def many(engine: Engine, customer: Person, count: int, characters: int) -> None:
    """`count` tickets of three messages each, a second apart, each record a little over `characters` long: its
    category is, since long messages would take the search index long."""
    ids = [uuid4() for _ in range(count)]
    about = {"title": "t", "category": "x" * characters, "description": "d", "language": "es"}
    tickets = [
        about | {"id": one, "customer_id": customer.id, "created_at": at, "last_message_at": at}
        for one, at in ((one, OPENED + timedelta(seconds=number)) for number, one in enumerate(ids))
    ]
    said = {"author": Author.BOT, "content": ANSWER[1]}
    with engine.begin() as connection:
        connection.execute(insert(Ticket), tickets)
        connection.execute(insert(Message), [said | {"ticket_id": one, "seq": seq} for one in ids for seq in (1, 2, 3)])


def exported(admin: Person, **wanted: Any) -> list[dict[str, Any]]:
    """The lines of an export that goes well."""
    answer = admin.get(PATH, params=wanted)
    assert answer.status_code == 200, answer.text
    return [orjson.loads(line) for line in answer.content.splitlines()]


def read_back(content: bytes, folder: Path) -> list[Conversation]:
    """What the analysis reads in an export, in which nothing may be rejected."""
    path = folder / "export.jsonl"
    path.write_bytes(content)
    found = list(read_conversations([path]))
    assert all(isinstance(one, Conversation) for one in found)
    return [one for one in found if isinstance(one, Conversation)]


def running_exports(engine: Engine) -> int:
    """The connections of exports that the database knows of."""
    with engine.connect() as connection:
        count = connection.scalar(text("select count(*) from pg_stat_activity where application_name = 'export'"))
    return int(count or 0)


def wait_for_none(engine: Engine, seconds: float = 5) -> None:
    """Until no export runs any more. Raises `AssertionError`."""
    give_up = time.monotonic() + seconds
    while running := running_exports(engine):
        assert time.monotonic() < give_up, f"{running} exports still run"
        time.sleep(0.02)
