"""What a killed process leaves behind on one ticket, and who goes on looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from backend.chatbot import leases
from backend.clock import now
from backend.messages.models import Reply
from tests.backend.chatbot.conftest import Replica
from tests.backend.chatbot.test_lost_processes import QUESTION, left_behind
from tests.backend.chats import last, listen, open_ticket, say, text_of
from tests.backend.faults.persistent import unfinished, wait_until
from tests.backend.people import Person
from tests.backend.serving import RunningServer, slow_model

LONG_AGO = timedelta(minutes=1)


def died_with_two(engine: Engine, ticket_id: str) -> None:
    """A process died while it wrote one reply and another of the same ticket waited."""
    moment = now() - LONG_AGO
    left_behind(
        engine, ticket_id, status="running", owner="dead", attempt=1, lease_until=moment + timedelta(seconds=1),
        created_at=moment,
    )  # fmt: skip
    left_behind(engine, ticket_id, status="pending", created_at=moment + timedelta(seconds=1))


def test_a_reply_and_the_one_that_waited_behind_it_are_both_found(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    died_with_two(engine, ticket["id"])
    wait_until(lambda: unfinished(engine) == 0, 20, "both replies ended")
    page = customer.get(f"tickets/{ticket['id']}/messages").json()
    assert [message["author"] for message in page["items"]].count("bot") == 2


def test_recovery_goes_on_after_two_replies_of_one_ticket(customer: Person, engine: Engine) -> None:
    died_with_two(engine, open_ticket(customer)["id"])
    wait_until(lambda: unfinished(engine) == 0, 20, "both replies ended")
    later = open_ticket(customer)
    left_behind(engine, later["id"], status="pending", created_at=now() - LONG_AGO)
    assert last(listen(customer, later["id"], after=0, until="done"), "done")["message"]["content"]


def fails_once(monkeypatch: pytest.MonkeyPatch, step: str) -> list[object]:
    """The first call of a step of `leases` is a mistake; the calls so far."""
    works, calls = getattr(leases, step), list[object]()

    async def called(*given: object) -> object:
        calls.append(given)
        if len(calls) == 1:
            raise RuntimeError("a mistake")
        return await works(*given)

    monkeypatch.setattr(leases, step, called)
    return calls


def test_a_mistake_in_looking_for_lost_replies_does_not_end_it(
    replica: Replica, server: RunningServer, customer: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fails_once(monkeypatch, "lost")
    replica(reply_recovery_sec=0.1)
    left_behind(engine, open_ticket(customer)["id"], status="pending", created_at=now() - LONG_AGO)
    wait_until(lambda: unfinished(engine) == 0, 20, "the reply ended")
    assert len(calls) > 1


def test_a_mistake_in_renewing_leases_does_not_end_it(
    replica: Replica, at: Callable[..., Person], customer: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fails_once(monkeypatch, "renew")
    there = at(replica(slow_model(0.1), reply_lease_sec=1.0, reply_recovery_sec=0.1), customer)
    assert "241" in text_of(say(there, open_ticket(there)["id"], QUESTION))
    assert len(calls) > 2
    with engine.connect() as connection:
        assert connection.scalar(select(Reply.attempt)) == 1
