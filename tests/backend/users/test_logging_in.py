"""Log-in: the same answer for everybody who may not, and an end to guessing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.users.origin import network_of
from tests.backend.serving import RunningServer
from tests.backend.users.accounts import EMAIL, code, log_in, me, signed_up

LIMIT, ADDRESS_LIMIT = 5, 30


def test_the_right_password_signs_in(api: httpx2.Client) -> None:
    signed_up(api)
    answer = log_in(api)
    assert answer.status_code == 200
    assert me(api, answer.json()["access_token"]).json()["email"] == EMAIL


def test_unknown_and_wrong_are_told_the_same(api: httpx2.Client) -> None:
    signed_up(api)
    answers = [log_in(api, password="wrong"), log_in(api, "nobody@example.com"), log_in(api, password="x" * 80)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.json()["error"]["message"] for answer in answers}) == 1
    assert {code(answer) for answer in answers} == {"invalid_credentials"}
    assert all(answer.headers["www-authenticate"] == "Bearer" for answer in answers)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_an_account_is_closed_after_too_many_failures_whether_it_exists_or_not(api: httpx2.Client, email: str) -> None:
    signed_up(api)
    answers = [log_in(api, email, "wrong") for _ in range(LIMIT + 2)]
    assert [answer.status_code for answer in answers] == [401] * LIMIT + [429] * 2
    assert code(answers[-1]) == "too_many_requests"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 15 * 60
    assert log_in(api, email).status_code == 429, "the right password neither, until the window ends"


def test_the_other_accounts_stay_open(api: httpx2.Client) -> None:
    signed_up(api)
    signed_up(api, "otto@example.com")
    for _ in range(LIMIT + 1):
        log_in(api, password="wrong")
    assert log_in(api, "otto@example.com").status_code == 200


def test_a_success_clears_the_account(api: httpx2.Client) -> None:
    signed_up(api)
    for _ in range(3):
        for _ in range(LIMIT - 1):
            assert log_in(api, password="wrong").status_code == 401
        assert log_in(api).status_code == 200


def test_a_window_ends(api: httpx2.Client, engine: Engine) -> None:
    signed_up(api)
    for _ in range(LIMIT + 1):
        log_in(api, password="wrong")
    with engine.begin() as connection:
        connection.execute(text("update throttles set window_started_at = now() - interval '15 minutes'"))
    assert log_in(api, password="wrong").status_code == 401, "a new window with one failure"
    assert log_in(api).status_code == 200


def test_an_address_is_closed_after_too_many_accounts_and_a_success_does_not_open_it(api: httpx2.Client) -> None:
    signed_up(api)
    for number in range(ADDRESS_LIMIT):
        assert log_in(api, f"nobody{number}@example.com", "wrong", "203.0.113.7").status_code == 401
        if number == ADDRESS_LIMIT - 2:
            assert log_in(api, address="203.0.113.7").status_code == 200
    assert log_in(api, address="203.0.113.7").status_code == 429
    assert log_in(api, address="203.0.113.8").status_code == 200


def test_what_is_counted_names_nobody(api: httpx2.Client, engine: Engine) -> None:
    log_in(api, password="wrong", address="203.0.113.7")
    with engine.connect() as connection:
        keys = connection.execute(text("select key from throttles")).scalars().all()
    assert len(keys) == 2
    assert all(len(key) == 64 and EMAIL not in key and "203" not in key for key in keys)


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::ffff:203.0.113.7", "203.0.113.7"),
     ("fe80::1%eth0", "fe80::/64"), ("testclient", "testclient"), ("", "")],
)  # fmt: skip
def test_an_ipv6_household_is_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_of_many_guesses_at_once_only_the_limit_is_answered(api: httpx2.Client, server: RunningServer) -> None:
    signed_up(api)
    answers = asyncio.run(_at_once(server.url, ["wrong"] * 24))
    assert sorted(answers) == [401] * LIMIT + [429] * (24 - LIMIT)


def test_many_right_log_ins_at_once_all_work(api: httpx2.Client, engine: Engine) -> None:
    signed_up(api)

    def one(_: int) -> int:
        return log_in(api).status_code

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(one, range(32))) == [200] * 32
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from sessions")).scalar() == 33


async def _at_once(url: str, passwords: list[str]) -> list[int]:
    async with httpx2.AsyncClient(base_url=f"{url}/api/v1/", timeout=30, verify=False) as client:
        body = {"email": EMAIL}
        answers = await asyncio.gather(*(client.post("auth/login", json=body | {"password": p}) for p in passwords))
    return [answer.status_code for answer in answers]
