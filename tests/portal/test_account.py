"""Sign-up and log-in: what is asked of the backend, what a person is told, where they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.company import Company
from portal.errors import BackendDown
from portal.states import session as session_module
from portal.states.account import Account
from tests.portal.tabs import SIGNED_IN, Tab, goes_to, invalid, new_tab, refused

GOOD = {"name": "Ana Ruiz", "email": " ana@example.com ", "password": "un buen secreto 7"}


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    return new_tab(tmp_path, monkeypatch, "/signup?next=%2Ftickets%2F7")


@pytest.fixture
def account(tab: Tab) -> Account:
    return tab.state(Account)


def test_signing_up_takes_the_language_along_and_hands_the_cookie_over(tab: Tab, account: Account) -> None:
    tab.session.language = "pt"
    tab.backend.answers["POST auth/signup"] = SIGNED_IN
    tab.submit(account, "sign_up", **GOOD)
    asked = {"name": "Ana Ruiz", "email": "ana@example.com", "password": GOOD["password"], "language": "pt"}
    assert tab.backend.asked == [("POST auth/signup", asked)]
    assert tab.session.signed_in
    assert tab.session.handover


def test_after_signing_up_the_page_goes_where_the_person_wanted_to_go(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/signup"] = SIGNED_IN
    tab.submit(account, "sign_up", **GOOD)
    assert goes_to(tab.press(tab.session, "cookie_set")[0]) == "/tickets/7"


def test_an_empty_form_is_explained_at_every_field_without_asking(tab: Tab, account: Account) -> None:
    steps = tab.submit(account, "sign_up", name=" ", email="", password="")
    assert (account.name_error, account.email_error, account.password_error) == (
        "Escribe tu nombre.", "Escribe tu correo.", "Escribe tu contraseña.",
    )  # fmt: skip
    assert [goes_to(step) for step in steps] == ["ref_name"]
    assert tab.backend.asked == []


@pytest.mark.parametrize(
    ("password", "told"),
    [("1234567", "Es muy corta"), ("á" * 37, "Es demasiado larga"), ("á" * 36, ""), ("12345678", "")],
)
def test_a_new_password_is_measured_in_bytes(tab: Tab, account: Account, password: str, told: str) -> None:
    tab.backend.answers["POST auth/signup"] = SIGNED_IN
    tab.submit(account, "sign_up", **GOOD | {"password": password})
    assert account.password_error.startswith(told)
    assert bool(account.password_error) == bool(told)


def test_what_the_backend_does_not_accept_is_said_at_its_field(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/signup"] = invalid("email")
    steps = tab.submit(account, "sign_up", **GOOD)
    assert "no parece completo" in account.email_error
    assert account.name_error == ""
    assert [goes_to(step) for step in steps] == ["ref_email"]


def test_a_taken_email_offers_the_log_in_with_the_email_kept(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/signup"] = refused(409, "email_taken")
    tab.submit(account, "sign_up", **GOOD)
    assert account.taken
    assert account.email == "ana@example.com"
    tab.press(account, "open")
    assert not account.taken
    assert account.email == "ana@example.com"


def test_a_wrong_password_is_told_in_one_sentence_and_the_form_can_be_sent_again(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/login"] = refused(401, "invalid_credentials")
    tab.submit(account, "log_in", **GOOD)
    assert account.problem.startswith("El correo o la contraseña no coinciden")
    assert not account.busy
    assert not tab.session.signed_in
    tab.backend.answers["POST auth/login"] = SIGNED_IN
    tab.submit(account, "log_in", **GOOD)
    assert tab.session.signed_in
    assert account.problem == ""


def test_a_form_that_was_sent_twice_counts_once(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/login"] = refused(401, "invalid_credentials")
    twice = {"attempt": str(account.attempt), **GOOD}
    tab.press(account, "log_in", twice)
    tab.press(account, "log_in", twice)
    assert tab.backend.calls == ["POST auth/login"]


def test_how_long_to_wait_is_told(tab: Tab, account: Account) -> None:
    tab.session.language = "en"
    error = refused(429, "too_many_requests")
    error.retry_after_sec = 841.0  # type: ignore[attr-defined]  # where the backend's answer had it
    tab.backend.answers["POST auth/login"] = error
    tab.submit(account, "log_in", **GOOD)
    assert account.problem.endswith("Try again in 15 minutes.")


def test_an_absent_backend_is_told_and_nothing_is_stuck(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/login"] = BackendDown()
    tab.submit(account, "log_in", **GOOD)
    assert account.problem.startswith("No pudimos conectar")
    assert not account.busy


def test_no_password_is_in_what_the_browser_or_the_store_gets(tab: Tab, account: Account) -> None:
    tab.backend.answers["POST auth/login"] = refused(401, "invalid_credentials")
    tab.submit(account, "log_in", **GOOD)
    assert GOOD["password"] not in str(account.dict()) + str(vars(account))


def test_the_links_between_the_forms_keep_where_to_go(tab: Tab, account: Account) -> None:
    tab.press(account, "open")
    assert account.onward == "?next=%2Ftickets%2F7"
    tab.go("/signup")
    tab.press(account, "open")
    assert account.onward == ""


@pytest.mark.parametrize(
    "hostile",
    ["//evil.test", "/\\evil.test", "https://evil.test", "javascript:alert(1)", "/%09/evil.test", "/..//evil.test",
     "evil.test", "/a%0d%0ab", ""],
)  # fmt: skip
def test_a_next_that_leads_elsewhere_leads_home(tab: Tab, hostile: str) -> None:
    tab.go(f"/login?next={hostile}")
    assert tab.session.next_path() == "/dashboard"


def test_a_next_of_ours_may_have_a_search(tab: Tab) -> None:
    tab.go("/login?next=%2Ftickets%3Fsearch%3Da%2F%2Fb")
    assert tab.session.next_path() == "/tickets?search=a//b"


def test_the_demo_signs_in_as_the_customer_only(tab: Tab, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    logins = tuple(
        {"email": f"{role}@example.com", "password": "Demo001", "role": role} for role in ("admin", "customer")
    )
    monkeypatch.setattr(session_module, "known_company", lambda: Company(demo_logins=logins))
    tab.backend.answers["POST auth/login"] = SIGNED_IN
    tab.press(account, "open")
    tab.press(account, "log_in_demo")
    assert account.demo
    assert tab.session.signed_in
    assert account.email == ""
    assert tab.backend.asked == [("POST auth/login", {"email": "customer@example.com", "password": "Demo001"})]


def test_without_demo_data_no_demo_is_offered(tab: Tab, account: Account) -> None:
    tab.press(account, "open")
    tab.press(account, "log_in_demo")
    assert not account.demo
    assert tab.backend.asked == []


def test_an_ended_session_is_told_at_the_log_in_but_one_s_own_log_out_is_not(tab: Tab) -> None:
    tab.sign_in()
    tab.press(tab.session, "log_out")
    assert not tab.session.expired
    assert "POST auth/logout" in tab.backend.calls
    tab.sign_in()
    tab.backend.answers |= {
        "GET me": refused(401, "not_authenticated"),
        "POST auth/refresh": refused(401, "refresh_invalid"),
    }
    tab.press(tab.session, "require")
    assert tab.session.expired
    assert not tab.session.signed_in
