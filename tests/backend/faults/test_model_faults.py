"""A model that fails in every way at once, for many customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from uuid import uuid4

from sqlalchemy import Engine

from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import Sent, kinds, last, read_events, say, text_of
from tests.backend.faults.crowd import QUESTION, made_customer
from tests.backend.faults.persistent import Acknowledged, assert_everything_once
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person
from tests.backend.serving import RunningServer, faulty_model

PATIENT = {"handoff_after_failures": 1_000, "handoff_after_failed_turns": 1_000}
CLIENTS, POSTS, RETRIES = 3, 3, 200


@contextmanager
def customers(engine: Engine, server: RunningServer, count: int) -> Iterator[list[Person]]:
    made = [made_customer(engine, server.url) for _ in range(count)]
    try:
        yield made
    finally:
        for customer in made:
            customer.close()


def retried(customer: Person, ticket_id: str) -> list[Sent]:
    with customer.stream("POST", f"tickets/{ticket_id}/retry") as answer:
        assert answer.status_code == 200, answer.read()
        return list(read_events(answer))


def asked_until_answered(customer: Person, ticket_id: str, content: str) -> tuple[Acknowledged, int]:
    """What a customer does who presses "again" as often as it takes; and how often that was."""
    key = uuid4().hex
    events = say(customer, ticket_id, content, key=key)
    message_id = last(events, "message")["message"]["id"]
    for tries in range(RETRIES):
        assert_well_told(events)
        if kinds(events)[-1] == "done":
            return Acknowledged(ticket_id, key, content, message_id, "done"), tries
        assert last(events, "error")["retryable"]
        events = retried(customer, ticket_id)
    raise AssertionError(f"no answer after {RETRIES} tries")


def assert_well_told(events: list[Sent]) -> None:
    """The stream has one ending, the last; each attempt's text begins at 0 and has no holes; the last one's text is
    the answer."""
    assert [event.kind for event in events if event.kind in ("done", "error")] == [events[-1].kind]
    deltas = [event.data for event in events if event.kind == "delta"]
    attempts = [data["attempt"] for data in deltas]
    assert attempts == sorted(attempts)
    for _, pieces in groupby(deltas, key=lambda data: data["attempt"]):
        length = 0
        for piece in pieces:
            assert piece["offset"] == length
            length += len(piece["text"])
    if events[-1].kind == "done" and events[-1].data["message"]:
        assert text_of(events) == events[-1].data["message"]["content"]
        assert {data["attempt"] for data in deltas[-1:]} == {events[-1].data["attempt"]}


def test_with_three_faults_in_ten_calls_every_message_is_kept_and_answered_in_the_end(
    replica: Replica, engine: Engine
) -> None:
    broken = replica(faulty_model("rate=0.3,seed=7,hang=0.6"), **PATIENT)

    def talk(customer: Person) -> list[tuple[Acknowledged, int]]:
        tickets = [str(made_ticket(engine, customer)) for _ in range(POSTS)]
        return [asked_until_answered(customer, ticket, f"{QUESTION} {ticket[:4]}") for ticket in tickets]

    with customers(engine, broken, CLIENTS) as crowd, ThreadPoolExecutor(CLIENTS) as pool:
        told = [one for talked in pool.map(talk, crowd) for one in talked]
    endings = assert_everything_once(engine, [post for post, _ in told])
    assert endings == {"done": CLIENTS * POSTS}
    assert sum(tries for _, tries in told) > 0, "no fault was met"


def test_the_text_of_a_stream_that_was_cut_does_not_come_again(
    replica: Replica, person: Callable[..., Person], engine: Engine
) -> None:
    broken = replica(faulty_model("rate=0.6,seed=3,kinds=cut"), **PATIENT)
    with customers(engine, broken, 1) as (customer,):
        tries = 0
        for _ in range(5):
            ticket = str(made_ticket(engine, customer))
            tries += asked_until_answered(customer, ticket, QUESTION)[1]
            answer = customer.get(f"tickets/{ticket}/messages").json()["items"][-1]["content"]
            sentences = [part.strip() for part in answer.replace("\n", ". ").split(". ") if len(part) > 12]
            assert len(sentences) == len(set(sentences)), answer
    assert tries > 0
