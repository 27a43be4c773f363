"""Processes that die while the bot answers, and databases that go away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, func, insert, select, text, update

from backend.chatbot import leases
from backend.clock import now
from backend.database import Database
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.services import Services
from backend.settings import Settings
from backend.tickets.models import Ticket
from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import last, listen, open_ticket, say, text_of
from tests.backend.faults.persistent import wait_until
from tests.backend.people import Person

QUESTION = "¿ya cayó la lana del Jetta?"
WAITING = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")


def left_behind(engine: Engine, ticket_id: str, **state: object) -> UUID:
    """A message whose process died: its reply is nobody's."""
    ticket, message_id, reply_id = UUID(ticket_id), uuid4(), uuid4()
    with engine.begin() as connection:
        seq = connection.exec_driver_sql(
            "update tickets set last_seq = last_seq + 1 where id = %s returning last_seq", (ticket,)
        ).scalar_one()
        connection.execute(
            insert(Message).values(id=message_id, ticket_id=ticket, seq=seq, author=Author.CUSTOMER, content=QUESTION)
        )
        values = {"id": reply_id, "ticket_id": ticket, "message_id": message_id} | state
        connection.execute(insert(Reply).values(**values))
    return reply_id


def test_a_reply_of_a_dead_process_is_answered_by_another(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    dead = {"status": "running", "owner": "dead", "attempt": 1, "lease_until": now() + timedelta(seconds=1),
            "partial": "Tu pa"}  # fmt: skip
    left_behind(engine, ticket["id"], **dead)
    events = listen(customer, ticket["id"], after=0, until="done")
    assert "241" in last(events, "done")["message"]["content"]
    assert text_of(events) == last(events, "done")["message"]["content"]
    with engine.connect() as connection:
        reply = connection.execute(select(Reply)).one()
    assert (reply.status, reply.attempt, reply.recoveries) == (ReplyStatus.DONE, 2, 1)


def test_a_reply_that_never_began_is_answered(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    left_behind(engine, ticket["id"], status="pending")
    assert last(listen(customer, ticket["id"], after=0, until="done"), "done")["message"]["content"]


def test_a_reply_that_is_erased_while_it_is_claimed_is_nobodys(
    customer: Person, engine: Engine, settings: Settings, database_url: str
) -> None:
    ticket = open_ticket(customer)
    dead = {"status": "running", "owner": "dead", "attempt": 1, "lease_until": now() + timedelta(hours=1)}
    reply_id = left_behind(engine, ticket["id"], **dead)

    async def claimed() -> object:
        database = Database(database_url, settings)
        try:
            async with database.session() as session:
                return await leases.claim(session, cast(Services, None), reply_id)  # which it never comes to ask
        finally:
            await database.close()

    def somebody_waits() -> bool:
        with engine.connect() as looking:
            return bool(looking.scalar(WAITING))

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as erasing:
            erasing.execute(delete(Ticket).where(Ticket.id == UUID(ticket["id"])))
            claiming = pool.submit(asyncio.run, claimed())
            wait_until(somebody_waits, 20, "the claim waits for the ticket")
        assert claiming.result(20) is None


def test_a_reply_that_kills_every_process_fails_visibly(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    left_behind(
        engine, ticket["id"], status="running", owner="dead", attempt=4, recoveries=3,
        lease_until=now() - timedelta(seconds=1),
    )  # fmt: skip
    error = last(listen(customer, ticket["id"], after=0, until="error"), "error")
    assert (error["code"], error["retryable"]) == ("reply_lost", True)


def test_an_attempt_that_lost_its_lease_stores_nothing(
    customer: Person, replica: Replica, at: Callable[..., Person], engine: Engine
) -> None:
    from tests.backend.serving import slow_model

    there = at(replica(slow_model(0.05), reply_lease_sec=60), customer)
    ticket = open_ticket(there)
    with there.stream("POST", f"tickets/{ticket['id']}/messages", json={"content": QUESTION}):
        time.sleep(0.3)
        with engine.begin() as connection:  # as if the lease had run out and somebody else had taken it
            connection.execute(update(Reply).values(lease_until=now() - timedelta(seconds=1)))
        listen(customer, ticket["id"], after=0, until="done")
    time.sleep(1.0)
    with engine.connect() as connection:
        answers = connection.scalar(select(func.count()).where(Message.author == Author.BOT))
    assert answers == 1


def test_the_order_of_messages_is_the_order_of_events(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    for number in range(3):
        say(customer, ticket["id"], f"{QUESTION} {number}")
    with engine.connect() as connection:
        stored = connection.execute(
            select(Message.seq, Message.author).where(Message.ticket_id == UUID(ticket["id"])).order_by(Message.seq)
        ).all()
    assert [row.author for row in stored] == [Author.CUSTOMER, Author.BOT] * 3


@pytest.mark.slow
def test_a_shutdown_gives_long_replies_to_another_process(
    customer: Person, replica: Replica, at: Callable[..., Person], engine: Engine
) -> None:
    from tests.backend.serving import slow_model

    dying = replica(slow_model(0.3), shutdown_sec=0.2)
    there = at(dying, customer)
    ticket = open_ticket(there)
    with there.stream("POST", f"tickets/{ticket['id']}/messages", json={"content": QUESTION}) as answer:
        lines = answer.iter_lines()
        next(lines)
        dying.server.should_exit = True
        dying.server.force_exit = True
        events = listen(customer, ticket["id"], after=0, until="done")
    assert "241" in last(events, "done")["message"]["content"]
