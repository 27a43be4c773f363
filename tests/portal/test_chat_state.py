"""The page of a case: loading, following, and nothing of another case."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from portal.client import OPENED, Caller, StreamEvent
from portal.errors import BackendDown
from portal.states.chat import Chat
from tests.portal.chatting import CASE_A, CASE_B, CaseBackend, chatting_tab, go_to_case, open_case, said
from tests.portal.tabs import InTurn, Tab, goes_to, refused

Opened = tuple[Tab, CaseBackend]
LOGIN_AND_BACK = f"/login?next=%2Ftickets%2F{CASE_A}"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    return chatting_tab(tmp_path, monkeypatch)


def texts(chat: Chat) -> list[str]:
    return [line.text or line.html for line in chat.lines]


def written(number: int, content: str, event_id: int) -> StreamEvent:
    return StreamEvent("message", {"message": said(number, content, "agent", author_name="Sofía")}, event_id)


def follow(tab: Tab, chat: Chat) -> list[object]:
    return tab.press(chat, "follow", chat._following)


def test_a_case_is_shown_and_followed(opened: Opened) -> None:
    tab, _ = opened
    chat = tab.state(Chat)
    assert [goes_to(step) for step in tab.press(chat, "load")][-1] == chat._following
    assert (chat.phase, chat.title, chat.number, chat.category) == ("ready", "Caso a", "#1", "Compra y venta")
    assert texts(chat)[0] == "¿Y mi pago?"
    assert "Mañana llega." in texts(chat)[1]


def test_another_cases_messages_leave_the_page_before_the_new_one_is_asked_for(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    chat.problem, chat.undelivered = "no", {"k": "no"}
    before = len(backend.calls)
    go_to_case(tab, CASE_B)

    async def first_step() -> None:
        loading = Chat.event_handlers["load"].fn(chat)
        await anext(loading)
        assert (chat.id, chat.phase, chat.lines, chat.title) == (CASE_B, "loading", [], "")
        assert (chat.problem, chat.undelivered, chat._conversation) == ("", {}, None)
        assert len(backend.calls) == before
        await loading.aclose()

    asyncio.run(first_step())


def test_the_same_case_stays_on_the_page_while_it_is_loaded_again(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    backend.has(CASE_A, said(1, "¿Y mi pago?"), said(2, "Ya llegó.", "bot"))
    assert None not in tab.press(chat, "load")
    assert "Ya llegó." in texts(chat)[1]


@pytest.mark.parametrize("address", ["", "42", "../me", "%2e%2e", "not-an-id"])
def test_an_address_that_is_no_id_is_missing_and_asks_nothing(opened: Opened, address: str) -> None:
    tab, backend = opened
    chat = open_case(tab, address)
    assert chat.phase == "missing"
    assert backend.calls == []


def test_a_stranger_is_asked_for_nothing(opened: Opened) -> None:
    tab, backend = opened
    tab.session.signed_in = False
    assert open_case(tab, CASE_A).phase == "loading"
    assert backend.calls == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_case_that_is_not_theirs_is_missing(opened: Opened, status: int) -> None:
    tab, backend = opened
    backend.answers[f"GET tickets/{CASE_A}"] = refused(status, "not_found")
    chat = tab.state(Chat)
    assert tab.press(chat, "load") == []
    assert chat.phase == "missing"


@pytest.mark.parametrize("error", [refused(503, "unavailable"), refused(429, "too_many"), BackendDown("no answer")])
def test_a_service_that_does_not_answer_is_trouble_and_tried_later(opened: Opened, error: Exception) -> None:
    tab, backend = opened
    backend.answers[f"GET tickets/{CASE_A}"] = error
    chat = tab.state(Chat)
    assert [step.handler.fn.__name__ for step in tab.press(chat, "load")] == ["come_back"]
    assert chat.phase == "trouble"
    backend.streams = [[]]
    assert tab.press(chat, "come_back", CASE_A) == [Chat.load]


def test_no_later_try_where_the_page_has_gone_or_shows_something_else(opened: Opened) -> None:
    tab, backend = opened
    backend.answers[f"GET tickets/{CASE_A}"] = BackendDown("no answer")
    chat = open_case(tab, CASE_A)
    assert tab.press(chat, "come_back", CASE_A) == []
    backend.streams = [[]]
    assert tab.press(chat, "come_back", CASE_B) == []


def test_an_ended_session_leads_to_the_log_in_and_back(opened: Opened) -> None:
    tab, _ = opened
    tab.session._cookie = "gone"
    chat = tab.state(Chat)
    assert [goes_to(step) for step in tab.press(chat, "load")] == [LOGIN_AND_BACK]
    assert tab.session.expired


def test_an_opened_stream_is_a_connection(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    chat.connected = False
    backend.streams = [[OPENED]]
    follow(tab, chat)
    assert chat.connected


def test_a_broken_stream_is_no_connection_and_is_taken_up_after_the_last_event(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    backend.streams = [[OPENED, written(5, "Soy Sofía", 7), BackendDown("cut")], [BackendDown("still")]]
    follow(tab, chat)
    assert not chat.connected
    assert backend.followed_after == [4, 7]
    assert "Soy Sofía" in texts(chat)[-1]
    assert "Sofía" in chat.announcement


def test_a_stream_that_ends_is_taken_up_again_and_nothing_is_said_twice(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    backend.streams = [[OPENED, written(5, "Soy Sofía", 7)], [OPENED, written(5, "Soy Sofía", 7)]]
    follow(tab, chat)
    assert backend.followed_after == [4, 7]
    assert chat.connected
    assert len(chat.lines) == 3


def test_a_case_that_is_gone_is_followed_no_more(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    backend.streams = [[refused(404, "not_found")], [OPENED]]
    follow(tab, chat)
    assert chat.phase == "missing"
    assert len(backend.followed_after) == 1


def test_a_follower_whose_session_ended_leads_to_the_log_in(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    tab.session._cookie = "gone"
    backend.streams = [[OPENED]]
    assert [goes_to(step) for step in follow(tab, chat)] == [LOGIN_AND_BACK]
    assert backend.followed_after == []


def test_another_load_stops_the_older_follower(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    older = chat._following
    open_case(tab, CASE_B)
    backend.streams = [[OPENED]]
    tab.press(chat, "follow", older)
    assert backend.followed_after == []


def test_a_follower_in_the_midst_of_a_stream_brings_nothing_to_another_case(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    backend.streams = [[OPENED]]
    heard, other_case = asyncio.Event(), asyncio.Event()

    async def events(ticket_id: str, caller: Caller, *, after: int) -> AsyncIterator[StreamEvent]:
        backend.followed_after.append(after)
        yield OPENED
        heard.set()
        await other_case.wait()
        yield written(5, "Sólo del caso A", 7)

    async def meanwhile() -> None:
        following = asyncio.create_task(tab.run(chat, "follow", chat._following))
        await heard.wait()
        go_to_case(tab, CASE_B)
        await tab.run(chat, "load")
        other_case.set()
        await following

    monkeypatch.setattr(backend, "events", events)
    asyncio.run(meanwhile())
    assert texts(chat) == ["Otra cosa"]
    assert len(backend.followed_after) == 1


def test_who_leaves_the_page_is_followed_no_more_and_leaves_nothing_drawn(opened: Opened) -> None:
    tab, backend = opened
    chat = open_case(tab, CASE_A)
    mine = chat._following
    tab.press(chat, "leave")
    tab.press(chat, "follow", mine)
    assert chat.phase == "loading"
    assert backend.followed_after == []


def test_earlier_messages_come_above(opened: Opened) -> None:
    tab, backend = opened
    backend.has(CASE_A, said(9, "Lo último"), cursor=9)
    chat = open_case(tab, CASE_A)
    assert chat.has_earlier
    backend.answers[f"GET tickets/{CASE_A}/messages"] = {"items": [said(1, "Lo primero")], "next_cursor": None}
    tab.press(chat, "show_earlier")
    assert backend.queries_of(f"GET tickets/{CASE_A}/messages")[-1]["cursor"] == 9
    assert texts(chat) == ["Lo primero", "Lo último"]
    assert not chat.has_earlier


def test_earlier_messages_that_do_not_come_are_told_and_can_be_asked_for_again(opened: Opened) -> None:
    tab, backend = opened
    backend.has(CASE_A, said(9, "Lo último"), cursor=9)
    chat = open_case(tab, CASE_A)
    backend.answers[f"GET tickets/{CASE_A}/messages"] = InTurn(
        BackendDown("no answer"), {"items": [], "next_cursor": None}
    )
    tab.press(chat, "show_earlier")
    assert chat.problem
    assert chat.has_earlier
    tab.press(chat, "dismiss_problem")
    tab.press(chat, "show_earlier")
    assert (chat.problem, chat.has_earlier) == ("", False)


def test_a_description_that_was_never_sent_is_offered(opened: Opened) -> None:
    tab, backend = opened
    backend.has(CASE_A)
    assert open_case(tab, CASE_A).unsaid
    backend.has(CASE_A, status="resolved")
    assert not open_case(tab, CASE_A).unsaid
