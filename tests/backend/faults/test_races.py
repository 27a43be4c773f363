"""People and the bot at one ticket at the same moment, over HTTP.

Slots that many want are in `operations/test_races.py`, two refreshes in `users/test_refreshing.py`, many agents who
take one ticket in `admin/test_desk.py`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.database import Database
from backend.events.log import COMMITTED
from backend.events.models import TicketEvent
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.tickets.models import Ticket, TicketMove
from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import Sent, open_ticket, read_events, say
from tests.backend.faults.persistent import assert_gapless, unfinished, wait_until
from tests.backend.people import Person
from tests.backend.serving import RunningServer, slow_model

QUESTION = "¿ya cayó la lana del Jetta?"
AT_ONCE, ROUNDS = 50, 15
PROMPT_SEC = 10
"""Less than a ping (15 s), at which a stream looks into the database by itself."""
At = Callable[[RunningServer, Person], Person]
People = Callable[..., Person]


class Event(NamedTuple):
    seq: int
    kind: str
    data: dict[str, Any]


def events_of(engine: Engine, ticket_id: str) -> list[Event]:
    """A ticket's events, which have no gaps."""
    query = select(TicketEvent.seq, TicketEvent.kind, TicketEvent.data).where(TicketEvent.ticket_id == UUID(ticket_id))
    with engine.connect() as connection:
        found = [Event(*row) for row in connection.execute(query.order_by(TicketEvent.seq))]
        last_seq = connection.execute(select(Ticket.last_seq).where(Ticket.id == UUID(ticket_id))).scalar_one()
    assert_gapless({UUID(ticket_id): last_seq}, [(UUID(ticket_id), event.seq) for event in found])
    return found


def at_once(*actions: Callable[[], httpx2.Response]) -> list[httpx2.Response]:
    with ThreadPoolExecutor(len(actions)) as pool:
        return [work.result() for work in [pool.submit(action) for action in actions]]


