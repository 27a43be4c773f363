"""Refresh tokens: each works once, theft ends the sign-in, a coincidence does not."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.users.sessions import OVERLAP
from tests.backend.serving import RunningServer
from tests.backend.users.accounts import code, log_in, me, refresh, signed_up

UNHURRIED_SEC = 1.0


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts as the same moment is long enough for a machine that has much else to do."""
    monkeypatch.setattr("backend.users.sessions.OVERLAP", timedelta(seconds=UNHURRIED_SEC))


def refused(answer: httpx2.Response, expected: str) -> bool:
    assert answer.status_code == 401, answer.text
    assert code(answer) == expected
    return True


def test_a_refresh_gives_the_next_two_tokens(api: httpx2.Client) -> None:
    first = signed_up(api)
    second = refresh(api, first["refresh_token"])
    assert second.status_code == 200
    assert set(second.json()) == set(first)
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert refresh(api, second.json()["refresh_token"]).status_code == 200
    assert me(api, second.json()["access_token"]).status_code == 200


def test_a_second_use_ends_the_whole_sign_in(api: httpx2.Client) -> None:
    stolen = signed_up(api)
    other_device = log_in(api).json()
    thief = refresh(api, stolen["refresh_token"]).json()
    assert refused(refresh(api, stolen["refresh_token"]), "refresh_reused")
    assert me(api, thief["access_token"]).status_code == 401
    assert me(api, stolen["access_token"]).status_code == 401
    assert refused(refresh(api, thief["refresh_token"]), "refresh_invalid")
    assert me(api, other_device["access_token"]).status_code == 200


def test_the_end_of_a_stolen_sign_in_is_committed(api: httpx2.Client, engine: Engine) -> None:
    token = signed_up(api)["refresh_token"]
    refresh(api, token)
    refresh(api, token)
    with engine.connect() as connection:
        reasons = connection.execute(text("select revoked_reason from sessions")).scalars().all()
    assert reasons == ["refresh_reused"]


def test_of_many_threads_at_once_one_gets_the_tokens_and_stays_signed_in(api: httpx2.Client, unhurried: None) -> None:
    many = 10
    for round_number in range(2):
        token = signed_up(api, f"ana{round_number}@example.com")["refresh_token"]
        barrier = Barrier(many)

        def one(_: int, token: str = token, barrier: Barrier = barrier) -> httpx2.Response:
            barrier.wait()
            return refresh(api, token)

        with ThreadPoolExecutor(many) as threads:
            answers = list(threads.map(one, range(many)))
        _one_winner(api, answers)


def test_of_two_requests_at_once_one_gets_the_tokens_and_stays_signed_in(
    api: httpx2.Client, server: RunningServer, unhurried: None
) -> None:
    for round_number in range(2):
        token = signed_up(api, f"ana{round_number}@example.com")["refresh_token"]
        _one_winner(api, asyncio.run(_at_once(server.url, token, 2)))


def test_a_tenth_of_a_second_is_the_same_moment() -> None:
    assert timedelta(seconds=0.08) < OVERLAP


def test_a_use_beside_the_winner_s_that_is_a_little_late_ends_nothing(
    api: httpx2.Client, server: RunningServer, unhurried: None
) -> None:
    token = signed_up(api)["refresh_token"]
    _one_winner(api, asyncio.run(_at_once(server.url, token, 2, apart_sec=UNHURRIED_SEC / 3)))


def test_an_expired_token_is_refused(api: httpx2.Client, engine: Engine) -> None:
    token = signed_up(api)["refresh_token"]
    with engine.begin() as connection:
        connection.execute(text("update refresh_tokens set expires_at = now()"))
    assert refused(refresh(api, token), "refresh_invalid")


def test_an_unknown_token_is_refused(api: httpx2.Client) -> None:
    assert refused(refresh(api, "not one of ours"), "refresh_invalid")


def test_an_access_token_is_no_refresh_token(api: httpx2.Client) -> None:
    assert refused(refresh(api, signed_up(api)["access_token"]), "refresh_invalid")


def test_nul_is_refused(api: httpx2.Client) -> None:
    assert refresh(api, "a\x00b").status_code == 422


def test_a_refreshed_sign_in_lasts_on(api: httpx2.Client, engine: Engine) -> None:
    token = signed_up(api)["refresh_token"]
    with engine.begin() as connection:
        connection.execute(text("update refresh_tokens set expires_at = now() + interval '1 minute'"))
    refresh(api, token)
    with engine.connect() as connection:
        days = connection.execute(text("select max(expires_at) - now() > interval '29 days' from refresh_tokens"))
        assert days.scalar() is True


def test_logging_out_ends_that_sign_in_only(api: httpx2.Client) -> None:
    here, there = signed_up(api), log_in(api).json()
    assert api.post("auth/logout", json={"refresh_token": here["refresh_token"]}).status_code == 204
    assert me(api, here["access_token"]).status_code == 401
    assert refused(refresh(api, here["refresh_token"]), "refresh_invalid")
    assert me(api, there["access_token"]).status_code == 200


def test_logging_out_twice_or_with_an_unknown_token_is_fine(api: httpx2.Client) -> None:
    token = signed_up(api)["refresh_token"]
    for given in (token, token, "not one of ours"):
        assert api.post("auth/logout", json={"refresh_token": given}).status_code == 204


def _one_winner(api: httpx2.Client, answers: list[httpx2.Response]) -> None:
    winners = [answer.json() for answer in answers if answer.status_code == 200]
    losers = [answer for answer in answers if answer.status_code != 200]
    assert len(winners) == 1
    assert all(refused(answer, "refresh_raced") for answer in losers)
    body: dict[str, Any] = winners[0]
    assert me(api, body["access_token"]).status_code == 200
    assert refresh(api, body["refresh_token"]).status_code == 200


async def _at_once(url: str, token: str, many: int, apart_sec: float = 0.0) -> list[httpx2.Response]:
    async with httpx2.AsyncClient(base_url=f"{url}/api/v1/", timeout=30, verify=False) as client:

        async def one(number: int) -> httpx2.Response:
            await asyncio.sleep(number * apart_sec)
            return await client.post("auth/refresh", json={"refresh_token": token})

        return list(await asyncio.gather(*(one(number) for number in range(many))))
