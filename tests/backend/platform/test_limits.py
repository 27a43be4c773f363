"""Token buckets, and what is counted by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from backend.clock import now
from backend.limits import Allowance, Buckets
from backend.security import AccessToken, access_token
from tests.backend.serving import SECRET, RunningServer, test_settings


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    seconds: float = field(default=0.0)

    def __call__(self) -> float:
        return self.seconds


def taken(buckets: Buckets, key: str) -> Allowance:
    allowance = buckets.take(key)
    assert allowance is not None
    return allowance


def test_a_bucket_gives_its_tokens_and_then_one_by_one_again() -> None:
    clock = Clock()
    buckets = Buckets(6, clock=clock)
    assert [taken(buckets, "a").remaining for _ in range(6)] == [5, 4, 3, 2, 1, 0]
    refused = taken(buckets, "a")
    assert not refused.allowed
    assert refused.next_in == pytest.approx(10)
    assert taken(buckets, "b").allowed
    clock.seconds = 10.1
    assert taken(buckets, "a").allowed
    assert not taken(buckets, "a").allowed


def test_refused_requests_do_not_put_the_next_one_off() -> None:
    clock = Clock()
    buckets = Buckets(1, clock=clock)
    taken(buckets, "a")
    for second in range(60):
        clock.seconds = float(second)
        assert not taken(buckets, "a").allowed
    clock.seconds = 60.5
    assert taken(buckets, "a").allowed


def test_memory_is_bounded() -> None:
    buckets = Buckets(5, most=10)
    for number in range(100):
        buckets.take(str(number))
    assert len(buckets) == 10


def test_zero_is_no_limit() -> None:
    assert Buckets(0).take("a") is None


@pytest.fixture(scope="module")
def strict(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with limits that a test reaches."""
    folder: Path = tmp_path_factory.mktemp("strict")
    with RunningServer(test_settings(database_url, folder, requests_per_minute=5)) as running:
        yield running


@pytest.fixture
def limited(strict: RunningServer) -> Iterator[httpx2.Client]:
    strict.app.state.request_buckets.__init__(5, clock=Clock())
    with httpx2.Client(base_url=f"{strict.url}/api/v1/") as client:
        yield client


def bearer(secret: str = SECRET) -> dict[str, str]:
    token = access_token(AccessToken(uuid4(), uuid4()), secret, issued_at=now(), lifetime=timedelta(minutes=5))
    return {"Authorization": f"Bearer {token}"}


def test_too_many_requests_are_told_in_the_error_shape_and_when_to_come_back(limited: httpx2.Client) -> None:
    answers = [limited.get("config") for _ in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [429]
    assert [a.headers["RateLimit-Remaining"] for a in answers[:5]] == ["4", "3", "2", "1", "0"]
    last = answers[-1]
    assert last.json()["error"]["code"] == "too_many_requests"
    assert last.json()["error"]["request_id"] == last.headers["X-Request-Id"]
    assert 1 <= int(last.headers["Retry-After"]) <= 12
    assert last.headers["RateLimit-Limit"] == "5"


def test_a_page_of_another_origin_can_read_that_it_is_too_much(limited: httpx2.Client) -> None:
    answers = [limited.get("config", headers={"Origin": "http://localhost:3000"}) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Access-Control-Allow-Origin"] == "http://localhost:3000"


def test_each_user_has_a_bucket(limited: httpx2.Client) -> None:
    one, other = bearer(), bearer()
    assert [limited.get("config", headers=one).status_code for _ in range(6)][-1] == 429
    assert limited.get("config", headers=other).status_code == 200


def test_made_up_tokens_share_the_bucket_of_their_address(limited: httpx2.Client) -> None:
    forged = "another key than the server's, 0123456789"
    statuses = [limited.get("config", headers=bearer(forged)).status_code for _ in range(6)]
    assert statuses[-1] == 429


def test_health_and_figures_are_not_limited(limited: httpx2.Client, strict: RunningServer) -> None:
    for _ in range(8):
        assert limited.get(f"{strict.url}/health/live").status_code == 200
