"""The customer's own account: what is stored, what is told, and where the session ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.states.profile import Profile
from tests.portal.tabs import PERSON, Tab, goes_to, invalid, new_tab, refused

PASSWORD = "POST me/password"
BOTH = {"current_password": "un buen secreto 7", "new_password": "otro secreto 8"}


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    tab = new_tab(tmp_path, monkeypatch, "/profile")
    tab.sign_in()
    return tab


@pytest.fixture
def profile(tab: Tab) -> Profile:
    return tab.state(Profile)


def test_since_when_is_told_in_every_language(tab: Tab, profile: Profile) -> None:
    tab.backend.answers["GET me"] = PERSON | {"created_at": "2026-10-05T12:00:00Z"}
    tab.press(profile, "load")
    assert profile.since == {"es": "octubre de 2026", "pt": "outubro de 2026", "en": "October 2026"}


def test_a_stranger_s_page_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = new_tab(tmp_path, monkeypatch, "/profile")
    tab.press(tab.state(Profile), "load")
    assert tab.backend.asked == []


def test_a_new_name_is_stored_as_the_backend_wrote_it(tab: Tab, profile: Profile) -> None:
    tab.backend.answers["PATCH me"] = PERSON | {"name": "Ana López"}
    tab.submit(profile, "save_name", name=" Ana López ")
    assert tab.session.name == "Ana López"
    assert profile.saved == "details"


def test_a_name_that_is_not_accepted_is_said_at_the_field(tab: Tab, profile: Profile) -> None:
    tab.backend.answers["PATCH me"] = invalid("name")
    tab.submit(profile, "save_name", name="x" * 201)
    assert profile.name_error
    assert profile.saved == ""
    assert tab.session.name == "Ana Ruiz"


def test_another_language_speaks_at_once_and_is_stored_in_the_account(tab: Tab, profile: Profile) -> None:
    tab.press(profile, "choose_language", "pt")
    assert tab.session.language == "pt"
    assert tab.session.chosen_language == "pt"
    assert profile.saved == "language"
    assert ("PATCH me", {"language": "pt"}) in tab.backend.asked


def test_a_language_that_the_account_did_not_learn_is_told(tab: Tab, profile: Profile) -> None:
    tab.backend.answers["PATCH me"] = refused(503, "unavailable")
    tab.press(profile, "choose_language", "en")
    assert profile.language_problem.startswith("The service is not available")
    assert profile.saved == ""


def test_a_changed_password_closes_and_empties_the_form(tab: Tab, profile: Profile) -> None:
    tab.submit(profile, "change_password", **BOTH)
    assert tab.backend.asked == [(PASSWORD, BOTH)]
    assert profile.saved == "password"
    assert profile.password_round == 1
    assert tab.session.signed_in


def test_a_password_that_was_sent_twice_is_changed_once(tab: Tab, profile: Profile) -> None:
    twice = {"attempt": str(profile.attempt), **BOTH}
    tab.press(profile, "change_password", twice)
    tab.press(profile, "change_password", twice)
    assert tab.backend.calls == [PASSWORD]
    assert profile.saved == "password"


def test_a_wrong_current_password_is_said_at_its_field(tab: Tab, profile: Profile) -> None:
    tab.backend.answers[PASSWORD] = refused(403, "wrong_password")
    steps = tab.submit(profile, "change_password", **BOTH)
    assert profile.current_error.startswith("Esa no es tu contraseña actual")
    assert [goes_to(step) for step in steps] == ["ref_current_password"]


def test_a_short_new_password_is_not_sent(tab: Tab, profile: Profile) -> None:
    tab.submit(profile, "change_password", current_password="x", new_password="corta")
    assert profile.new_error
    assert profile.current_error == ""
    assert tab.backend.asked == []


def test_a_session_that_ended_leads_to_the_log_in_and_back(tab: Tab, profile: Profile) -> None:
    refusal = refused(401, "not_authenticated")
    tab.backend.answers |= {"PATCH me": refusal, "POST auth/refresh": refused(401, "refresh_invalid")}
    (step,) = tab.submit(profile, "save_name", name="Ana")
    assert goes_to(step) == "/login?next=%2Fprofile"
    assert tab.session.expired
