"""The inbox against the real backend: a customer asks for a person, an admin answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.backend.conftest import clean, database_url, engine, person, postgres, server, settings  # noqa: F401 - fixtures
from tests.backend.people import Person
from tests.backend.serving import RunningServer
from workbench import access
from workbench.access import Access
from workbench.client import Backend
from workbench.inbox import acting
from workbench.inbox.tickets import Ticket
from workbench.inbox.view import View
from workbench.inbox.waiting import Waiting
from workbench.sessions import Session, sessions
from workbench.state import State


@pytest.fixture(autouse=True)
def to_the_server(
    deployment: object,
    server: RunningServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    connected = Backend(server.url, 15)
    monkeypatch.setattr(access, "backend", lambda: connected)
    yield
    connected.close()


@pytest.fixture
def customer(person: Callable[..., Person]) -> Person:  # noqa: F811
    return person("customer", name="Emma <b>Clark</b>")


@pytest.fixture
def agent(person: Callable[..., Person]) -> Person:  # noqa: F811
    return person("agent", name="Sofía")


@pytest.fixture
def admin(person: Callable[..., Person]) -> State:  # noqa: F811
    someone = person("admin", email="ana@example.com", name="Ana")
    cookie = sessions().new(Session(someone.token, "none", time.time() + 900, "Ana", someone.email))
    return State(cookie=cookie, name="Ana", email=someone.email, checked_at=time.monotonic())


@pytest.fixture
def waiting(customer: Person) -> dict[str, Any]:
    """A ticket that waits for a person."""
    return handed_off(customer)


def handed_off(customer: Person, title: str = "¿Y mi pago?") -> dict[str, Any]:
    ticket: dict[str, Any] = customer.post(
        "tickets", json={"title": title, "category": "buying", "description": "<script>alert(1)</script> *nada*"}
    ).json()
    assert customer.post(f"tickets/{ticket['id']}/handoff", json={}).status_code == 200
    return ticket


def says(customer: Person, ticket: dict[str, Any], text: str) -> None:
    customer.post(f"tickets/{ticket['id']}/messages", json={"content": text}).raise_for_status()


def said(customer: Person, ticket: dict[str, Any]) -> list[tuple[str, str]]:
    items = customer.get(f"tickets/{ticket['id']}/messages").json()["items"]
    return [(message["author"], message["content"]) for message in items]


def viewed(admin: State, ticket: dict[str, Any] | None = None) -> tuple[View, Access]:
    view, way = View(), Access(admin.cookie)
    view.poll(way)
    if ticket:
        view.choose(way, ticket["id"])
    return view, way


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def opened(open_page: Callable[..., AppTest], admin: State, ticket: dict[str, Any]) -> AppTest:
    app = open_page("inbox", tab=admin)
    app.button(key=f"open-case-{ticket['id']}").click().run()
    assert not app.exception
    return app


def test_a_ticket_that_waits_is_opened_and_read(
    open_page: Callable[..., AppTest], admin: State, customer: Person, waiting: dict[str, Any]
) -> None:
    says(customer, waiting, "¿Hola? =1+1")
    shown = html(opened(open_page, admin, waiting))
    assert "Emma &lt;b&gt;Clark&lt;/b&gt;" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; *nada*" in shown
    assert "¿Hola? =1+1" in shown
    assert "<script>alert" not in shown


def test_a_reply_is_stored_once_and_takes_the_ticket(
    open_page: Callable[..., AppTest], admin: State, customer: Person, waiting: dict[str, Any]
) -> None:
    app = opened(open_page, admin, waiting)
    box = app.text_area[0]
    box.set_value("Hola, soy Ana.").run()
    app.button(key=(box.key or "").replace("reply-", "send-")).click().run()
    assert not app.exception
    assert said(customer, waiting)[-1] == ("agent", "Hola, soy Ana.")
    assert app.text_area[0].value == ""
    assert "Suyo" in html(app)


def test_the_same_reply_sent_twice_is_stored_once(admin: State, customer: Person, waiting: dict[str, Any]) -> None:
    view, way = viewed(admin, waiting)
    key = view.reply_key(waiting["id"])
    assert acting.reply(way, view, waiting["id"], "Hola", key) == ""
    assert acting.reply(way, view, waiting["id"], "Hola", key) == ""
    assert [text for author, text in said(customer, waiting) if author == "agent"] == ["Hola"]


def test_an_answer_that_got_lost_is_not_written_twice(admin: State, customer: Person, waiting: dict[str, Any]) -> None:
    view, way = viewed(admin, waiting)
    key = view.reply_key(waiting["id"])
    assert acting.reply(way, view, waiting["id"], "Hola", key) == ""
    view.keys[waiting["id"]] = key  # as if the first answer had not come back
    assert acting.reply(way, view, waiting["id"], "Hola", key) == ""
    assert [text for author, text in said(customer, waiting) if author == "agent"] == ["Hola"]


def test_it_is_given_back_to_the_bot_with_a_note(
    open_page: Callable[..., AppTest], admin: State, waiting: dict[str, Any]
) -> None:
    app = opened(open_page, admin, waiting)
    app.button(key=f"take-{waiting['id']}").click().run()
    app.text_input(key=f"note-{waiting['id']}").set_value("pago confirmado").run()
    app.button(key=f"give-back-yes-{waiting['id']}").click().run()
    assert not app.exception
    assert "El bot atiende este caso de nuevo." in [box.value for box in app.info]
    trail = Access(admin.cookie).ask("GET", f"admin/tickets/{waiting['id']}/audit")["items"]
    assert "pago confirmado" in str(trail)


def test_it_is_resolved(open_page: Callable[..., AppTest], admin: State, waiting: dict[str, Any]) -> None:
    app = opened(open_page, admin, waiting)
    app.button(key=f"take-{waiting['id']}").click().run()
    app.button(key=f"resolve-yes-{waiting['id']}").click().run()
    assert not app.exception
    assert "Este caso ya está resuelto." in [box.value for box in app.info]
    assert not app.text_area


def test_another_agent_s_case_is_taken_only_after_asking(
    open_page: Callable[..., AppTest], admin: State, agent: Person, waiting: dict[str, Any]
) -> None:
    agent.post(f"admin/tickets/{waiting['id']}/takeover").raise_for_status()
    app = opened(open_page, admin, waiting)
    assert "Sofía atiende este caso." in [box.value for box in app.info]
    assert not app.text_area
    app.button(key=f"force-yes-{waiting['id']}").click().run()
    assert not app.exception
    assert app.text_area


def test_somebody_faster_is_told_and_the_text_stays(
    open_page: Callable[..., AppTest], admin: State, agent: Person, waiting: dict[str, Any]
) -> None:
    view, way = viewed(admin, waiting)
    agent.post(f"admin/tickets/{waiting['id']}/takeover").raise_for_status()
    key = view.reply_key(waiting["id"])
    assert acting.reply(way, view, waiting["id"], "Hola", key) == "inbox.error.taken"
    assert view.reply_key(waiting["id"]) == key
    agent.post(f"admin/tickets/{waiting['id']}/resolve").raise_for_status()
    assert acting.reply(way, view, waiting["id"], "Hola", key) == "inbox.error.over"


def test_it_is_read_again_only_when_something_happened(
    admin: State, customer: Person, waiting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, way = viewed(admin, waiting)
    read = []

    def queue(_: Access) -> tuple[Ticket, ...]:
        read.append(1)
        return ()

    monkeypatch.setattr("workbench.inbox.tickets.queue", queue)
    view.poll(way)
    assert read == []
    says(customer, waiting, "¿Sigue ahí?")
    view.poll(way)
    assert read == [1]
    assert view.case is not None
    assert view.case.messages[-1].content == "¿Sigue ahí?"


def test_who_begins_to_wait_is_told_once(admin: State, customer: Person, waiting: dict[str, Any]) -> None:
    view, way = viewed(admin)
    later = handed_off(customer, "Otro caso")
    assert [ticket.title for ticket in view.poll(way)] == ["Otro caso"]
    assert view.poll(way) == ()
    assert [ticket.number for ticket in view.queue] == [waiting["number"], later["number"]]


def test_while_the_backend_is_away_the_screen_stays_and_comes_back(
    admin: State, waiting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    view, way = viewed(admin, waiting)
    with monkeypatch.context() as away:
        nobody = Backend("http://127.0.0.1:9", 1)
        away.setattr(access, "backend", lambda: nobody)
        view.poll(way)
        assert view.down
        assert view.case is not None
        assert acting.take(way, view, waiting["id"]) == "error.backend_down"
    view.asked_at = 0.0
    view.poll(way)
    assert not view.down


@pytest.mark.parametrize("name", ["not-an-id", "../users", "0b0e7c8a-1f54-4c11-9d0f-3f7c1b7f4a10"])
def test_an_address_that_names_no_case_opens_none(admin: State, waiting: dict[str, Any], name: str) -> None:
    view, _ = viewed(admin, {"id": name})
    assert (view.chosen, view.case) == ("", None)


def test_an_ended_session_leads_to_the_form(open_page: Callable[..., AppTest], admin: State) -> None:
    app = open_page("inbox", tab=admin)
    sessions().put(admin.cookie, Session("ended", "ended", time.time() + 900, "Ana", admin.email))
    app.run()
    assert "Contraseña" in [box.label for box in app.text_input]


def test_whoever_signs_in_next_in_the_tab_is_somebody_else(
    open_page: Callable[..., AppTest],
    person: Callable[..., Person],  # noqa: F811
    admin: State,
    customer: Person,
    waiting: dict[str, Any],
) -> None:
    app = opened(open_page, admin, waiting)
    app.button(key=f"take-{waiting['id']}").click().run()
    app.text_area[0].set_value("De Ana").run()
    app.text_input(key=f"note-{waiting['id']}").set_value("nota de Ana").run()
    next(button for button in app.sidebar.button if button.label == "Salir").click().run()
    luis = person("admin", email="luis@example.com", name="Luis")
    tab = app.session_state["acs"]
    tab.cookie = sessions().new(Session(luis.token, "none", time.time() + 900, "Luis", luis.email))
    tab.name, tab.email, tab.checked_at = "Luis", luis.email, time.monotonic()
    app.run()
    assert not app.exception
    assert "Ana atiende este caso." in [box.value for box in app.info]
    app.button(key=f"force-yes-{waiting['id']}").click().run()
    assert app.text_area[0].value == ""
    assert app.text_input(key=f"note-{waiting['id']}").value == ""
    app.text_area[0].set_value("De Luis").run()
    app.button(key=(app.text_area[0].key or "").replace("reply-", "send-")).click().run()
    assert said(customer, waiting)[-1] == ("agent", "De Luis")


def test_without_an_account_the_inbox_is_closed(open_page: Callable[..., AppTest]) -> None:
    app = open_page("inbox", tab=State(files_only=True))
    assert "La bandeja pide una cuenta" in [box.value for box in app.header]


def test_the_count_of_the_header_comes_aside(admin: State, waiting: dict[str, Any]) -> None:
    counted = Waiting()
    assert counted.count(Access(admin.cookie)) is None
    give_up = time.monotonic() + 10
    while counted.count(Access(admin.cookie)) is None and time.monotonic() < give_up:
        time.sleep(0.02)
    assert counted.count(Access(admin.cookie)) == 1


def test_the_count_never_waits_for_a_backend_that_hangs(admin: State, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = Backend(f"http://127.0.0.1:{silent.getsockname()[1]}", 60)
        monkeypatch.setattr(access, "backend", lambda: hanging)
        began = time.monotonic()
        assert Waiting().count(Access(admin.cookie)) is None
        assert time.monotonic() - began < 20


def test_waiting_is_until_somebody_took_it(admin: State, agent: Person, waiting: dict[str, Any]) -> None:
    view, way = viewed(admin, waiting)
    assert view.case is not None
    ticket: Ticket = view.case.ticket
    assert ticket.waiting
    assert ticket.handoff is not None
    assert ticket.waited_sec(ticket.handoff.requested_at) == 0
    agent.post(f"admin/tickets/{waiting['id']}/takeover").raise_for_status()
    view.poll(way)
    taken = view.case.ticket
    assert not taken.waiting
    assert taken.waited_sec() == taken.waited_sec()
