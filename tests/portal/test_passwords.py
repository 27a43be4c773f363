"""A forgotten password: the link that is asked for, and the new password that is chosen by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.states.account import Account
from portal.states.passwords import Passwords
from tests.portal.tabs import Tab, goes_to, invalid, new_tab, refused

FORGOT, RESET = "POST auth/password/forgot", "POST auth/password/reset"


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    return new_tab(tmp_path, monkeypatch, "/reset?token=s3cret-t0ken")


@pytest.fixture
def passwords(tab: Tab) -> Passwords:
    return tab.state(Passwords)


def test_asking_for_a_link_says_it_is_on_its_way(tab: Tab, passwords: Passwords) -> None:
    tab.submit(passwords, "ask_for_link", email=" ana@example.com ")
    assert passwords.sent
    assert tab.backend.asked == [(FORGOT, {"email": "ana@example.com"})]
    assert tab.state(Account).email == "ana@example.com"


def test_an_email_that_cannot_be_one_is_said_at_the_field(tab: Tab, passwords: Passwords) -> None:
    tab.backend.answers[FORGOT] = invalid("email")
    tab.submit(passwords, "ask_for_link", email="ana")
    assert not passwords.sent
    assert "no parece completo" in passwords.email_error


def test_an_empty_email_is_not_sent(tab: Tab, passwords: Passwords) -> None:
    tab.submit(passwords, "ask_for_link", email=" ")
    assert passwords.email_error
    assert tab.backend.asked == []


def test_the_token_leaves_the_address_and_is_not_shown_to_the_browser(tab: Tab, passwords: Passwords) -> None:
    (step,) = tab.press(passwords, "open_reset")
    assert goes_to(step) == "/reset"
    assert passwords.link == "good"
    assert "s3cret-t0ken" not in str(passwords.dict(include_computed=True))
    tab.go("/reset")
    assert tab.press(passwords, "open_reset") == []
    assert passwords.link == "good"


def test_a_new_password_ends_the_session_here_and_leads_to_the_log_in(tab: Tab, passwords: Passwords) -> None:
    tab.sign_in()
    tab.press(passwords, "open_reset")
    steps = tab.submit(passwords, "choose", password="tercer secreto 9")
    assert (RESET, {"token": "s3cret-t0ken", "password": "tercer secreto 9"}) in tab.backend.asked
    assert [goes_to(step) for step in steps] == ["/login"]
    assert not tab.session.signed_in
    assert tab.state(Account).password_changed


def test_a_link_is_used_once_even_when_the_button_is_pressed_twice(tab: Tab, passwords: Passwords) -> None:
    tab.press(passwords, "open_reset")
    tab.submit(passwords, "choose", password="tercer secreto 9")
    tab.submit(passwords, "choose", password="tercer secreto 9")
    assert tab.backend.calls.count(RESET) == 1
    assert passwords.link != "dead"


@pytest.mark.parametrize(
    ("code", "told"),
    [("reset_token_used", "ya se usó"), ("reset_token_expired", "ya venció"), ("reset_token_invalid", "no es nuestro")],
)
def test_a_link_that_does_not_work_says_why_and_the_form_goes(
    tab: Tab, passwords: Passwords, code: str, told: str
) -> None:
    tab.press(passwords, "open_reset")
    tab.backend.answers[RESET] = refused(400, code)
    tab.submit(passwords, "choose", password="tercer secreto 9")
    assert passwords.link == "dead"
    assert told in passwords.dead_because


def test_a_short_password_keeps_the_link(tab: Tab, passwords: Passwords) -> None:
    tab.press(passwords, "open_reset")
    tab.submit(passwords, "choose", password="corta")
    assert passwords.link == "good"
    assert passwords.password_error
    assert tab.backend.asked == []


def test_without_a_token_the_page_says_where_the_link_is(tab: Tab, passwords: Passwords) -> None:
    tab.go("/reset")
    tab.press(passwords, "open_reset")
    assert passwords.link == "dead"
    assert "abre el enlace" in passwords.dead_because
