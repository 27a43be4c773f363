"""Asking as a person: the access token is renewed in time, once for all tabs, and an ended session is `SignedOut`."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from portal import access
from portal.access import RENEW_BEFORE_SEC, Access
from portal.errors import ApiError, BackendDown, SignedOut
from portal.vault import FileStore, Tokens, Vault
from tests.portal.backend_stand_in import backend_that, error, event, stream


@dataclass
class Service:
    """A backend with one session: it accepts the newest access token, and each refresh token once."""

    serial: int = 1
    renewals: int = 0
    ended: bool = False
    refresh_takes_sec: float = 0.0
    asked: list[str] = field(default_factory=list)

    def tokens(self, lasts_sec: float = 900) -> Tokens:
        return Tokens(f"access-{self.serial}", f"refresh-{self.serial}", time.time() + lasts_sec)

    async def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path.removeprefix("/api/v1/")
        self.asked.append(path)
        if path == "auth/refresh":
            return await self._refreshed(json.loads(request.content)["refresh_token"])
        if request.headers.get("authorization") != f"Bearer access-{self.serial}":
            return error(401, "unauthenticated")
        if path.endswith(("/events", "/messages")):
            return stream(event("message", {"message": {"id": "m1"}}, 1))
        return httpx2.Response(200, json={"name": "Ana"})

    async def _refreshed(self, token: str) -> httpx2.Response:
        self.renewals += 1
        if self.ended or token != f"refresh-{self.serial}":
            return error(401, "refresh_reused")
        self.serial += 1
        await asyncio.sleep(self.refresh_takes_sec)
        body = {"access_token": f"access-{self.serial}", "refresh_token": f"refresh-{self.serial}", "expires_in": 900}
        return httpx2.Response(200, json=body)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Service:
    made = Service()
    client, vault = backend_that(made.answer), Vault(FileStore(tmp_path / "sessions.sqlite"), 60)
    monkeypatch.setattr(access, "backend", lambda: client)
    monkeypatch.setattr(access, "vault", lambda: vault)
    return made


async def ask(who: Access) -> object:
    return await who.ask("GET", "me")


async def send(who: Access) -> object:
    return await who.send("t1", "hola", key="k")


async def listen(who: Access) -> object:
    return [one async for one in who.events("t1", after=0)]


EVERY_WAY = pytest.mark.parametrize("way", [ask, send, listen])
Way = Callable[[Access], object]


async def signed_in(tokens: Tokens) -> Access:
    return Access(await access.vault().new(tokens))


def test_a_good_token_is_used_as_it_is(service: Service) -> None:
    async def steps() -> None:
        who = await signed_in(service.tokens())
        assert await ask(who) == {"name": "Ana"}

    asyncio.run(steps())
    assert service.asked == ["me"]


@EVERY_WAY
def test_a_token_that_ends_soon_is_renewed_before_it_is_used(service: Service, way: Way) -> None:
    async def steps() -> None:
        who = await signed_in(service.tokens(lasts_sec=RENEW_BEFORE_SEC - 1))
        assert await way(who)  # type: ignore[misc]
        kept = await access.vault().get(who.cookie)
        assert kept is not None
        assert (kept.access, kept.refresh) == ("access-2", "refresh-2")
        assert kept.expires_at > time.time() + 800

    asyncio.run(steps())
    assert service.asked[0] == "auth/refresh"
    assert service.renewals == 1


@EVERY_WAY
def test_a_token_that_the_backend_refuses_is_renewed_once(service: Service, way: Way) -> None:
    async def steps() -> None:
        who = await signed_in(Tokens("revoked", "refresh-1", time.time() + 900))
        assert await way(who)  # type: ignore[misc]

    asyncio.run(steps())
    assert service.renewals == 1


@EVERY_WAY
def test_a_session_that_ended_elsewhere_is_signed_out_and_forgotten(service: Service, way: Way) -> None:
    service.ended = True

    async def steps() -> None:
        who = await signed_in(Tokens("revoked", "refresh-1", time.time() + 900))
        with pytest.raises(SignedOut):
            await way(who)  # type: ignore[misc]
        assert await access.vault().get(who.cookie) is None
        with pytest.raises(SignedOut):
            await way(who)  # type: ignore[misc]

    asyncio.run(steps())
    assert service.renewals == 1


def test_many_tabs_renew_once(service: Service) -> None:
    service.refresh_takes_sec = 0.02

    async def steps() -> None:
        who = await signed_in(service.tokens(lasts_sec=1))
        answers = await asyncio.gather(*(way(Access(who.cookie)) for way in [ask, send, listen] * 10))
        assert all(answers)

    asyncio.run(steps())
    assert service.renewals == 1


def test_many_tabs_whose_token_is_refused_renew_once(service: Service) -> None:
    service.refresh_takes_sec = 0.02

    async def steps() -> None:
        who = await signed_in(Tokens("revoked", "refresh-1", time.time() + 900))
        assert all(await asyncio.gather(*(ask(Access(who.cookie)) for _ in range(10))))

    asyncio.run(steps())
    assert service.renewals == 1


def test_a_page_that_is_left_while_the_token_is_renewed_loses_nothing(service: Service) -> None:
    service.refresh_takes_sec = 0.05

    async def steps() -> None:
        who = await signed_in(service.tokens(lasts_sec=1))
        leaving = asyncio.create_task(ask(who))
        await asyncio.sleep(0.02)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await ask(who) == {"name": "Ana"}

    asyncio.run(steps())
    assert service.renewals == 1


def test_a_token_that_is_refused_even_when_new_is_not_renewed_for_ever(service: Service) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("refresh"):
            body = {"access_token": "new", "refresh_token": "new", "expires_in": 900}
            return httpx2.Response(200, json=body)
        return error(401, "unauthenticated")

    client = backend_that(answer)

    async def steps() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "backend", lambda: client)
            with pytest.raises(SignedOut):
                await ask(await signed_in(service.tokens()))

    asyncio.run(asyncio.wait_for(steps(), 30))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_backend_that_cannot_renew_now_does_not_sign_anybody_out(service: Service, status: int) -> None:
    client = backend_that(lambda _: error(status, "overloaded"))

    async def steps() -> None:
        who = await signed_in(service.tokens(lasts_sec=1))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "backend", lambda: client)
            with pytest.raises(ApiError):
                await ask(who)
        assert await ask(who) == {"name": "Ana"}

    asyncio.run(steps())


def test_a_backend_that_is_away_does_not_sign_anybody_out(service: Service) -> None:
    def away(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    client = backend_that(away)

    async def steps() -> None:
        who = await signed_in(service.tokens(lasts_sec=1))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "backend", lambda: client)
            with pytest.raises(BackendDown):
                await ask(who)
        assert await ask(who) == {"name": "Ana"}

    asyncio.run(steps())


def test_an_unknown_cookie_asks_nobody(service: Service) -> None:
    with pytest.raises(SignedOut):
        asyncio.run(ask(Access("made up")))
    assert service.asked == []


def test_other_errors_come_through_as_they_are(service: Service) -> None:
    client = backend_that(lambda _: error(404, "not_found"))

    async def steps() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(access, "backend", lambda: client)
            with pytest.raises(ApiError) as raised:
                await listen(await signed_in(service.tokens()))
            assert raised.value.status == 404

    asyncio.run(steps())
