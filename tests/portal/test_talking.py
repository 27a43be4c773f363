"""One action at a time on the open case, and what it brings."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from portal.client import Caller
from portal.errors import BackendDown
from portal.states.chat import Chat
from portal.states.talking import Talking
from tests.portal.cases import case
from tests.portal.chatting import (
    CASE_A,
    CASE_B,
    CaseBackend,
    chatting_tab,
    go_to_case,
    open_case,
    question,
    said,
    tool_call,
)
from tests.portal.tabs import Tab, refused

Opened = tuple[Tab, CaseBackend, Chat, Talking]
ACTIONS: tuple[tuple[str, tuple[Any, ...], str], ...] = (
    ("stop", (), f"POST tickets/{CASE_A}/stop"),
    ("retry", (), f"POST tickets/{CASE_A}/retry"),
    ("decide", ("k1", True), f"POST tickets/{CASE_A}/confirmations/k1"),
    ("undo", ("c1",), f"POST tickets/{CASE_A}/tool-calls/c1/undo"),
    ("rate", ("m2", True), "POST messages/m2/rating"),
    ("give_reason", ({"message_id": "m2", "reason": "No"},), "POST messages/m2/rating"),
    ("call_person", ({"reason": ""},), f"POST tickets/{CASE_A}/handoff"),
    ("resolve", (), f"POST tickets/{CASE_A}/resolve"),
    ("reopen", (), f"POST tickets/{CASE_A}/reopen"),
    ("send_csat", ({"score": "5"},), f"POST tickets/{CASE_A}/csat"),
)
every_action = pytest.mark.parametrize(("action", "values", "call"), ACTIONS, ids=[name for name, _, _ in ACTIONS])
RATE, CSAT = "POST messages/m2/rating", f"POST tickets/{CASE_A}/csat"
RESOLVE = f"POST tickets/{CASE_A}/resolve"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Case A is open."""
    tab, backend = chatting_tab(tmp_path, monkeypatch)
    return tab, backend, open_case(tab, CASE_A), tab.state(Talking)


def body_of(backend: CaseBackend, call: str) -> Any:
    return [body for asked, body in backend.asked if asked == call][-1]


def rated(helpful: bool, **more: Any) -> dict[str, Any]:
    return said(2, "Mañana llega.", "bot", helpful=helpful, **more)


@every_action
def test_no_action_begins_while_another_runs(opened: Opened, action: str, values: tuple[Any, ...], call: str) -> None:
    tab, backend, _, talking = opened
    talking.busy = "another"
    tab.press(talking, action, *values)
    assert call not in backend.calls
    assert talking.busy == "another"


@every_action
@pytest.mark.parametrize("error", [BackendDown("cut"), refused(409, "conflict")], ids=["down", "refused"])
def test_an_error_is_said_and_the_next_action_can_begin(
    opened: Opened, action: str, values: tuple[Any, ...], call: str, error: Exception
) -> None:
    tab, backend, chat, talking = opened
    backend.answers[call] = error
    tab.press(talking, action, *values)
    assert backend.calls.count(call) == 1
    assert chat.problem
    assert talking.busy == ""


@every_action
def test_an_ended_session_is_told_as_that(opened: Opened, action: str, values: tuple[Any, ...], call: str) -> None:
    tab, backend, chat, talking = opened
    tab.session._cookie = "gone"
    tab.press(talking, action, *values)
    assert call not in backend.calls
    assert tab.session.expired
    assert tab.session.way_back == f"/login?next=%2Ftickets%2F{CASE_A}"
    assert (chat.problem, talking.busy) == ("", "")


@every_action
def test_who_is_signed_out_already_begins_nothing(
    opened: Opened, action: str, values: tuple[Any, ...], call: str
) -> None:
    tab, backend, _, talking = opened
    tab.session.ended()
    tab.press(talking, action, *values)
    assert call not in backend.calls
    assert talking.busy == ""


