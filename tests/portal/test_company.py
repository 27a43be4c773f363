"""The company is asked for once a minute, and what was known stays when the backend is away."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from portal import company as module
from portal.company import AGAIN_SEC, FRESH_SEC, Company, company, known_company
from portal.errors import PortalError
from tests.portal.backend_stand_in import backend_that, error

CONFIG: dict[str, Any] = {
    "company": {"name": "Kavak", "description": {"es": "Autos"}, "colors": {"primary": "#0467FC"}},
    "categories": [{"id": "buying", "label": {"es": "Compra", "pt": "Compra", "en": "Buying"}}],
    "texts": {"greeting": {"es": "Hola", "pt": "Oi", "en": "Hi"}},
    "tools": [{"name": "payout", "label": {"es": "Tu pago", "pt": "Seu pagamento", "en": "Your payment"}}],
    "timezone": "America/Mexico_City",
    "demo": {"enabled": True, "logins": [{"email": "d@x.mx", "password": "p", "role": "customer", "name": "D"}]},
    "model": {"name": "offline-rules-1", "offline": True},
    "limits": {"message_characters": 4_000},
}


class Clock:
    now = 1_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A moment before anything was asked; `clock.now` moves on by hand."""
    made = Clock()
    monkeypatch.setattr(module, "_known", Company())
    monkeypatch.setattr(module, "_asked_at", float("-inf"))
    monkeypatch.setattr(module, "_failed_at", float("-inf"))
    monkeypatch.setattr(module, "_asking", None)
    monkeypatch.setattr("portal.company.time.monotonic", lambda: made.now)
    return made


class Config:
    """What `GET config` answers, and how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.answer: httpx2.Response | Exception = httpx2.Response(200, json=CONFIG)
        client = backend_that(self._answered)
        monkeypatch.setattr(module, "backend", lambda: client)

    def _answered(self, _: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch) -> Config:
    return Config(monkeypatch)


def ask() -> Company:
    """What is given at once; what is asked for beside it is there before this returns."""

    async def whole() -> Company:
        try:
            return await company()
        finally:
            if module._asking is not None and not module._asking.done():
                await asyncio.wait([module._asking])

    return asyncio.run(whole())


def test_it_is_asked_for_once_a_minute(clock: Clock, config: Config) -> None:
    assert ask().name == "Kavak"
    clock.now += FRESH_SEC - 1
    ask()
    assert config.asked == 1
    clock.now += 2
    ask()
    assert config.asked == 2


def test_many_who_ask_first_wait_for_one_answer(clock: Clock, config: Config) -> None:
    async def whole() -> list[Company]:
        return await asyncio.gather(*(company() for _ in range(10)))

    assert {one.name for one in asyncio.run(whole())} == {"Kavak"}
    assert config.asked == 1


def test_a_change_is_known_after_the_next_question(clock: Clock, config: Config) -> None:
    ask()
    clock.now += FRESH_SEC + 1
    config.answer = httpx2.Response(200, json=CONFIG | {"company": CONFIG["company"] | {"name": "Otra"}})
    assert ask().name == "Kavak"
    assert ask().name == "Otra"


def test_what_was_known_stays_while_the_backend_is_away(clock: Clock, config: Config) -> None:
    ask()
    clock.now += FRESH_SEC + 1
    config.answer = httpx2.ConnectError("refused")
    assert ask().name == "Kavak"
    assert known_company().name == "Kavak"


@pytest.mark.parametrize("answer", [httpx2.ConnectError("refused"), error(503, "database_down")])
def test_a_backend_that_never_answered_is_down_and_is_asked_again_after_a_while(
    clock: Clock, config: Config, answer: httpx2.Response | Exception
) -> None:
    config.answer = answer
    for _ in range(3):
        with pytest.raises(PortalError):
            ask()
    assert config.asked == 1
    config.answer = httpx2.Response(200, json=CONFIG)
    clock.now += AGAIN_SEC + 1
    assert ask().name == "Kavak"


def test_demo_logins_are_offered_only_where_the_demo_is_on() -> None:
    off = CONFIG | {"demo": {"enabled": False, "logins": CONFIG["demo"]["logins"]}}
    assert Company.of(off).demo_logins == ()
    assert Company.of(CONFIG).demo_logins[0]["email"] == "d@x.mx"


def test_texts_and_categories_are_in_the_reader_s_language() -> None:
    made = Company.of(CONFIG)
    assert (made.text("greeting", "en"), made.text("nothing", "en")) == ("Hi", "")
    assert (made.category("buying", "en"), made.category("gone", "en")) == ("Buying", "gone")
