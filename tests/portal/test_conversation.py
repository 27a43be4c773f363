"""A conversation is what the backend told of it, however late or often it tells it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.client import StreamEvent
from portal.conversation import Conversation

REPLY = "r1"


def message(number: int, author: str, content: str = "hola", **more: Any) -> dict[str, Any]:
    about = {"id": f"m{number}", "seq": number, "author": author, "content": content, "stopped": False, "helpful": None}
    return {**about, "created_at": f"2026-11-22T10:00:{number:02d}Z", "reply_id": None, **more}


def ticket(**changes: Any) -> dict[str, Any]:
    return {"id": "t", "number": 7, "title": "Mi pago", "status": "open", "handoff": None, **changes}


def conversation(*items: dict[str, Any], reply: dict[str, Any] | None = None, **about: Any) -> Conversation:
    page = {"items": list(items), "last_event_id": 4, "next_cursor": None, "reply": reply}
    return Conversation.of(ticket(**about), page, [], [])


def event(name: str, number: int | None = None, **data: Any) -> StreamEvent:
    return StreamEvent(name, data, number)


def delta(offset: int, text: str, attempt: int = 1) -> StreamEvent:
    return event("delta", reply_id=REPLY, attempt=attempt, offset=offset, text=text)


def call(number: int, at: str) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "reply_id": REPLY,
        "created_at": at,
        "outcome": "ok",
        "tool": "payout",
        "label": "Tu pago",
        "result": {},
    }


WHOLE = (
    event("message", 5, message=message(5, "customer", "¿y mi pago?")),
    event("tool_started", 6, reply_id=REPLY, attempt=1, call_id="x", tool="payout", label="Tu pago", arguments={}),
    event("tool_finished", 7, reply_id=REPLY, attempt=1, call_id="x", tool_call=call(1, "2026-11-22T10:00:06Z")),
    delta(0, "Mañana"),
    delta(6, " llega."),
    event("done", 8, reply_id=REPLY, attempt=1, stopped=False,
          message=message(8, "bot", "Mañana llega.", reply_id=REPLY)),
)  # fmt: skip


def told(*events: StreamEvent) -> Conversation:
    made = conversation(message(1, "customer"))
    for one in events:
        made.apply(one)
    return made


def test_words_of_an_answer_add_up() -> None:
    made = told(*WHOLE[:5])
    assert made.live is not None
    assert made.live.text == "Mañana llega."


def test_who_comes_in_the_middle_gets_the_words_so_far_in_one_piece() -> None:
    made = told(delta(0, "Mañana"), delta(0, "Mañana llega"), delta(12, "."))
    assert made.live is not None
    assert made.live.text == "Mañana llega."


def test_another_attempt_begins_again() -> None:
    made = told(delta(0, "Maña"), delta(0, "Pasado", attempt=2))
    assert made.live is not None
    assert made.live.text == "Pasado"


def test_a_running_tool_is_shown_until_it_has_finished() -> None:
    made = told(*WHOLE[:2])
    assert made.live is not None
    assert list(made.live.tools.values()) == ["Tu pago"]
    made.apply(WHOLE[2])
    assert made.live.tools == {}
    assert list(made.calls) == ["c1"]


def test_a_finished_answer_is_a_message_and_nothing_is_live() -> None:
    made = told(*WHOLE)
    assert made.live is None
    assert [item["id"] for _, item in made.in_order()] == ["m1", "m5", "c1", "m8"]
    assert made.last_event_id == 8


@given(st.lists(st.sampled_from(WHOLE), max_size=12))
def test_events_told_again_change_nothing_in_the_end(again: list[StreamEvent]) -> None:
    stored = [one for one in again if one.id is not None]
    assert told(*WHOLE, *stored, WHOLE[-1]).in_order() == told(*WHOLE).in_order()


def test_a_failed_answer_says_so_until_the_next_message() -> None:
    made = told(*WHOLE[:4], event("error", 9, reply_id=REPLY, code="model_down", message="No pude.", retryable=True))
    assert made.live is None
    assert made.failure is not None
    assert (made.failure.message, made.failure.retryable) == ("No pude.", True)
    made.apply(event("message", 10, message=message(10, "customer", "otra vez")))
    assert made.failure is None


def test_a_stream_that_broke_off_is_no_failed_answer() -> None:
    made = told(*WHOLE[:4], event("error", reply_id=None, code="unavailable", message="", retryable=True))
    assert made.failure is None
    assert made.live is not None


def test_a_page_that_loads_while_an_answer_is_written_shows_that() -> None:
    made = conversation(message(1, "customer"), reply={"id": REPLY, "status": "running", "error_code": None})
    assert made.live is not None
    assert made.live.reply_id == REPLY


def test_a_page_that_loads_after_a_failure_offers_to_try_again() -> None:
    made = conversation(message(1, "customer"), reply={"id": REPLY, "status": "failed", "error_code": "model_down"})
    assert made.failure is not None
    assert made.failure.code == "model_down"


def test_the_question_for_the_button_stands_under_the_words_that_asked() -> None:
    asked = {"id": "k", "reply_id": REPLY, "created_at": "2026-11-22T10:00:05Z", "status": "pending"}
    made = told(
        WHOLE[0], event("confirm", 6, reply_id=REPLY, attempt=1, confirmation=asked),
        event("done", 7, reply_id=REPLY, attempt=1, message=message(7, "bot", "¿Confirmas?", reply_id=REPLY)),
    )  # fmt: skip
    assert [kind for kind, _ in made.in_order()][-2:] == ["message", "confirmation"]


def test_a_handoff_is_waiting_taken_and_over() -> None:
    made = told()
    handoff = {"requested_at": "2026-11-22T10:00:00Z", "taken_at": None, "ended_at": None, "agent_name": None}
    states = []
    for change in ({}, {"taken_at": "2026-11-22T10:01:00Z"}, {"ended_at": "2026-11-22T10:02:00Z"}):
        handoff = {**handoff, **change}
        made.apply(event("handoff", handoff=handoff))
        states.append(made.with_person)
    assert states == ["waiting", "taken", ""]


def test_no_answer_is_expected_while_a_person_has_the_case() -> None:
    made = conversation(message(1, "customer"), handoff={"status": "waiting", "taken_at": None})
    made.expect_reply()
    assert made.live is None


def test_a_solved_case_has_nothing_live() -> None:
    made = told(*WHOLE[:4], event("ticket", 9, ticket=ticket(status="resolved")))
    assert made.over
    assert made.live is None
