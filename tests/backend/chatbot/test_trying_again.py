"""The customer's "again": after how many times a person comes, and after how much else it still works."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Engine

from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import Sent, kinds, last, open_ticket, read_events, say, text_of
from tests.backend.handoff.builders import made_message, made_reply
from tests.backend.people import Person
from tests.backend.serving import RunningServer, faulty_model

QUESTION = "¿ya cayó la lana del Jetta?"
At = Callable[[RunningServer, Person], Person]


def again(customer: Person, ticket_id: str) -> list[Sent]:
    with customer.stream("POST", f"tickets/{ticket_id}/retry") as answer:
        assert answer.status_code == 200, answer.read()
        return list(read_events(answer))


def test_trying_one_message_again_and_again_hands_over_too(customer: Person, replica: Replica, at: At) -> None:
    broken = at(replica(faulty_model("rate=1,kinds=500"), handoff_after_failures=3), customer)
    ticket = open_ticket(broken)["id"]
    tries = [say(broken, ticket, QUESTION), again(broken, ticket), again(broken, ticket)]
    assert ["handoff" in kinds(events) for events in tries] == [False, False, True]
    assert [last(events, "error")["retryable"] for events in tries] == [True, True, False]
    assert last(tries[-1], "handoff")["handoff"]["reason"] == "model_down"


def test_what_failed_before_a_person_had_the_ticket_does_not_count(
    customer: Person, replica: Replica, at: At, person: Callable[..., Person]
) -> None:
    there = replica(faulty_model("rate=1,kinds=500"), handoff_after_failures=2)
    broken, agent = at(there, customer), at(there, person("agent"))
    ticket = open_ticket(broken)["id"]
    say(broken, ticket, QUESTION)
    for action in ("takeover", "give-back"):
        assert agent.post(f"admin/tickets/{ticket}/{action}").status_code == 200
    assert last(again(broken, ticket), "error")["retryable"]
    assert not last(again(broken, ticket), "error")["retryable"]


def test_a_question_that_lies_far_back_is_answered(customer: Person, engine: Engine) -> None:
    ticket = open_ticket(customer)["id"]
    question = made_message(engine, UUID(ticket), "customer", QUESTION)
    made_reply(engine, UUID(ticket), "failed", message_id=question)
    for number in range(61):
        made_message(engine, UUID(ticket), "agent", f"Nota {number}")
    assert "241" in text_of(again(customer, ticket))


def test_a_card_can_be_put_under_the_message_that_asked_for_it(customer: Person) -> None:
    ticket = open_ticket(customer)["id"]
    events = say(customer, ticket, "Acepto la oferta por mi Sentra 2017")
    asked, answer = last(events, "confirm")["confirmation"], last(events, "done")["message"]
    assert asked["reply_id"] == answer["reply_id"]
    decided = customer.post(f"tickets/{ticket}/confirmations/{asked['id']}", json={"accept": True}).json()
    assert decided["tool_call"]["confirmation_id"] == asked["id"]
    assert decided["tool_call"]["reply_id"] == answer["reply_id"]
    calls = customer.get(f"tickets/{ticket}/tool-calls").json()["items"]
    assert [call["confirmation_id"] for call in calls].count(asked["id"]) == 1
