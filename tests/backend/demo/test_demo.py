"""The demo data: there once, consistent, and nothing that costs money."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import DateTime, Engine, delete, func, select

from backend.chatbot.models import ToolCall
from backend.clock import now
from backend.database import Database
from backend.demo.people import ADMIN, AGENT, CUSTOMER, EVERYBODY, PASSWORD
from backend.demo.seed import offline_model, seed_demo
from backend.events.models import TicketEvent
from backend.handoff.models import Handoff
from backend.messages.models import Message, Reply, ReplyStatus
from backend.models import Base
from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.outcomes.models import Outcome
from backend.services import Services
from backend.settings import Settings
from backend.tickets.models import Ticket, TicketStatus
from backend.users.models import User
from shared.domains.pack import Pack, load_pack
from shared.llm.settings import OFFLINE_MODEL
from tests.backend.emptying import empty_tables
from tests.backend.serving import RunningServer, test_settings

MODEL = "gpt-5-nano-2025-08-07"
PACKS = ("kavak", "airline")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A database with the demo of a pack in it."""

    engine: Engine
    pack: Pack

    def rows(self, *query: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(*query)))

    def all(self, *query: Any, where: Any = None) -> list[Any]:
        """The first column of the rows."""
        statement = select(*query) if where is None else select(*query).where(where)
        with self.engine.connect() as connection:
            return list(connection.scalars(statement))


def seed(url: str, folder: Path, domain: str = "kavak", times: int = 1, **changes: object) -> None:
    """Seed as `times` replicas would that start at once."""
    settings = test_settings(url, folder, domain=domain, **{"demo_data": True, **changes})

    async def run() -> None:
        database, llm = Database(url, settings), offline_model(MODEL)
        replicas = [Services(settings, "-", load_pack(domain), database, llm) for _ in range(times)]
        try:
            await asyncio.gather(*(seed_demo(services) for services in replicas))
        finally:
            await llm.aclose()
            await database.close()

    asyncio.run(run())


