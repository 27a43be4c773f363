"""Clients that do not give up, and what must be so in the database when they are done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import Engine, func, select

from backend.events.models import TicketEvent
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.tickets.models import Ticket
from tests.backend.chats import read_events
from tests.backend.people import Person

PAUSE_SEC = 0.1
UNFINISHED = (ReplyStatus.PENDING, ReplyStatus.RUNNING)


class Acknowledged(NamedTuple):
    """A message that the server said it has. `ending` is `done`, `error`, `silent` while a person has the ticket, or
    empty when nobody waited for it."""

    ticket_id: str
    key: str
    content: str
    message_id: str
    ending: str


class Persistent:
    """A client that posts again, with the same key, until the server has the message (and has answered it).

    `met` counts what it met: statuses and kinds of broken connections.
    """

    def __init__(self, customer: Person, give_up_sec: float) -> None:
        self.customer = customer
        self.met: Counter[str] = Counter()
        self._give_up_sec = give_up_sec

    def post(self, ticket_id: str, content: str, *, wait: bool = True) -> Acknowledged:
        """Post one message; with `wait` until it is answered, else until it is acknowledged."""
        key, message_id = uuid4().hex, ""
        give_up = time.monotonic() + self._give_up_sec
        while time.monotonic() < give_up:
            told, ending = self._try(ticket_id, content, key, wait=wait)
            assert not (message_id and told) or message_id == told, "a message came back as another one"
            message_id = message_id or told
            if message_id and (ending or not wait):
                return Acknowledged(ticket_id, key, content, message_id, ending)
            time.sleep(PAUSE_SEC)
        raise AssertionError(f"{content!r} was not taken within {self._give_up_sec} s: {self.met}")

    def _try(self, ticket_id: str, content: str, key: str, *, wait: bool) -> tuple[str, str]:
        """Once: the message's id and the ending, each empty if it did not come."""
        path, body = f"tickets/{ticket_id}/messages", {"content": content}
        message_id = ""
        try:
            with self.customer.stream("POST", path, json=body, headers={"Idempotency-Key": key}) as answer:
                self.met[str(answer.status_code)] += 1
                if answer.status_code != 200:
                    return "", ""
                for event in read_events(answer):
                    if event.kind == "message":
                        message_id = event.data["message"]["id"]
                    elif event.kind == "done" and not event.data["reply_id"]:
                        return message_id, "silent"
                    elif event.kind in ("done", "error") and event.data["reply_id"]:
                        return message_id, event.kind
                    if message_id and not wait:
                        break
        except httpx2.TransportError as error:
            self.met[type(error).__name__] += 1
        return message_id, ""


def wait_until(holds: Callable[[], bool], within_sec: float, what: str) -> float:
    """The seconds until `holds`."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within_sec, f"not within {within_sec} s: {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def unfinished(engine: Engine) -> int:
    """Replies that wait or are being written."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).where(Reply.status.in_(UNFINISHED))) or 0


def assert_everything_once(engine: Engine, posts: Iterable[Acknowledged]) -> Counter[str]:
    """Each acknowledged message is stored once, has one reply, and that has ended once: with one answer, or visibly
    failed. Where the bot has called a person, it may be silent. Events have no gaps. How many replies ended how."""
    expected = sorted((post.ticket_id, post.key, post.content, post.message_id) for post in posts)
    with engine.connect() as connection:
        stored = connection.execute(
            select(Message.ticket_id, Message.idempotency_key, Message.content, Message.id).where(
                Message.author == Author.CUSTOMER
            )
        ).all()
        replies = connection.execute(
            select(Reply.id, Reply.ticket_id, Reply.message_id, Reply.status, Reply.answer_id)
        ).all()
        given = Counter(connection.scalars(select(Message.reply_id).where(Message.author == Author.BOT)))
        events = connection.execute(
            select(TicketEvent.ticket_id, TicketEvent.seq, TicketEvent.kind, TicketEvent.reply_id)
        ).all()
        last_seqs = {row.id: row.last_seq for row in connection.execute(select(Ticket.id, Ticket.last_seq))}
    assert sorted((str(t), str(k), c, str(i)) for t, k, c, i in stored) == expected
    assert_gapless(last_seqs, [(event.ticket_id, event.seq) for event in events])
    with_a_person = {event.ticket_id for event in events if event.kind == "handoff"}
    replied = {reply.message_id for reply in replies}
    assert len(replied) == len(replies)
    assert {row.ticket_id for row in stored if row.id not in replied} <= with_a_person
    endings = Counter((event.reply_id, event.kind) for event in events if event.kind in ("done", "error"))
    for reply in replies:
        done, stopped = reply.status is ReplyStatus.DONE, reply.status is ReplyStatus.STOPPED
        assert done or reply.status is ReplyStatus.FAILED or (stopped and reply.ticket_id in with_a_person), reply
        assert given[reply.id] == int(done), reply
        assert (reply.answer_id is not None) == done, reply
        assert endings[reply.id, "done"] == int(done or stopped), reply
        assert done or stopped or endings[reply.id, "error"] >= 1, reply
    return Counter(reply.status.value for reply in replies)


def assert_gapless(last_seqs: Mapping[UUID, int], events: Iterable[tuple[UUID, int]]) -> None:
    """Each ticket's events are numbered from 1 to its last number."""
    numbers: dict[UUID, list[int]] = {ticket_id: [] for ticket_id in last_seqs}
    for ticket_id, seq in events:
        numbers[ticket_id].append(seq)
    for ticket_id, found in numbers.items():
        assert sorted(found) == list(range(1, last_seqs[ticket_id] + 1)), ticket_id