def test_a_second_press_while_the_first_runs_asks_nothing(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[RESOLVE] = case(1, id=CASE_A, status="resolved")

    async def twice() -> None:
        await asyncio.gather(*(tab.run(talking, "resolve") for _ in range(2)))

    asyncio.run(twice())
    assert backend.calls.count(RESOLVE) == 1
    assert (chat.status, chat.over, talking.busy) == ("resolved", True, "")


def test_the_next_action_takes_the_old_problem_away(opened: Opened) -> None:
    tab, _, chat, talking = opened
    chat.problem = "no"
    tab.press(talking, "stop")
    assert chat.problem == ""


def test_nothing_is_done_on_a_case_that_is_not_loaded(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    chat._conversation = None
    tab.press(talking, "resolve")
    assert RESOLVE not in backend.calls


def test_what_an_action_brings_late_stays_out_of_another_case(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    tab, backend, chat, talking = opened

    async def late(method: str, path: str, caller: Caller, **more: Any) -> Any:
        if path.endswith("/resolve"):
            go_to_case(tab, CASE_B)
            await tab.run(talking, "fresh")
            await tab.run(chat, "load")
            talking.busy = "stop"
            return case(1, id=CASE_A, status="resolved")
        return await CaseBackend.ask(backend, method, path, caller, **more)

    monkeypatch.setattr(backend, "ask", late)
    tab.press(talking, "resolve")
    assert (chat.id, chat.status) == (CASE_B, "open")
    assert talking.busy == "stop", "the other case's own action runs on"


def test_an_error_that_comes_late_is_not_told_on_another_cases_page(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, backend, chat, talking = opened

    async def late(method: str, path: str, caller: Caller, **more: Any) -> Any:
        if path.endswith("/resolve"):
            go_to_case(tab, CASE_B)
            await tab.run(chat, "load")
            raise BackendDown("cut")
        return await CaseBackend.ask(backend, method, path, caller, **more)

    monkeypatch.setattr(backend, "ask", late)
    tab.press(talking, "resolve")
    assert (chat.id, chat.problem) == (CASE_B, "")


def test_a_retry_lets_an_answer_be_expected(opened: Opened) -> None:
    tab, _, chat, talking = opened
    tab.press(talking, "retry")
    assert chat.live


@pytest.mark.parametrize(
    ("accept", "status", "shown"), [(True, "confirmed", "accepted"), (False, "declined", "declined")]
)
def test_a_decision_is_shown_with_what_it_did(opened: Opened, accept: bool, status: str, shown: str) -> None:
    tab, backend, chat, talking = opened
    call = f"POST tickets/{CASE_A}/confirmations/k1"
    backend.answers[call] = {"confirmation": question(status=status), "tool_call": tool_call(), "message": None}
    tab.press(talking, "decide", "k1", accept)
    assert body_of(backend, call) == {"accept": accept}
    assert {"card", "confirmation"} <= {line.kind for line in chat.lines}
    assert chat.lines[-1].asked.status == shown


def test_what_was_undone_is_shown_as_undone(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[f"POST tickets/{CASE_A}/tool-calls/c1/undo"] = tool_call(undone_at="2026-11-22T10:01:00Z")
    tab.press(talking, "undo", "c1")
    assert [line.kind for line in chat.lines].count("card") == 1


def test_a_thumb_up_is_sent_and_asks_for_nothing(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[RATE] = rated(True)
    tab.press(talking, "rate", "m2", True)
    assert body_of(backend, RATE) == {"helpful": True}
    assert (chat.lines[1].helpful, talking.reason_for) == ("up", "")


def test_a_thumb_down_asks_for_a_reason_and_pressed_again_no_more(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[RATE] = rated(False)
    tab.press(talking, "rate", "m2", False)
    assert (chat.lines[1].helpful, talking.reason_for) == ("down", "m2")
    tab.press(talking, "rate", "m2", False)
    assert talking.reason_for == ""


def test_no_reason_is_asked_for_a_thumb_that_was_not_taken(opened: Opened) -> None:
    tab, backend, _, talking = opened
    backend.answers[RATE] = BackendDown("cut")
    tab.press(talking, "rate", "m2", False)
    assert talking.reason_for == ""


def test_a_thumb_up_after_all_closes_the_question(opened: Opened) -> None:
    tab, backend, _, talking = opened
    talking.reason_for = "m2"
    backend.answers[RATE] = rated(True)
    tab.press(talking, "rate", "m2", True)
    assert talking.reason_for == ""


def test_a_reason_goes_with_the_thumb_down(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    talking.reason_for = "m2"
    backend.answers[RATE] = rated(False, rating_reason="No es cierto. Era ayer")
    tab.press(talking, "give_reason", {"message_id": "m2", "reason": "No es cierto", "comment": " Era ayer "})
    assert body_of(backend, RATE) == {"helpful": False, "reason": "No es cierto. Era ayer"}
    assert (talking.reason_for, chat.lines[1].reason) == ("", "No es cierto. Era ayer")


def test_a_reason_that_could_not_be_sent_stays_open(opened: Opened) -> None:
    tab, backend, _, talking = opened
    talking.reason_for = "m2"
    backend.answers[RATE] = BackendDown("cut")
    tab.press(talking, "give_reason", {"message_id": "m2", "reason": "No es cierto"})
    assert talking.reason_for == "m2"


def test_a_person_is_called_with_the_reason_that_was_given(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    call = f"POST tickets/{CASE_A}/handoff"
    handoff = {"requested_at": "2026-11-22T10:01:00Z", "taken_at": None, "ended_at": None, "agent_name": None}
    backend.answers[call] = {"ticket": case(1, id=CASE_A, status="waiting_agent"), "handoff": handoff}
    tab.press(talking, "ask_person", True)
    tab.press(talking, "call_person", {"reason": "  es urgente "})
    assert body_of(backend, call) == {"reason": "es urgente"}
    assert (chat.with_person, chat.status, chat.live) == ("waiting", "waiting_agent", False)
    assert not talking.asking_person


def test_a_case_is_solved_and_reopened(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[f"POST tickets/{CASE_A}/resolve"] = case(1, id=CASE_A, status="resolved", csat_due=True)
    backend.answers[f"POST tickets/{CASE_A}/reopen"] = case(1, id=CASE_A, status="open")
    tab.press(talking, "resolve")
    assert (chat.over, chat.csat_due) == (True, True)
    tab.press(talking, "reopen")
    assert (chat.over, chat.csat_due) == (False, False)


def test_the_satisfaction_is_the_forms_score(opened: Opened) -> None:
    tab, backend, chat, talking = opened
    backend.answers[CSAT] = case(1, id=CASE_A, status="resolved", csat_score=4)
    tab.press(talking, "choose_csat", 2)
    tab.press(talking, "send_csat", {"score": "4", "comment": "  Bien  "})
    assert body_of(backend, CSAT) == {"score": 4, "comment": "Bien"}
    assert (chat.csat_score, talking.csat_choice) == (4, 0)


@pytest.mark.parametrize("form", [{}, {"score": ""}, {"score": "a"}, {"score": "-1"}])
def test_a_satisfaction_without_a_score_is_not_sent(opened: Opened, form: dict[str, str]) -> None:
    tab, backend, _, talking = opened
    tab.press(talking, "send_csat", form)
    assert CSAT not in backend.calls
    assert talking.busy == ""


def test_a_newly_opened_case_has_nothing_half_done(opened: Opened) -> None:
    tab, _, _, talking = opened
    talking.busy, talking.reason_for, talking.csat_choice, talking.asking_person = "stop", "m2", 3, True
    tab.press(talking, "fresh")
    assert (talking.busy, talking.reason_for, talking.csat_choice, talking.asking_person) == ("", "", 0, False)
