"""Two replicas on one database: a ticket's stream is the same at both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, make_url, select, text

from backend.messages.models import Author, Message
from shared.llm.client import ModelClient
from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import Sent, last, listen, open_ticket, read_events, say, text_of
from tests.backend.faults.persistent import wait_until
from tests.backend.people import Person
from tests.backend.serving import RunningServer, slow_model, test_settings

QUESTION = "¿ya cayó la lana del Jetta?"
At = Callable[[RunningServer, Person], Person]
PROMPT_SEC = 10
"""Less than a ping (15 s), at which a stream looks into the database by itself."""
MINE = "application_name = 'faults'"
"""The connections of the replicas here, and of nobody else's server."""
LISTENING = f"{MINE} and query ilike 'listen%reply_stop%'"


@pytest.fixture
def replica(database_url: str, clean: None, tmp_path: Path) -> Iterator[Replica]:
    """Starts servers whose connections can be told from others."""
    url = make_url(database_url).update_query_dict({"application_name": "faults"})
    with ExitStack() as stack:

        def start(llm: ModelClient | None = None, **changes: Any) -> RunningServer:
            settings = test_settings(url.render_as_string(), tmp_path, jobs_in_process=False, **changes)
            return stack.enter_context(RunningServer(settings, llm))

        yield start


class Listening:
    """A page that shows a ticket, at one replica; `events` are what it has been told."""

    def __init__(self, client: Person, ticket_id: str, after: int = 0) -> None:
        self.events: list[Sent] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(client, ticket_id, after), daemon=True)
        self._thread.start()

    def _listen(self, client: Person, ticket_id: str, after: int) -> None:
        """Take the stream up again where it says that it broke off."""
        while not self._ended.is_set():
            headers = {"Last-Event-ID": str(max([after, *ids(self.events)]))}
            with client.stream("GET", f"tickets/{ticket_id}/events", headers=headers) as answer:
                for event in read_events(answer):
                    if event.kind == "error" and event.data["code"] == "unavailable":
                        break
                    self.events.append(event)
                    if event.kind == "done":
                        self._ended.set()
                        break

    def until_done(self) -> list[Sent]:
        assert self._ended.wait(PROMPT_SEC), [event.kind for event in self.events]
        self._thread.join(5)
        return self.events


def ids(events: list[Sent]) -> list[int]:
    return [event.id for event in events if event.id]


def terminate(engine: Engine, which: str) -> int:
    """End connections as a failing network or an administrator does; how many."""
    with engine.connect() as connection:
        ended = text(f"select count(pg_terminate_backend(pid)) from pg_stat_activity where {which}")
        return connection.scalar(ended) or 0


def test_a_message_to_one_replica_is_heard_at_the_other_without_a_gap(
    customer: Person, replica: Replica, at: At
) -> None:
    one, other = at(replica(slow_model(0.02)), customer), at(replica(), customer)
    ticket = open_ticket(one)
    heard = Listening(other, ticket["id"])
    said = say(one, ticket["id"], QUESTION)
    told = heard.until_done()
    assert ids(told) == list(range(1, ids(said)[-1] + 1))
    assert told[-1].data == said[-1].data
    assert last(said, "done")["message"]["content"].startswith(text_of(told))  # the last words come with the message


def test_a_lost_listening_connection_is_made_again_and_nothing_is_missed(
    customer: Person, replica: Replica, at: At, engine: Engine
) -> None:
    writing, listening = replica(slow_model(0.02)), replica()
    one, other = at(writing, customer), at(listening, customer)
    ticket = open_ticket(one)
    heard = Listening(other, ticket["id"])
    wait_until(lambda: bool(heard.events), PROMPT_SEC, "the page is open")
    assert terminate(engine, LISTENING) == 2
    said = say(one, ticket["id"], QUESTION)
    assert ids(heard.until_done()) == list(range(1, ids(said)[-1] + 1))
    assert heard.events[-1].data == said[-1].data
    wait_until(lambda: listening.services.listener.connected, PROMPT_SEC, "the listener is connected")


def test_all_connections_lost_while_the_bot_answers_gives_one_answer_on_every_stream(
    customer: Person, replica: Replica, at: At, engine: Engine
) -> None:
    one, other = at(replica(slow_model(0.1)), customer), at(replica(), customer)
    ticket = open_ticket(one)
    heard = Listening(other, ticket["id"])
    events: list[Sent] = []
    path, headers = f"tickets/{ticket['id']}/messages", {"Idempotency-Key": "mine"}
    with one.stream("POST", path, json={"content": QUESTION}, headers=headers) as answer:
        for event in read_events(answer):
            events.append(event)
            if event.kind == "delta" and sum(e.kind == "delta" for e in events) == 2:
                assert terminate(engine, MINE) > 2
    if events[-1].kind == "error":  # the stream met a connection that was lost, and says so
        assert events[-1].data["code"] == "unavailable"
        events = say(one, ticket["id"], QUESTION, key="mine")
    assert events[-1].kind == "done"
    assert text_of(events) == last(events, "done")["message"]["content"]
    assert heard.until_done()[-1].data == events[-1].data
    assert ids(heard.events) == list(range(1, ids(events)[-1] + 1))
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).where(Message.author == Author.BOT)) == 1


@pytest.mark.parametrize("read", [1, 2, 3])
def test_a_stream_is_taken_up_at_the_other_replica_where_it_broke_off(
    customer: Person, replica: Replica, at: At, read: int
) -> None:
    one, other = at(replica(slow_model(0.05)), customer), at(replica(), customer)
    ticket = open_ticket(one)
    seen: list[int] = []
    with one.stream("POST", f"tickets/{ticket['id']}/messages", json={"content": QUESTION}) as answer:
        for event in read_events(answer):
            seen += [event.id] if event.id else []
            if len(seen) == read:
                break
    rest = listen(other, ticket["id"], after=seen[-1], until="done")
    assert seen + ids(rest) == list(range(seen[0], ids(rest)[-1] + 1))


def test_one_key_at_two_replicas_at_once_is_one_message_and_one_answer_for_all(
    customer: Person, replica: Replica, at: At, engine: Engine
) -> None:
    two = [at(replica(slow_model(0.01)), customer), at(replica(slow_model(0.01)), customer)]
    ticket = open_ticket(customer)
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda n: say(two[n % 2], ticket["id"], QUESTION, key="the same"), range(12)))
    assert len({last(events, "done")["message"]["id"] for events in told}) == 1
    assert {text_of(events) for events in told} == {last(told[0], "done")["message"]["content"]}
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Message)) == 2
