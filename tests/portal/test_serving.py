"""The portal's own routes: the cookie is given to our pages only, once, and where no script can read it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import httpx2
import pytest
from starlette.types import ASGIApp

from portal import serving
from portal.access import SESSION_COOKIE
from portal.company import Company
from portal.errors import BackendDown
from portal.serving import ROUTES, PageHeaders
from portal.settings import settings
from portal.vault import FileStore, Tokens, Vault

OURS = "http://127.0.0.1:3000"
TOKENS = Tokens("a", "r", 2e9)
Send = Callable[..., httpx2.Response]


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vault:
    made = Vault(FileStore(tmp_path / "sessions.sqlite"), 60)
    monkeypatch.setattr(serving, "vault", lambda: made)
    return made


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The portal's address is this one."""

    def at(url: str) -> None:
        monkeypatch.setenv("PORTAL_URL", url)
        settings.cache_clear()

    at(OURS)
    yield at
    settings.cache_clear()


@pytest.fixture
def send(vault: Vault, deployed: Callable[[str], None]) -> Send:
    def sent(method: str, path: str, **given: object) -> httpx2.Response:
        return asyncio.run(_sent(ROUTES, method, path, **given))

    return sent


async def _sent(app: ASGIApp, method: str, path: str, **given: object) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://portal.test") as client:
        return await client.request(method, path, **given)  # type: ignore[arg-type]


def code_for(vault: Vault) -> tuple[str, str]:
    async def made() -> tuple[str, str]:
        cookie = await vault.new(TOKENS)
        return await vault.offer(cookie), cookie

    return asyncio.run(made())


def set_cookie(answer: httpx2.Response) -> Morsel[str]:
    return SimpleCookie(answer.headers["set-cookie"])[SESSION_COOKIE]


def test_a_code_gives_the_cookie_once(vault: Vault, send: Send) -> None:
    code, cookie = code_for(vault)
    answer = send("POST", "/session", json={"code": code}, headers={"Origin": OURS})
    assert answer.status_code == 200
    given = set_cookie(answer)
    assert given.value == cookie
    assert (given["httponly"], given["samesite"], given["path"]) == (True, "strict", "/")
    assert cookie not in answer.text
    assert send("POST", "/session", json={"code": code}, headers={"Origin": OURS}).status_code == 403


@pytest.mark.parametrize(("url", "secure"), [("https://help.example.com", True), (OURS, "")])
def test_over_tls_the_cookie_is_for_tls_only(
    vault: Vault, send: Send, deployed: Callable[[str], None], url: str, secure: bool | str
) -> None:
    deployed(url)
    code, _ = code_for(vault)
    answer = send("POST", "/session", json={"code": code}, headers={"Origin": url})
    assert set_cookie(answer)["secure"] == secure


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.test", "http://127.0.0.1:3001", "https://127.0.0.1:3000", ""]
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_other_pages_can_neither_give_nor_take_a_cookie(
    vault: Vault, send: Send, method: str, origin: str | None
) -> None:
    code, cookie = code_for(vault)
    headers = {"Cookie": f"{SESSION_COOKIE}={cookie}"} | ({"Origin": origin} if origin is not None else {})
    body = {"json": {"code": code}} if method == "POST" else {}
    answer = send(method, "/session", headers=headers, **body)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert asyncio.run(vault.get(cookie)) == TOKENS
    assert asyncio.run(vault.claim(code)) == cookie


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"code"', b"7", b"{}", b'{"code": null}', b'{"code": ["x"]}', b'{"code": {}}', b"\xff"]
)
def test_a_body_that_is_none_is_refused(send: Send, body: bytes) -> None:
    answer = send("POST", "/session", content=body, headers={"Origin": OURS, "Content-Type": "application/json"})
    assert answer.status_code in (403, 422)
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_taken_away_and_what_it_named_is_gone(vault: Vault, send: Send) -> None:
    cookie = asyncio.run(vault.new(TOKENS))
    answer = send("DELETE", "/session", headers={"Origin": OURS, "Cookie": f"{SESSION_COOKIE}={cookie}"})
    assert answer.status_code == 200
    assert set_cookie(answer).value == ""
    assert set_cookie(answer)["max-age"] == "0"
    assert asyncio.run(vault.get(cookie)) is None


def test_without_a_cookie_there_is_nothing_to_take(send: Send) -> None:
    assert send("DELETE", "/session", headers={"Origin": OURS}).status_code == 200


def test_the_session_is_never_given_by_a_link(send: Send) -> None:
    assert send("GET", "/session?code=x").status_code == 405


@pytest.fixture
def blue(monkeypatch: pytest.MonkeyPatch) -> None:
    async def known() -> Company:
        return Company(name="Kavak", colors={"primary": "#0A5C36"})

    monkeypatch.setattr(serving, "company", known)


def test_the_theme_has_the_company_s_colours_and_is_sent_once(send: Send, blue: None) -> None:
    first = send("GET", "/theme.css")
    assert "--brand: #0A5C36" in first.text
    assert first.headers["content-type"].startswith("text/css")
    again = send("GET", "/theme.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_theme_is_there_without_a_backend(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away() -> Company:
        raise BackendDown

    monkeypatch.setattr(serving, "company", away)
    monkeypatch.setattr(serving, "known_company", Company)
    assert "--brand:" in send("GET", "/theme.css").text


@pytest.fixture
def headers(monkeypatch: pytest.MonkeyPatch, blue: None) -> Callable[[], httpx2.Headers]:
    monkeypatch.setattr(serving, "content_security_policy", lambda: "default-src 'self'")
    return lambda: asyncio.run(_sent(PageHeaders(ROUTES), "GET", "/theme.css")).headers


def test_every_answer_says_what_browsers_must_know(
    headers: Callable[[], httpx2.Headers], deployed: Callable[[str], None]
) -> None:
    given = headers()
    assert given["x-content-type-options"] == "nosniff"
    assert given["referrer-policy"] == "same-origin"
    assert given["content-security-policy"]
    assert "strict-transport-security" not in given
    deployed("https://help.example.com")
    assert "max-age=31536000" in headers()["strict-transport-security"]
