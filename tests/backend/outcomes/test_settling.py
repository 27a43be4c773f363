"""Outcomes are added, never changed; quiet tickets are settled by the rule."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import Confirmation, ToolCall
from backend.clock import now
from backend.database import Database
from backend.messages.models import Reply, ReplyStatus
from backend.outcomes.meaning import resolved
from backend.outcomes.models import OutcomeKind, OutcomeSource
from backend.outcomes.quiet import settle_quiet
from backend.outcomes.service import settle
from backend.tickets.closing import close_resolved
from shared.domains.pack import load_pack
from tests.backend.people import Person
from tests.backend.serving import test_settings
from tests.backend.tickets.opened import changed, opened, rows, said

People = Callable[..., Person]
Json = dict[str, Any]
Sessions = Callable[[Callable[[AsyncSession], Awaitable[Any]]], Any]
HOURS = 72.0
LONG_AGO = timedelta(hours=80)


@pytest.fixture
def in_session(database_url: str, tmp_path: Path) -> Sessions:
    """Runs something in a transaction of its own."""

    def run(work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        async def wrapped() -> Any:
            database = Database(database_url, test_settings(database_url, tmp_path))
            try:
                async with database.session() as session:
                    return await work(session)
            finally:
                await database.close()

        return asyncio.run(wrapped())

    return run


def outcomes(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "select kind, source from outcomes order by id")


def quiet_ticket(who: Person, engine: Engine, *messages: tuple[str, str], status: str = "in_progress") -> Json:
    """A ticket whose messages and moves are all long ago; by author and content."""
    ticket = opened(who)
    at = now() - LONG_AGO
    for author, content in messages:
        said(engine, ticket, author, content, created_at=at)
    changed(engine, ticket, status=status, created_at=at)
    with engine.begin() as connection:
        connection.execute(
            text("update ticket_moves set at = :at where ticket_id = :id"), {"at": at, "id": ticket["id"]}
        )
    return ticket


def replied(engine: Engine, ticket: Json, content: str, *, status: ReplyStatus = ReplyStatus.DONE) -> UUID:
    """A long-ago answer of the bot with its reply; the reply's id."""
    asked = said(engine, ticket, "customer", "¿y mi pago?", created_at=now() - LONG_AGO)
    reply_id = uuid4()
    with engine.begin() as connection:
        values = {"id": reply_id, "ticket_id": ticket["id"], "message_id": asked, "status": status, "notes": []}
        connection.execute(insert(Reply).values(**values))
    said(engine, ticket, "bot", content, reply_id=reply_id, created_at=now() - LONG_AGO)
    return reply_id


def settled(in_session: Sessions, at: datetime | None = None) -> int:
    count: int = in_session(lambda session: settle_quiet(session, HOURS, at or now()))
    return count


def state(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "select status from tickets order by number")


def test_the_same_outcome_twice_in_a_row_is_one(person: People, engine: Engine, in_session: Sessions) -> None:
    ticket = UUID(opened(person())["id"])

    async def work(session: AsyncSession) -> None:
        await settle(session, ticket, OutcomeKind.CONFIRMED, OutcomeSource.CUSTOMER)
        await settle(session, ticket, OutcomeKind.CONFIRMED, OutcomeSource.AGENT)
        await settle(session, ticket, OutcomeKind.REOPENED, OutcomeSource.CUSTOMER)
        await settle(session, ticket, OutcomeKind.CONFIRMED, OutcomeSource.AGENT)

    in_session(work)
    assert outcomes(engine) == [("confirmed", "customer"), ("reopened", "customer"), ("confirmed", "agent")]


def test_an_answer_that_nobody_contradicts_is_assumed_to_have_solved_it(
    person: People, engine: Engine, in_session: Sessions
) -> None:
    quiet_ticket(person(), engine, ("customer", "¿Y mi pago?"), ("bot", "Te llega el lunes."))
    assert settled(in_session) == 1
    assert outcomes(engine) == [("assumed", "rule")]
    assert state(engine) == [("resolved",)]
    assert rows(engine, "select to_status, actor, reason from ticket_moves order by id offset 1") == [
        ("resolved", "system", "assumed")
    ]
    assert settled(in_session) == 0


@pytest.mark.parametrize(
    "messages",
    [
        (),
        (("customer", "¿Y mi pago?"),),
        (("bot", "Te llega el lunes."), ("customer", "No llegó.")),
        (("customer", "Hola"), ("bot", "¿Cuál es tu número de ticket?")),
        (("customer", "Hola"), ("bot", "¿Cuál es tu auto? 🚗 ")),
    ],
    ids=["nothing said", "no answer", "the customer has the last word", "a question back", "a question and a picture"],
)
def test_without_a_substantive_answer_a_quiet_ticket_is_abandoned(
    person: People, engine: Engine, in_session: Sessions, messages: tuple[tuple[str, str], ...]
) -> None:
    quiet_ticket(person(), engine, *messages, status="open")
    assert settled(in_session) == 1
    assert outcomes(engine) == [("abandoned", "rule")]
    assert state(engine) == [("closed",)]


ANSWER = "Tu pago de 241,300 pesos sale mañana y llega el martes a tu cuenta. ¿Te ayudo con algo más?"
POLITE = (
    "Soy el asistente virtual de Kavak, una inteligencia artificial.\n\n¡Hola! Gracias por escribir. ¿Tienes tu folio?"
)