def test_of_fifty_who_resolve_and_reopen_at_once_each_move_is_allowed_and_written_down(
    customer: Person, engine: Engine
) -> None:
    ticket = open_ticket(customer)["id"]
    words = ["resolve", "reopen"] * (AT_ONCE // 2)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda word: customer.post(f"tickets/{ticket}/{word}"), words))
    assert {answer.status_code for answer in answers} == {200, 409}
    with engine.connect() as connection:
        moves = connection.execute(select(TicketMove.from_status, TicketMove.to_status).order_by(TicketMove.id)).all()
        stored = connection.execute(select(Ticket.status, Ticket.reopened_count)).one()
    assert len(moves) == 1 + sum(answer.status_code == 200 for answer in answers)
    assert [move.from_status for move in moves[1:]] == [move.to_status for move in moves[:-1]]
    assert stored.status == moves[-1].to_status
    assert stored.reopened_count == sum(move.to_status == "open" for move in moves[1:])
    assert [event.data["ticket"]["status"] for event in events_of(engine, ticket)] == [m.to_status for m in moves]


def test_a_message_at_the_moment_of_giving_back_is_answered_by_whoever_has_the_ticket(
    customer: Person, person: People, engine: Engine
) -> None:
    agent = person("agent")
    ticket = open_ticket(customer)["id"]
    for _ in range(ROUNDS):
        assert agent.post(f"admin/tickets/{ticket}/takeover").status_code == 200
        told = at_once(
            lambda: agent.post(f"admin/tickets/{ticket}/give-back"),
            lambda: customer.post(f"tickets/{ticket}/messages", json={"content": QUESTION}),
        )
        assert [answer.status_code for answer in told] == [200, 200]
    assert unfinished(engine) == 0
    assert_only_the_bots_messages_are_answered(engine, ticket)


def test_a_message_at_the_moment_of_handing_over_is_answered_by_whoever_has_the_ticket(
    customer: Person, person: People, engine: Engine
) -> None:
    agent = person("agent")
    ticket = open_ticket(customer)["id"]
    for _ in range(ROUNDS):
        told = at_once(
            lambda: customer.post(f"tickets/{ticket}/handoff"),
            lambda: customer.post(f"tickets/{ticket}/messages", json={"content": QUESTION}),
            lambda: customer.post(f"tickets/{ticket}/messages", json={"content": QUESTION}),
        )
        assert {answer.status_code for answer in told} == {200}
        wait_until(lambda: unfinished(engine) == 0, PROMPT_SEC, "every reply ended")
        assert agent.post(f"admin/tickets/{ticket}/give-back").status_code == 200
    assert_only_the_bots_messages_are_answered(engine, ticket)
    assert_the_bot_is_silent_with_a_person(engine, ticket)


def assert_only_the_bots_messages_are_answered(engine: Engine, ticket: str) -> None:
    """A message has a reply exactly if the ticket was the bot's when it came."""
    with engine.connect() as connection:
        replied = {str(message_id) for message_id in connection.scalars(select(Reply.message_id))}
    bots = True
    for event in events_of(engine, ticket):
        if event.kind == "ticket":
            bots = event.data["ticket"]["status"] != "waiting_agent"
        elif event.kind == "message" and event.data["message"]["author"] == "customer":
            assert (event.data["message"]["id"] in replied) == bots, event.seq


def assert_the_bot_is_silent_with_a_person(engine: Engine, ticket: str) -> None:
    """While a person has the ticket the bot says nothing more, unless it called them itself."""
    bots, by = True, ""
    for event in events_of(engine, ticket):
        if event.kind == "ticket":
            bots = event.data["ticket"]["status"] != "waiting_agent"
        elif event.kind == "handoff":
            by = event.data["handoff"]["by"]
        elif event.kind == "done" and event.data["message"]:
            assert bots or by == "bot", event.seq


def test_an_agent_who_takes_over_in_the_middle_of_an_answer_ends_it(
    customer: Person, person: People, replica: Replica, at: At, engine: Engine
) -> None:
    writing = replica(slow_model(0.05))
    there, agent = at(writing, customer), person("agent")
    ticket = open_ticket(there)["id"]
    events: list[Sent] = []
    with there.stream("POST", f"tickets/{ticket}/messages", json={"content": QUESTION}) as answer:
        for event in read_events(answer):
            events.append(event)
            if event.kind == "delta" and sum(e.kind == "delta" for e in events) == 3:
                began = time.monotonic()
                assert agent.post(f"admin/tickets/{ticket}/takeover").status_code == 200
    assert time.monotonic() - began < PROMPT_SEC
    assert events[-1].kind == "done"
    assert events[-1].data["stopped"]
    assert_the_bot_is_silent_with_a_person(engine, ticket)


@pytest.mark.parametrize("seed", range(2))
def test_a_stop_at_any_moment_ends_the_stream_with_what_is_stored(
    customer: Person, replica: Replica, at: At, engine: Engine, seed: int
) -> None:
    chance = random.Random(seed)
    there = at(replica(slow_model(0.004)), customer)
    ticket = open_ticket(there)["id"]
    whole = sum(event.kind == "delta" for event in say(there, ticket, QUESTION))
    with ThreadPoolExecutor(1) as pool:
        for _ in range(ROUNDS):
            moment = chance.choice([0, whole // 2, whole - 1, whole, whole + 1])
            events: list[Sent] = []
            began = time.monotonic()
            with there.stream("POST", f"tickets/{ticket}/messages", json={"content": QUESTION}) as answer:
                for event in read_events(answer):
                    events.append(event)
                    if len(events) - 1 == moment:
                        stopping = pool.submit(there.post, f"tickets/{ticket}/stop")
            stopping.result()
            assert events[-1].kind == "done"
            assert time.monotonic() - began < PROMPT_SEC, f"stopped after {moment} of {whole} pieces"
    assert unfinished(engine) == 0
    assert_the_answers_are_those_told(engine, ticket)


def assert_the_answers_are_those_told(engine: Engine, ticket: str) -> None:
    """The bot's messages are those of the `done` events, one a reply at most."""
    with engine.connect() as connection:
        stored = connection.execute(select(Message.id, Message.reply_id).where(Message.author == Author.BOT)).all()
        statuses = set(connection.scalars(select(Reply.status)))
    told = [event.data["message"]["id"] for event in events_of(engine, ticket) if event.kind == "done"
            if event.data["message"]]  # fmt: skip
    assert sorted(str(row.id) for row in stored) == sorted(told)
    assert len({row.reply_id for row in stored}) == len(stored)
    assert statuses <= {ReplyStatus.DONE, ReplyStatus.STOPPED}


def test_a_stop_while_the_answer_is_being_committed_ends_the_stream_at_once(
    customer: Person, replica: Replica, at: At, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database has stored the answer, and the process is stopped before it hears that."""
    answering = replica(slow_model(0.01))
    there = at(answering, customer)
    ticket = open_ticket(there)["id"]
    commits = Database.session

    @asynccontextmanager
    async def hears_late(self: Database) -> AsyncIterator[AsyncSession]:
        async with commits(self) as session:
            yield session
        if self is answering.services.database and session.info.get(COMMITTED):
            for event in session.info[COMMITTED]:
                if event.kind == "done":
                    answering.services.replies.stop(event.reply_id)
                    await asyncio.sleep(1)

    monkeypatch.setattr(Database, "session", hears_late)
    began = time.monotonic()
    events = say(there, ticket, QUESTION)
    assert time.monotonic() - began < PROMPT_SEC
    assert "241" in events[-1].data["message"]["content"]
    assert unfinished(engine) == 0