@pytest.fixture(scope="module", params=PACKS)
def demo(
    request: pytest.FixtureRequest, engine: Engine, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The demo of each pack, seeded once for the tests that only look."""
    empty_tables(engine)
    seed(database_url, tmp_path_factory.mktemp("demo"), request.param)
    yield Seeded(engine, load_pack(request.param))
    empty_tables(engine)


def counts(engine: Engine) -> Mapping[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_every_record_state_of_the_worlds_is_there(demo: Seeded) -> None:
    wanted = {(record["kind"], record["state"]) for world in demo.pack.worlds for record in world.records}
    there = {tuple(row) for row in demo.rows(OperationRecord.kind, OperationRecord.state)}
    written = {
        (row.record_id.rsplit("-", 1)[0], row.before["state"])
        for row in demo.rows(RecordWrite.record_id, RecordWrite.before)
        if row.before
    }
    assert wanted <= there | written
    kinds = {record["kind"] for world in demo.pack.worlds for record in world.records}
    assert kinds <= {kind for kind, _ in there}


def test_no_date_is_left_relative(demo: Seeded) -> None:
    for data in demo.all(OperationRecord.data):
        assert not any(isinstance(value, str) and value.startswith(("+", "-")) for value in data.values())


def test_what_says_that_it_holds_a_slot_holds_it(demo: Seeded) -> None:
    held = {row.record_id: row.slot_id for row in demo.rows(Booking.record_id, Booking.slot_id)}
    said = {
        row.id: row.data["slot_id"]
        for row in demo.rows(OperationRecord.id, OperationRecord.state, OperationRecord.data)
        if "slot_id" in row.data and row.state in ("booked", "rescheduled")
    }
    assert held == said != {}


def test_the_demo_customer_has_a_ticket_in_every_state(demo: Seeded) -> None:
    customer = demo.all(User.id, where=User.email == CUSTOMER.email)[0]
    assert set(demo.all(Ticket.status, where=Ticket.customer_id == customer)) == set(TicketStatus)


def test_there_are_some_tickets_but_not_too_many(demo: Seeded) -> None:
    tickets = demo.rows(Ticket.created_at, Ticket.language)
    assert 12 <= len(tickets) <= 24
    ages = [(now() - ticket.created_at).days for ticket in tickets]
    assert max(ages) > 14
    assert min(ages) == 0
    assert {ticket.language for ticket in tickets} == set(demo.pack.languages)


def test_a_waiting_ticket_has_its_handoff_with_a_summary(demo: Seeded) -> None:
    waiting = demo.all(Ticket.id, where=Ticket.status == TicketStatus.WAITING_AGENT)
    handoffs = demo.rows(Handoff.ticket_id, Handoff.summary, Handoff.ended_at)
    assert set(waiting) == {handoff.ticket_id for handoff in handoffs if handoff.ended_at is None} != set()
    assert all(handoff.summary for handoff in handoffs)


def test_what_is_over_has_an_outcome_and_some_of_it_a_rating(demo: Seeded) -> None:
    over = demo.rows(Ticket.id, Ticket.status, Ticket.csat_score, Ticket.resolved_at)
    over = [ticket for ticket in over if ticket.status in (TicketStatus.RESOLVED, TicketStatus.CLOSED)]
    assert {ticket.id for ticket in over} <= set(demo.all(Outcome.ticket_id))
    assert any(ticket.csat_score for ticket in over)
    assert all(ticket.resolved_at for ticket in over)


def test_answers_are_the_offline_model_s(demo: Seeded) -> None:
    replies = demo.rows(Reply.status, Reply.model, Reply.answer_id, Reply.owner)
    assert replies
    assert {(r.status, r.model, r.owner) for r in replies} == {(ReplyStatus.DONE, OFFLINE_MODEL, None)}
    assert {r.answer_id for r in replies} <= set(demo.all(Message.id))


def test_events_count_without_gaps_and_messages_carry_their_number(demo: Seeded) -> None:
    for ticket in demo.rows(Ticket.id, Ticket.last_seq):
        numbers = demo.all(TicketEvent.seq, where=TicketEvent.ticket_id == ticket.id)
        assert sorted(numbers) == list(range(1, ticket.last_seq + 1))
    told = {(e.ticket_id, e.seq): e.data["message"] for e in demo.rows(TicketEvent) if e.data.get("message")}
    messages = demo.rows(Message.ticket_id, Message.seq, Message.content, Message.created_at)
    assert {key: message["content"] for key, message in told.items()} == {
        (m.ticket_id, m.seq): m.content for m in messages
    }


@pytest.mark.parametrize("table", [Ticket, Message, Reply, ToolCall, TicketEvent, Handoff, Outcome])
def test_no_row_bears_the_time_of_the_seeding(demo: Seeded, table: Any) -> None:
    columns = [column for column in table.__table__.columns if isinstance(column.type, DateTime)]
    seeded_at = demo.all(func.min(User.created_at))[0]
    for row in demo.rows(*columns):
        assert all(moment is None or moment < seeded_at for moment in row)


def test_messages_are_told_in_the_order_of_their_times(demo: Seeded) -> None:
    for ticket in demo.rows(Ticket.id, Ticket.created_at, Ticket.last_message_at):
        times = [
            row.created_at
            for row in sorted(demo.rows(Message.ticket_id, Message.seq, Message.created_at), key=lambda m: m.seq)
            if row.ticket_id == ticket.id
        ]
        assert times == sorted(times)
        assert not times or (ticket.created_at < times[0] and times[-1] == ticket.last_message_at)


def test_seeding_again_changes_nothing(engine: Engine, database_url: str, clean: None, tmp_path: Path) -> None:
    seed(database_url, tmp_path)
    before = counts(engine)
    with engine.begin() as connection:
        connection.execute(delete(Ticket).where(Ticket.number == select(func.min(Ticket.number)).scalar_subquery()))
        connection.execute(delete(User).where(User.email == EVERYBODY[-1].email))
    after = counts(engine)
    assert after["tickets"] < before["tickets"]
    seed(database_url, tmp_path)
    assert counts(engine) == after


def test_replicas_that_start_together_seed_once(engine: Engine, database_url: str, clean: None, tmp_path: Path) -> None:
    seed(database_url, tmp_path, times=3)
    with engine.connect() as connection:
        emails = list(connection.scalars(select(User.email)))
        opened = list(connection.execute(select(Ticket.customer_id, Ticket.title)))
    assert sorted(emails) == sorted(person.email for person in EVERYBODY)
    assert len(opened) == len(set(opened)) > 0


def test_a_seeding_that_breaks_leaves_nothing(
    engine: Engine, database_url: str, clean: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("backend.demo.tickets.tickets.rate", broken)
    with pytest.raises(RuntimeError):
        seed(database_url, tmp_path)
    assert {name: count for name, count in counts(engine).items() if count} == {}


def test_without_demo_data_nothing_is_there(engine: Engine, database_url: str, clean: None, tmp_path: Path) -> None:
    seed(database_url, tmp_path, demo_data=False)
    assert counts(engine)["users"] == 0


def test_the_environment_s_faults_and_keys_do_not_reach_the_seeding(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OPENAI_API_KEY": "sk-real", "OPENAI_BASE_URL": "https://example.com/v1", "OFFLINE_MODEL_FAULTS": "429:1.0",
        "OFFLINE_MODEL_RETIRED": MODEL, "OFFLINE_MODEL_LATENCY_MS": "5000",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    settings = offline_model(MODEL).settings
    assert settings.offline
    assert settings.offline_model_faults == settings.offline_model_retired == ""
    assert settings.offline_model_latency_ms == 0


def test_a_server_starts_with_demo_people_who_can_sign_in(engine: Engine, settings: Settings, clean: None) -> None:
    with RunningServer(settings.model_copy(update={"demo_data": True})) as server:
        for person in (CUSTOMER, ADMIN, AGENT):
            login = {"email": person.email, "password": PASSWORD}
            answer = httpx2.post(f"{server.url}/api/v1/auth/login", json=login, timeout=30)
            assert answer.status_code == 200
            assert answer.json()["user"]["role"] == person.role
