"""A message is sent to its case until it is stored or refused, and stored once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from portal.client import Caller, StreamEvent
from portal.errors import ApiError, BackendDown
from portal.states.chat import Chat
from portal.states.sending import Sending
from tests.portal.chatting import CASE_A, CASE_B, CaseBackend, chatting_tab, go_to_case, open_case, said
from tests.portal.tabs import InTurn, Tab, goes_to, refused

Opened = tuple[Tab, CaseBackend, Chat, Sending]
TO_A, TO_B = f"POST tickets/{CASE_A}/messages", f"POST tickets/{CASE_B}/messages"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Case A is open; its page stays there."""
    tab, backend = chatting_tab(tmp_path, monkeypatch)
    chat = open_case(tab, CASE_A)
    backend.streams = [[]]
    return tab, backend, chat, tab.state(Sending)


def too_many(wait_sec: float) -> ApiError:
    return ApiError(429, "too_many_requests", "", retry_after_sec=wait_sec)


def test_a_message_is_stored_shown_and_answered(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    assert tab.press(sending, "say", CASE_A, "¿Hola?", "k1") == []
    assert backend.keys_of(TO_A) == ["k1"]
    assert (chat.delivered, chat.lines[-1].text, chat.live) == (["k1"], "¿Hola?", True)
    assert chat._sending == {}


def test_a_message_goes_to_the_case_it_was_written_for_whichever_is_open(opened: Opened) -> None:
    tab, backend, _, sending = opened
    chat = open_case(tab, CASE_B)
    tab.press(sending, "say", CASE_A, "Para el caso A", "k1")
    assert backend.keys_of(TO_A) == ["k1"]
    assert backend.keys_of(TO_B) == []
    assert [line.text for line in chat.lines] == ["Otra cosa"]
    assert chat.delivered == ["k1"]


def test_a_message_is_sent_again_with_its_key_until_it_is_stored(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = InTurn(BackendDown("cut"), refused(503, "unavailable"), BackendDown("cut"), None)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert backend.keys_of(TO_A) == ["k1"] * 4
    assert [message["content"] for message in backend.stored.values()] == ["¿Hola?"]
    assert chat.delivered == ["k1"]
    assert chat.undelivered == {}


def test_a_message_that_cannot_be_sent_shows_that_the_connection_is_lost(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = InTurn(BackendDown("cut"), None)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert not chat.connected, "only the stream says that it is back"


def test_nothing_is_sent_on_for_a_page_that_has_gone(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.streams = []
    backend.answers[TO_A] = BackendDown("cut")
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert backend.keys_of(TO_A) == ["k1"]
    assert (chat.delivered, chat.undelivered, chat._sending) == ([], {}, {})


def test_a_stored_message_is_not_sent_again(opened: Opened) -> None:
    tab, backend, _, sending = opened
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert backend.keys_of(TO_A) == ["k1"]


def test_a_message_on_its_way_is_not_sent_twice(opened: Opened) -> None:
    tab, backend, chat, sending = opened

    async def twice() -> None:
        await asyncio.gather(*(tab.run(sending, "say", CASE_A, "¿Hola?", "k1") for _ in range(2)))

    asyncio.run(twice())
    assert backend.keys_of(TO_A) == ["k1"]
    assert chat.delivered == ["k1"]


def test_two_messages_with_the_same_words_are_two(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    for key in ("k1", "k2"):
        tab.press(sending, "say", CASE_A, "¿Hola?", key)
    assert backend.keys_of(TO_A) == ["k1", "k2"]
    assert [line.text for line in chat.lines[-2:]] == ["¿Hola?", "¿Hola?"]


@pytest.mark.parametrize("content", ["", "  \n "])
def test_nothing_is_not_sent(opened: Opened, content: str) -> None:
    tab, backend, _, sending = opened
    tab.press(sending, "say", CASE_A, content, "k1")
    assert backend.keys_of(TO_A) == []


def test_a_refusal_is_told_at_its_message_until_it_is_sent_again(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = InTurn(refused(409, "ticket_closed"), None)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert list(chat.undelivered) == ["k1"]
    assert chat.undelivered["k1"]
    assert (chat.delivered, chat.problem) == ([], "")
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert (chat.delivered, chat.undelivered) == (["k1"], {})


def test_a_short_wait_is_waited_for(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = InTurn(too_many(0.01), None)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert backend.keys_of(TO_A) == ["k1", "k1"]
    assert chat.delivered == ["k1"]


def test_a_long_wait_is_told_at_the_message(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = too_many(600.0)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert backend.keys_of(TO_A) == ["k1"]
    assert "10" in chat.undelivered["k1"], "minutes"


@pytest.mark.parametrize("cookie", ["", "gone"])
def test_an_ended_session_leads_to_the_log_in_and_the_message_is_not_refused(opened: Opened, cookie: str) -> None:
    tab, backend, chat, sending = opened
    tab.session._cookie = cookie
    steps = tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert [goes_to(step) for step in steps] == [f"/login?next=%2Ftickets%2F{CASE_A}"]
    assert tab.session.expired
    assert (chat.undelivered, chat.delivered, chat._sending) == ({}, [], {})
    assert backend.keys_of(TO_A) == []


def test_a_tab_that_is_not_known_yet_sends_nothing(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    tab.session.checked = False
    assert tab.press(sending, "say", CASE_A, "¿Hola?", "k1") == []
    assert backend.keys_of(TO_A) == []
    assert not tab.session.expired
    assert (chat.delivered, chat.undelivered) == ([], {})


def test_the_stream_may_bring_an_own_message_before_its_answer(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    tab, backend, chat, sending = opened
    answered = backend.begin

    async def late(method: str, path: str, caller: Caller, *, body: Any = None, key: str | None = None) -> StreamEvent:
        told = await answered(method, path, caller, body=body, key=key)
        await chat._hear([StreamEvent("message", told.data, 5)])
        assert chat.delivered == ["k1"], "it leaves the outbox at once"
        return told

    monkeypatch.setattr(backend, "begin", late)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert chat.delivered == ["k1"]
    assert [line.text for line in chat.lines].count("¿Hola?") == 1


def test_a_slot_of_a_card_is_a_message_to_the_open_case(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    [step] = tab.press(sending, "say_slot", "Martes a las 10")
    assert step.handler.fn.__name__ == "say_now"
    tab.press(sending, "say_now", CASE_A, "Martes a las 10", "k1")
    assert backend.keys_of(TO_A) == ["k1"]
    assert chat.lines[-1].text == "Martes a las 10"


def test_a_refused_slot_is_told_above_the_composer(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.answers[TO_A] = refused(422, "invalid")
    assert tab.press(sending, "say_now", CASE_A, "Martes a las 10", "k1") == []
    assert chat.problem
    assert chat.undelivered == {}


def test_a_refusal_is_not_told_on_another_cases_page(opened: Opened) -> None:
    tab, backend, _, sending = opened
    backend.answers[TO_A] = refused(422, "invalid")
    chat = open_case(tab, CASE_B)
    tab.press(sending, "say_now", CASE_A, "Martes a las 10", "k1")
    assert chat.problem == ""


def test_a_slot_after_the_session_has_ended_leads_to_the_log_in(opened: Opened) -> None:
    tab, _, _, sending = opened
    tab.session._cookie = "gone"
    [step] = tab.press(sending, "say_now", CASE_A, "Martes a las 10", "k1")
    assert goes_to(step).startswith("/login?next=")


def test_the_description_is_sent_as_the_first_message_under_the_key_of_opening_the_case(opened: Opened) -> None:
    tab, backend, chat, sending = opened
    backend.has(CASE_A)
    tab.press(chat, "load")
    assert chat.unsaid
    [step] = tab.press(sending, "say_description")
    sent = [argument._var_value for _, argument in step.args]
    assert sent == [CASE_A, "No ha caído mi pago", f"first-{CASE_A}"]
    assert not chat.unsaid
    backend.answers[TO_A] = InTurn(refused(422, "invalid"), None)
    tab.press(sending, "say_now", *sent)
    assert chat.unsaid, "it can be tried again"
    assert chat.problem
    tab.press(sending, "say_now", *sent)
    assert not chat.unsaid


def test_a_message_that_is_stored_while_another_case_is_opened_stays_out_of_it(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, backend, chat, sending = opened

    async def slow(method: str, path: str, caller: Caller, *, body: Any = None, key: str | None = None) -> StreamEvent:
        go_to_case(tab, CASE_B)
        await tab.run(chat, "load")
        return StreamEvent("message", {"message": said(20, body["content"])}, 5)

    monkeypatch.setattr(backend, "begin", slow)
    tab.press(sending, "say", CASE_A, "¿Hola?", "k1")
    assert [line.text for line in chat.lines] == ["Otra cosa"]
    assert chat.delivered == ["k1"]
