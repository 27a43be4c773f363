"""The account finds what is lost, doubled and unanswered: the runs of `make load` and `make faults` rely on it."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Engine, update

from backend.messages.models import Message, Reply
from tests.backend.faults.account import Account, account
from tests.backend.faults.crowd import CHOICE
from tests.backend.faults.persistent import Acknowledged
from tests.backend.handoff.builders import made_handoff, made_message, made_reply, made_ticket
from tests.backend.people import Person
from tests.backend.records import add_record


def posted(engine: Engine, customer: Person, content: str = "hola") -> Acknowledged:
    """A message that is stored, on a ticket of its own."""
    ticket, key = made_ticket(engine, customer), uuid4().hex
    message = made_message(engine, ticket, "customer", content, idempotency_key=key)
    return Acknowledged(str(ticket), key, content, str(message), "")


def replied(engine: Engine, post: Acknowledged, status: str, answers: int = 0) -> None:
    ticket = UUID(post.ticket_id)
    reply = made_reply(engine, ticket, status, message_id=UUID(post.message_id))
    given = [made_message(engine, ticket, "bot", f"answer {number}") for number in range(answers)]
    with engine.begin() as connection:
        connection.execute(update(Message).where(Message.id.in_(given)).values(reply_id=reply))
        connection.execute(update(Reply).where(Reply.id == reply).values(answer_id=given[0] if given else None))


def test_one_answer_each_is_a_good_account(customer: Person, engine: Engine) -> None:
    post = posted(engine, customer)
    replied(engine, post, "done", answers=1)
    assert account(engine, [post]) == Account(1, lost=0, doubled=0, unanswered=0, failed=0)


def test_a_message_that_is_not_there_is_lost(customer: Person, engine: Engine) -> None:
    post = posted(engine, customer)
    told = [post._replace(message_id=str(uuid4())), post._replace(content="otra cosa")]
    assert account(engine, told).lost == 2


def test_a_message_without_an_end_is_unanswered_unless_a_person_has_it(customer: Person, engine: Engine) -> None:
    silent, running, unseen, handed = (posted(engine, customer) for _ in range(4))
    replied(engine, running, "running")
    replied(engine, unseen, "failed")  # without the event that tells the customer
    made_handoff(engine, UUID(handed.ticket_id))
    assert account(engine, [silent, running, unseen, handed]).unanswered == 3


def test_messages_answers_and_bookings_that_are_there_twice_are_doubled(customer: Person, engine: Engine) -> None:
    post = posted(engine, customer, CHOICE)
    replied(engine, post, "done", answers=2)
    add_record(engine, customer.id, "appointment", "booked")
    assert account(engine, [post]).doubled == 1
    add_record(engine, customer.id, "appointment", "booked")
    assert account(engine, [post]).doubled == 2
