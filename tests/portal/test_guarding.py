"""A tab's state is for the browser session that filled it, and holds nothing of the person before."""

from __future__ import annotations

import asyncio
from importlib import import_module
from inspect import get_annotations
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from reflex.event import Event
from reflex.state import StateUpdate

from portal.guarding import OwnTab
from portal.states.chat import Chat
from portal.states.session import Session
from tests.portal.sources import PORTAL
from tests.portal.tabs import PERSON, SIGNED_IN, Tab, new_tab

OTHER = SIGNED_IN | {"user": PERSON | {"name": "Bruno Sá", "email": "bruno@example.com"}}
for _file in sorted((PORTAL / "states").glob("*.py")):
    import_module(f"portal.states.{_file.stem}")
STATES = sorted(
    (one for one in rx.State.get_substates() if one.__module__.startswith("portal.") and one is not Session),
    key=lambda one: one.__name__,
)
every_state = pytest.mark.parametrize("kind", STATES, ids=lambda kind: kind.__name__)


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Ana's, with her case open."""
    tab = new_tab(tmp_path, monkeypatch, "/tickets")
    tab.sign_in()
    tab.session._socket = "the socket of the log-in"
    tab.state(Chat).title = "Caso de Ana"
    come_with(tab, f"portal_session={tab.session._cookie}")
    return tab


def come_with(tab: Tab, cookie: str) -> None:
    tab.go("/tickets", cookie=cookie)


def seen(tab: Tab, name: str) -> StateUpdate | None:
    event = Event(name=f"reflex___state____state.{name}", payload={})
    return asyncio.run(OwnTab().preprocess(None, tab.session, event))  # type: ignore[arg-type]  # no app is asked


def filled(value: Any) -> Any:
    """Something of the same kind that is not empty."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 7
    if isinstance(value, str):
        return f"{value} of Ana"
    if isinstance(value, dict):
        return {"ana": "Ana"}
    if isinstance(value, list):
        return ["Ana"]
    return "Ana"


def contents(state: rx.State) -> dict[str, Any]:
    """Everything that the state declares itself, private or not."""
    return {name: getattr(state, name) for name in get_annotations(type(state))}


def test_every_state_of_the_portal_is_walked() -> None:
    declared = [path for path in (PORTAL / "states").glob("*.py") if "(rx.State)" in path.read_text()]
    assert {one.__module__ for one in (*STATES, Session)} == {f"portal.states.{path.stem}" for path in declared}


@every_state
def test_no_state_keeps_anything_of_the_person_before(tab: Tab, kind: type[rx.State]) -> None:
    state = tab.state(kind)
    fresh = contents(kind(_reflex_internal_init=True))  # type: ignore[call-arg]  # Reflex's own word for tests
    for name, value in fresh.items():
        setattr(state, name, filled(value))
    assert all(getattr(state, name) != value for name, value in fresh.items())
    asyncio.run(tab.session.begin(OTHER))
    assert contents(tab.state(kind)) == fresh


def test_who_logs_out_leaves_nothing(tab: Tab) -> None:
    tab.press(tab.session, "log_out")
    assert tab.state(Chat).title == ""


def test_the_same_person_again_keeps_what_is_there(tab: Tab) -> None:
    asyncio.run(tab.session.begin(SIGNED_IN))
    assert tab.state(Chat).title == "Caso de Ana"


def test_an_ended_session_leaves_nothing_to_the_next_who_arrives(tab: Tab) -> None:
    tab.session.ended()
    come_with(tab, "")
    tab.press(tab.session, "arrive")
    assert tab.state(Chat).title == ""


def test_events_of_the_browser_that_filled_the_tab_are_heard(tab: Tab) -> None:
    assert seen(tab, "chat.load") is None
    assert seen(tab, "hydrate_and_load") is None
    assert tab.state(Chat).title == "Caso de Ana"


@pytest.mark.parametrize("others", ['seen={"a": 1, "b": 2}', "a b=c", "name=Peña"])
def test_cookies_of_the_companys_other_pages_do_not_hide_ours(tab: Tab, others: str) -> None:
    come_with(tab, f"{others}; portal_session={tab.session._cookie}; zone=America/Lima")
    assert seen(tab, "chat.load") is None
    assert tab.session.zone() == "America/Lima"


def test_events_on_the_socket_of_the_log_in_are_heard_before_the_cookie_is_there(tab: Tab) -> None:
    come_with(tab, "")
    tab.session._socket = tab.session.router.session.session_id
    assert seen(tab, "chat.load") is None


def test_a_strangers_tab_is_everybodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(new_tab(tmp_path, monkeypatch), "chat.load") is None


@pytest.mark.parametrize("cookie", ["", "portal_session=another", "another=1"])
def test_events_of_who_comes_without_the_cookie_are_not_heard(tab: Tab, cookie: str) -> None:
    come_with(tab, cookie)
    update = seen(tab, "chat.show_earlier")
    assert update == StateUpdate()
    assert tab.state(Chat).title == "Caso de Ana", "it waits for its own browser"


def test_who_comes_without_the_cookie_is_given_an_empty_state(tab: Tab) -> None:
    come_with(tab, "portal_session=another")
    assert seen(tab, "hydrate_and_load") is None
    assert tab.state(Chat).title == ""
    assert (tab.session.signed_in, tab.session.email, tab.session._cookie) == (False, "", "")