@pytest.mark.parametrize(("content", "kind"), [(ANSWER, "assumed"), (POLITE, "abandoned")])
def test_a_closing_question_does_not_take_the_substance_from_an_answer(
    person: People, engine: Engine, in_session: Sessions, content: str, kind: str
) -> None:
    quiet_ticket(person(), engine, ("customer", "¿Y mi pago?"), ("bot", content))
    courtesies = tuple(load_pack("kavak").texts["ai_disclosure"].values())
    in_session(lambda session: settle_quiet(session, HOURS, now(), courtesies))
    assert outcomes(engine) == [(kind, "rule")]


def test_an_agents_question_is_an_answer(person: People, engine: Engine, in_session: Sessions) -> None:
    quiet_ticket(person(), engine, ("customer", "Hola"), ("agent", "Ya quedó, ¿verdad?"))
    settled(in_session)
    assert outcomes(engine) == [("assumed", "rule")]


@pytest.mark.parametrize(("outcome", "kind"), [("ok", "assumed"), ("not_found", "abandoned")])
def test_a_question_after_a_tool_that_worked_is_an_answer(
    person: People, engine: Engine, in_session: Sessions, outcome: str, kind: str
) -> None:
    ticket = quiet_ticket(person(), engine)
    reply_id = replied(engine, ticket, "Tu cita es el lunes. ¿Algo más?")
    call = {"call_id": "c", "tool": "appointment", "arguments": {}, "result": {}, "duration_ms": 1.0, "writes": []}
    with engine.begin() as connection:
        connection.execute(insert(ToolCall).values(ticket_id=ticket["id"], reply_id=reply_id, outcome=outcome, **call))
    settled(in_session)
    assert outcomes(engine) == [(kind, "rule")]


@pytest.mark.parametrize("flaw", ["stopped", "failed", "waits for a button"])
def test_an_answer_that_is_not_complete_is_none(
    person: People, engine: Engine, in_session: Sessions, flaw: str
) -> None:
    ticket = quiet_ticket(person(), engine)
    failed = ReplyStatus.FAILED if flaw == "failed" else ReplyStatus.DONE
    reply_id = replied(engine, ticket, "Te llega el lunes.", status=failed)
    with engine.begin() as connection:
        if flaw == "stopped":
            connection.execute(text("update messages set stopped = true where author = 'bot'"))
        if flaw == "waits for a button":
            about = {"tool": "offer", "arguments": {}, "summary": "s", "fingerprint": "f", "status": "pending"}
            connection.execute(insert(Confirmation).values(ticket_id=ticket["id"], id="1", reply_id=reply_id, **about))
    settled(in_session)
    assert outcomes(engine) == [("abandoned", "rule")]


def test_a_reopening_says_that_the_answer_before_it_was_none(
    person: People, engine: Engine, in_session: Sessions
) -> None:
    customer = person()
    ticket = quiet_ticket(customer, engine, ("customer", "¿Y mi pago?"), ("bot", "Te llega el lunes."))
    customer.post(f"tickets/{ticket['id']}/resolve")
    customer.post(f"tickets/{ticket['id']}/reopen")
    assert settled(in_session) == 0, "it was touched just now"
    assert settled(in_session, now() + timedelta(hours=HOURS + 1)) == 1
    assert [kind for kind, _ in outcomes(engine)] == ["confirmed", "reopened", "abandoned"]


@pytest.mark.parametrize("status", ["waiting_agent", "resolved", "closed"])
def test_tickets_that_are_not_with_the_bot_are_left_alone(
    person: People, engine: Engine, in_session: Sessions, status: str
) -> None:
    quiet_ticket(person(), engine, ("customer", "Hola"), ("bot", "Listo."), status=status)
    assert settled(in_session) == 0


def test_a_ticket_is_quiet_only_after_the_whole_time(person: People, engine: Engine, in_session: Sessions) -> None:
    ticket = quiet_ticket(person(), engine)
    at = now()
    said(engine, ticket, "bot", "Listo.", created_at=at - timedelta(hours=HOURS, seconds=-1))
    assert settled(in_session, at) == 0
    assert settled(in_session, at + timedelta(seconds=2)) == 1


def test_many_who_settle_at_once_settle_each_ticket_once(
    person: People, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    customer = person()
    for _ in range(12):
        quiet_ticket(customer, engine, ("customer", "Hola"), ("bot", "Listo."))

    async def work() -> int:
        database = Database(database_url, test_settings(database_url, tmp_path))

        async def one() -> int:
            async with database.session() as session:
                return await settle_quiet(session, HOURS, now())

        try:
            return sum(await asyncio.gather(*(one() for _ in range(4))))
        finally:
            await database.close()

    assert asyncio.run(work()) == 12
    assert rows(engine, "select count(*), count(distinct ticket_id) from outcomes") == [(12, 12)]


def test_what_stays_resolved_is_closed(person: People, engine: Engine, in_session: Sessions) -> None:
    customer = person()
    for days in (8, 6):
        changed(engine, opened(customer), status="resolved", resolved_at=now() - timedelta(days=days))
    assert in_session(lambda session: close_resolved(session, 7, now())) == 1
    assert in_session(lambda session: close_resolved(session, 7, now())) == 0
    assert state(engine) == [("closed",), ("resolved",)]
    assert outcomes(engine) == []


@pytest.mark.parametrize(
    ("latest", "known"),
    [
        (OutcomeKind.CONFIRMED, True), (OutcomeKind.ASSUMED, True), (OutcomeKind.REOPENED, False),
        (OutcomeKind.HANDED_OFF, False), (OutcomeKind.ABANDONED, False), (None, None),
    ],
)  # fmt: skip
def test_what_an_outcome_means_for_the_record(latest: OutcomeKind | None, known: bool | None) -> None:
    assert resolved(latest) is known
