"""Signing in and asking, against the real backend."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.backend.conftest import clean, database_url, engine, person, postgres, server, settings  # noqa: F401 - fixtures
from tests.backend.people import PASSWORD, Person
from tests.backend.serving import RunningServer
from workbench import access, client
from workbench.access import Access
from workbench.client import Backend
from workbench.errors import ApiError, BackendDown, NotAdmin, SignedOut
from workbench.sessions import Session, sessions


@pytest.fixture(autouse=True)
def to_the_server(
    deployment: object,
    server: RunningServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Backend]:
    connected = Backend(server.url, 15)
    monkeypatch.setattr(access, "backend", lambda: connected)
    yield connected
    connected.close()


@pytest.fixture
def admin(person: Callable[..., Person]) -> Person:  # noqa: F811
    return person("admin", email="ana@example.com", name="Ana")


def test_an_admin_gets_a_session_that_asks_the_backend(admin: Person) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    assert Access(cookie).me()["email"] == "ana@example.com"
    kept = sessions().get(cookie)
    assert kept is not None
    assert (kept.name, kept.email) == ("Ana", "ana@example.com")


@pytest.mark.parametrize("role", ["customer", "agent"])
def test_nobody_else_gets_in_and_no_session_is_left(
    person: Callable[..., Person],  # noqa: F811
    engine: Engine,  # noqa: F811
    role: str,
) -> None:
    person(role, email="bea@example.com")
    with pytest.raises(NotAdmin):
        access.sign_in("bea@example.com", PASSWORD)
    with engine.connect() as connection:
        live = connection.scalar(text("select count(*) from sessions where revoked_at is null and user_agent <> ''"))
    assert not live


def test_a_wrong_password_is_the_backend_s_no(admin: Person) -> None:
    with pytest.raises(ApiError) as told:
        access.sign_in("ana@example.com", "wrong password 1")
    assert told.value.status == 401


def test_an_old_token_is_renewed_once_for_all_tabs(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    _age(cookie)
    renewals: list[str] = []
    renew = Access._renewed

    def counted(self: Access, session: Session) -> Session:
        renewals.append(session.refresh)
        return renew(self, session)

    monkeypatch.setattr(Access, "_renewed", counted)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: Access(cookie).me(), range(12)))
    assert {answer["email"] for answer in answers} == {"ana@example.com"}
    assert len(renewals) == 1


def test_a_token_that_the_backend_refuses_is_renewed(admin: Person) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    kept = sessions().get(cookie)
    assert kept is not None
    sessions().put(cookie, Session("broken", kept.refresh, time.time() + 900, kept.name, kept.email))
    assert Access(cookie).me()["email"] == "ana@example.com"


def test_a_session_that_was_ended_elsewhere_is_forgotten(admin: Person) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    Access(cookie).ask("DELETE", "me/sessions")
    _age(cookie)
    with pytest.raises(SignedOut):
        Access(cookie).me()
    assert sessions().get(cookie) is None


def test_who_is_no_admin_any_more_is_told_so(admin: Person, engine: Engine) -> None:  # noqa: F811
    cookie = access.sign_in("ana@example.com", PASSWORD)
    with engine.begin() as connection:
        connection.execute(text("update users set role = 'customer'"))
    with pytest.raises(NotAdmin):
        Access(cookie).me()


def test_signing_out_ends_it_here_and_there(admin: Person, to_the_server: Backend) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    kept = sessions().get(cookie)
    assert kept is not None
    access.sign_out(cookie)
    assert sessions().get(cookie) is None
    with pytest.raises(ApiError):
        to_the_server.ask("POST", "auth/refresh", body={"refresh_token": kept.refresh})


def test_signing_out_without_a_backend_still_ends_it_here(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = access.sign_in("ana@example.com", PASSWORD)
    monkeypatch.setattr(access, "backend", client.backend)  # nobody is there
    access.sign_out(cookie)
    assert sessions().get(cookie) is None


def test_no_cookie_no_access() -> None:
    with pytest.raises(SignedOut):
        Access("").me()


def test_a_backend_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(access, "backend", client.backend)
    with pytest.raises(BackendDown):
        access.sign_in("ana@example.com", PASSWORD)
    [line] = [one.getMessage() for one in caplog.records if one.name == "workbench.client"]
    assert line.startswith("POST auth/login: ConnectError after 0.")


def test_who_answers_for_the_backend_is_not_taken_for_it(caplog: pytest.LogCaptureFixture) -> None:
    page = httpx2.MockTransport(lambda _: httpx2.Response(200, html="<p>Welcome to the proxy</p>"))
    between = Backend("http://127.0.0.1:9", 1, page)
    with pytest.raises(BackendDown):
        between.ask("GET", "config")
    between.close()
    [line] = [one.getMessage() for one in caplog.records if one.name == "workbench.client"]
    assert line.startswith("GET config: DecodingError after 0.")


def _age(cookie: str) -> None:
    kept = sessions().get(cookie)
    assert kept is not None
    sessions().put(cookie, Session(kept.access, kept.refresh, time.time() + 5, kept.name, kept.email))
