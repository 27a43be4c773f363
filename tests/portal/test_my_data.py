"""The customer's data: a file of it, and its end, asked for twice."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from portal import access, downloads
from portal.access import SESSION_COOKIE
from portal.client import Backend
from portal.downloads import DOWNLOAD
from portal.errors import BackendDown
from portal.serving import ROUTES
from portal.settings import Settings
from portal.states.my_data import GOODBYE, MyData
from portal.vault import FileStore, Tokens, Vault
from tests.portal.backend_stand_in import Pieces, backend_that, error
from tests.portal.tabs import PERSON, Tab, goes_to, new_tab, refused

ERASE = "DELETE me"


@pytest.fixture
def tab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    tab = new_tab(tmp_path, monkeypatch, "/profile")
    tab.sign_in()
    return tab


@pytest.fixture
def data(tab: Tab) -> MyData:
    return tab.state(MyData)


def test_nothing_is_erased_before_the_second_step(tab: Tab, data: MyData) -> None:
    tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert tab.backend.asked == []


def test_an_erased_account_is_signed_out_and_said_goodbye_to(tab: Tab, data: MyData) -> None:
    tab.press(data, "ask")
    events = tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert tab.backend.asked == [(ERASE, {"password": "un buen secreto 7"})]
    assert any("log_out" in str(event) for event in events if event is not None)
    tab.press(tab.session, "log_out")
    assert not tab.session.signed_in
    assert goes_to(tab.press(tab.session, "cookie_gone")[-1]) == GOODBYE
    assert goes_to(tab.press(tab.session, "cookie_gone")[-1]) == "/"


def test_a_wrong_password_is_said_at_the_field_and_nobody_leaves(tab: Tab, data: MyData) -> None:
    tab.backend.answers[ERASE] = refused(403, "wrong_password")
    tab.press(data, "ask")
    tab.submit(data, "erase", erase_password="wrong")
    assert data.password_error.startswith("Esa no es tu contraseña")
    assert tab.session.signed_in
    assert data.sure
    assert not data.busy


def test_no_password_asks_nobody(tab: Tab, data: MyData) -> None:
    tab.press(data, "ask")
    tab.submit(data, "erase", erase_password="")
    assert data.password_error
    assert tab.backend.asked == []


@pytest.mark.parametrize(("code", "status"), [("staff_account", 409), ("unavailable", 503), ("too_many_requests", 429)])
def test_what_goes_wrong_is_said_and_can_be_tried_again(tab: Tab, data: MyData, code: str, status: int) -> None:
    tab.backend.answers[ERASE] = refused(status, code)
    tab.press(data, "ask")
    tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert data.problem
    assert tab.session.signed_in
    tab.backend.answers[ERASE] = None
    events = tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert any("log_out" in str(event) for event in events if event is not None)


def test_an_account_that_another_tab_erased_is_gone_all_the_same(tab: Tab, data: MyData) -> None:
    tab.backend.answers[ERASE] = refused(404, "not_found")
    tab.press(data, "ask")
    events = tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert any("log_out" in str(event) for event in events if event is not None)


def test_a_second_thought_closes_the_form(tab: Tab, data: MyData) -> None:
    tab.press(data, "ask")
    tab.press(data, "keep")
    assert not data.sure
    tab.submit(data, "erase", erase_password="un buen secreto 7")
    assert tab.backend.asked == []


def test_the_browser_is_sent_for_the_file_when_it_can_be_had(tab: Tab, data: MyData) -> None:
    tab.backend.answers["GET me"] = BackendDown()
    assert tab.press(data, "download") == []
    assert data.download_problem.startswith("No pudimos conectar")
    tab.backend.answers["GET me"] = PERSON
    assert DOWNLOAD in str(tab.press(data, "download")[-1])
    assert data.download_problem == ""


class Browser:
    """A browser with a session's cookie, before a backend that answers as it is told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        vault = Vault(FileStore(folder / "sessions.sqlite"), 3_600)
        monkeypatch.setattr(access, "vault", lambda: vault)
        monkeypatch.setattr(access, "backend", lambda: self.backend)
        self.asked: list[httpx2.Request] = []
        self.answer = httpx2.Response(200, stream=Pieces(b'{"format":1,', b'"complete":true}'))
        self.backend: Backend = backend_that(self._answer)
        self.cookie = asyncio.run(vault.new(Tokens("access", "refresh", time.time() + 900)))
        self.client = TestClient(ROUTES, follow_redirects=False)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return self.answer

    def download(self, *, signed_in: bool = True, language: str = "es") -> httpx2.Response:
        self.client.cookies.set("language", language)
        if signed_in:
            self.client.cookies.set(SESSION_COOKIE, self.cookie)
        return self.client.get(DOWNLOAD)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(tmp_path, monkeypatch)


@pytest.mark.parametrize(("language", "name"), [("es", "mis-datos"), ("pt", "meus-dados"), ("en", "my-data")])
def test_the_file_is_passed_on_as_it_comes(browser: Browser, language: str, name: str) -> None:
    answer = browser.download(language=language)
    assert json.loads(answer.content) == {"format": 1, "complete": True}
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}-')
    assert answer.headers["cache-control"] == "no-store"
    (asked,) = browser.asked
    assert (asked.url.path, asked.headers["authorization"]) == ("/api/v1/me/export", "Bearer access")


def test_nobody_gets_a_file_without_a_session(browser: Browser) -> None:
    answer = browser.download(signed_in=False)
    assert answer.status_code == 401
    assert browser.asked == []


@pytest.mark.parametrize(("status", "code", "told"), [(503, "unavailable", 503), (403, "forbidden", 401)])
def test_a_file_that_there_is_not_is_no_file(browser: Browser, status: int, code: str, told: int) -> None:
    browser.answer = error(status, code)
    answer = browser.download()
    assert (answer.status_code, answer.content) == (told, b"")
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize(
    ("hops", "noted", "address"),
    [(0, "203.0.113.7", "testclient"), (1, "10.9.9.9, 203.0.113.7", "203.0.113.7"), (2, "203.0.113.7", "testclient")],
)
def test_the_backend_learns_who_downloads_also_behind_proxies(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, hops: int, noted: str, address: str
) -> None:
    monkeypatch.setattr(downloads, "settings", lambda: Settings(portal_proxy_hops=hops))
    browser.client.headers["X-Forwarded-For"] = noted
    browser.download()
    assert browser.asked[0].headers["x-forwarded-for"] == address
