"""A customer says something and the bot answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select

from backend.chatbot.models import ToolCall
from backend.messages.models import Author, Message, Reply
from tests.backend.chats import kinds, last, listen, open_ticket, read_events, say, text_of
from tests.backend.people import Person

QUESTION = "¿ya cayó la lana del Jetta?"


def test_an_answer_streams_with_its_tool(customer: Person) -> None:
    ticket = open_ticket(customer)
    events = say(customer, ticket["id"], QUESTION)
    assert kinds(events) == ["message", "tool_started", "tool_finished", "delta", "done"]
    assert last(events, "message")["message"]["content"] == QUESTION
    call = last(events, "tool_finished")["tool_call"]
    assert (call["tool"], call["outcome"]) == ("payout_status", "ok")
    assert "241" in text_of(events)
    assert text_of(events) == last(events, "done")["message"]["content"]


def test_the_first_answer_says_that_it_is_an_ai_and_the_second_does_not(customer: Person) -> None:
    ticket = open_ticket(customer)
    assert "inteligencia artificial" in text_of(say(customer, ticket["id"], QUESTION))
    assert "inteligencia artificial" not in text_of(say(customer, ticket["id"], "¿y cuándo llega?"))


def test_what_was_said_can_be_read_and_the_ticket_is_in_progress(customer: Person) -> None:
    ticket = open_ticket(customer)
    events = say(customer, ticket["id"], QUESTION)
    page = customer.get(f"tickets/{ticket['id']}/messages").json()
    assert [m["author"] for m in page["items"]] == ["customer", "bot"]
    assert page["items"][1]["content"] == text_of(events)
    assert page["items"][1]["seq"] == last(events, "done")["message"]["seq"] == events[-1].id
    assert page["reply"]["status"] == "done"
    assert page["next_cursor"] is None
    assert customer.get(f"tickets/{ticket['id']}").json()["status"] == "in_progress"


def test_tool_calls_and_usage_are_stored(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    say(customer, ticket["id"], QUESTION)
    with engine.connect() as connection:
        call = connection.execute(select(ToolCall)).one()
        reply = connection.execute(select(Reply)).one()
    assert call.tool == "payout_status"
    assert call.outcome == "ok"
    assert call.duration_ms > 0
    assert call.result["summary"]
    assert reply.input_tokens > 0
    assert reply.calls == 2
    assert reply.release_id
    assert reply.first_token_at >= reply.created_at


def test_the_same_key_is_answered_once(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    first = say(customer, ticket["id"], QUESTION, key="k1")
    again = say(customer, ticket["id"], QUESTION, key="k1")
    assert text_of(first) == text_of(again)
    assert last(first, "done")["message"]["id"] == last(again, "done")["message"]["id"]
    assert count(engine, Message) == 2


def test_fifty_posts_with_one_key_give_one_message_and_one_reply(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    with ThreadPoolExecutor(50) as pool:
        streams = list(pool.map(lambda _: say(customer, ticket["id"], QUESTION, key="same"), range(50)))
    answers = {last(events, "done")["message"]["id"] for events in streams}
    assert len(answers) == 1
    assert {text_of(events) for events in streams} == {text_of(streams[0])}
    assert (count(engine, Message), count(engine, Reply)) == (2, 1)


def test_a_key_for_another_content_is_refused(customer: Person) -> None:
    ticket = open_ticket(customer)
    say(customer, ticket["id"], QUESTION, key="k1")
    answer = customer.post(
        f"tickets/{ticket['id']}/messages", json={"content": "otra cosa"}, headers={"Idempotency-Key": "k1"}
    )
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "idempotency_key_reused"


def test_messages_sent_while_the_bot_answers_are_answered_one_after_the_other(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    with ThreadPoolExecutor(3) as pool:
        streams = list(pool.map(lambda n: say(customer, ticket["id"], f"{QUESTION} ({n})"), range(3)))
    assert [kinds(events)[-1] for events in streams] == ["done"] * 3
    assert len({last(events, "done")["message"]["id"] for events in streams}) == 3
    with engine.connect() as connection:
        answered = connection.scalar(select(func.count()).where(Message.author == Author.BOT))
    assert answered == 3


def test_a_dropped_connection_does_not_lose_the_answer(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)
    path = f"tickets/{ticket['id']}/messages"
    with customer.stream("POST", path, json={"content": QUESTION}) as answer:
        first = next(read_events(answer))
    assert first.kind == "message"
    events = listen(customer, ticket["id"], after=0, until="done")
    assert last(events, "done")["message"]["content"]
    assert count(engine, Reply) == 1


def test_a_closed_ticket_takes_no_message(customer: Person, person: Callable[..., Person], engine: Engine) -> None:
    ticket = open_ticket(customer)
    with engine.begin() as connection:
        connection.exec_driver_sql("update tickets set status = 'closed'")
    answer = customer.post(f"tickets/{ticket['id']}/messages", json={"content": "hola"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "ticket_closed"
    assert count(engine, Message) == 0


def test_writing_to_a_resolved_ticket_reopens_it(customer: Person) -> None:
    ticket = open_ticket(customer)
    say(customer, ticket["id"], QUESTION)
    assert customer.post(f"tickets/{ticket['id']}/resolve").status_code == 200
    say(customer, ticket["id"], "Perdón, sigo sin ver el pago del Jetta")
    now = customer.get(f"tickets/{ticket['id']}").json()
    assert (now["status"], now["reopened_count"]) == ("in_progress", 1)


@pytest.mark.parametrize("content", ["", "   ", "a\x00b", "x" * 4_001])
def test_a_message_that_cannot_be_kept_is_refused(customer: Person, content: str) -> None:
    ticket = open_ticket(customer)
    assert customer.post(f"tickets/{ticket['id']}/messages", json={"content": content}).status_code == 422


def test_another_customers_ticket_is_not_there(customer: Person, person: Callable[..., Person]) -> None:
    ticket = open_ticket(customer)
    other = person()
    for method, path in (
        ("GET", "messages"), ("POST", "messages"), ("GET", "events"), ("POST", "stop"), ("POST", "retry"),
    ):  # fmt: skip
        body = {"content": "hola"} if (method, path) == ("POST", "messages") else None
        assert other.request(method, f"tickets/{ticket['id']}/{path}", json=body).status_code == 404, path


def count(engine: Engine, table: type) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0
