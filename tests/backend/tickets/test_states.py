"""The state machine, walked at random against a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, insert, select

from backend.database import Database
from backend.errors import MoveNotAllowed
from backend.events.models import TicketEvent
from backend.tickets.deps import locked
from backend.tickets.models import ActorKind, Ticket, TicketMove, TicketStatus
from backend.tickets.states import MOVES, move
from backend.users.models import User, UserRole
from tests.backend.serving import test_settings

S = TicketStatus


class Moved(NamedTuple):
    origin: TicketStatus | None
    to: TicketStatus
    actor: ActorKind
    reason: str


class Tickets(RuleBasedStateMachine):
    """One ticket; the model is a list of the moves that went through."""

    engine: Engine
    database: Database
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        self.loop.run_until_complete(work)

    @initialize()
    def open(self) -> None:
        self.ticket_id, customer = uuid4(), uuid4()
        with self.engine.begin() as connection:
            about = {"email": f"{customer}@example.com", "name": "A", "password_hash": "", "role": UserRole.CUSTOMER}
            connection.execute(insert(User).values(id=customer, **about))
            values = {"title": "t", "category": "ask", "description": "d", "language": "es"}
            connection.execute(insert(Ticket).values(id=self.ticket_id, customer_id=customer, **values))
        self.state = S.OPEN
        self.history: list[Moved] = []

    @rule(to=st.sampled_from(S), actor=st.sampled_from(ActorKind), reason=st.text("ab c", max_size=5))
    def attempt(self, to: TicketStatus, actor: ActorKind, reason: str) -> None:
        if to in MOVES[self.state]:
            self.run(self.moved(to, actor, reason))
            self.history.append(Moved(self.state, to, actor, reason))
            self.state = to
        else:
            with pytest.raises(MoveNotAllowed) as refused:
                self.run(self.moved(to, actor, reason))
            assert refused.value.status == 409
            assert refused.value.details is not None
            assert refused.value.details["allowed"] == sorted(MOVES[self.state])

    @rule(to=st.sampled_from(S), actor=st.sampled_from(ActorKind))
    def rolled_back(self, to: TicketStatus, actor: ActorKind) -> None:
        """A request that fails later takes its move back."""
        with pytest.raises((ZeroDivisionError, MoveNotAllowed)):
            self.run(self.moved(to, actor, "", fail=True))

    async def moved(self, to: TicketStatus, actor: ActorKind, reason: str, *, fail: bool = False) -> None:
        async with self.database.session() as session:
            ticket = await locked(session, Ticket.id == self.ticket_id)
            await move(session, ticket, to, actor=actor, reason=reason)
            assert not fail or 1 / 0

    @invariant()
    def the_database_agrees(self) -> None:
        if not hasattr(self, "ticket_id"):
            return
        with self.engine.connect() as connection:
            now = connection.execute(select(Ticket.__table__).where(Ticket.id == self.ticket_id)).one()
            trail = connection.execute(
                select(TicketMove.from_status, TicketMove.to_status, TicketMove.actor, TicketMove.reason)
                .where(TicketMove.ticket_id == self.ticket_id)
                .order_by(TicketMove.id)
            ).all()
            told = connection.execute(
                select(TicketEvent.seq, TicketEvent.data["ticket"]["status"].astext)
                .where(TicketEvent.ticket_id == self.ticket_id)
                .order_by(TicketEvent.seq)
            ).all()
        assert [Moved(*row) for row in trail] == self.history
        assert [tuple(row) for row in told] == list(enumerate((m.to for m in self.history), start=1))
        reopened = sum(m.to is S.OPEN and m.origin in (S.RESOLVED, S.CLOSED) for m in self.history)
        assert (now.status, now.reopened_count, now.last_seq) == (self.state, reopened, len(self.history))
        self.moments_fit(now.resolved_at, now.closed_at)

    def moments_fit(self, resolved_at: datetime | None, closed_at: datetime | None) -> None:
        assert (closed_at is not None) == (self.state is S.CLOSED)
        since_open = self.history[max((n for n, m in enumerate(self.history) if m.to is S.OPEN), default=-1) + 1 :]
        assert (resolved_at is not None) == any(m.to is S.RESOLVED for m in since_open)


def test_any_walk_through_the_states_leaves_a_true_trail(
    engine: Engine, database_url: str, clean: None, tmp_path: Path
) -> None:
    loop = asyncio.new_event_loop()
    database = Database(database_url, test_settings(database_url, tmp_path))
    machine = type("Walk", (Tickets,), {"engine": engine, "database": database, "loop": loop})
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=12, stateful_step_count=15, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    finally:
        loop.run_until_complete(database.close())
        loop.close()


def test_every_state_can_be_reached_and_left() -> None:
    assert {to for reachable in MOVES.values() for to in reachable} == set(S)
    assert all(MOVES[state] for state in S)
    assert all(state not in MOVES[state] for state in S)
