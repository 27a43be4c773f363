"""What every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import APIRouter
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from backend.main import create_app
from backend.middleware import Api
from backend.settings import Environment, Settings
from tests.backend.people import Person
from tests.backend.serving import SECRET, RunningServer


def test_a_request_has_an_id_that_the_error_names(api: httpx2.Client) -> None:
    first, second = api.get("nothing"), api.get("nothing")
    assert first.json()["error"]["request_id"] == first.headers["X-Request-Id"]
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_the_callers_id_is_kept(api: httpx2.Client) -> None:
    assert api.get("config", headers={"X-Request-Id": "abc-1.2_3"}).headers["X-Request-Id"] == "abc-1.2_3"


@pytest.mark.parametrize("given", ["with space", "a" * 65, "x;y", "<b>", "ñ".encode("latin-1").decode("latin-1")])
def test_an_id_that_is_not_a_plain_word_is_replaced(api: httpx2.Client, given: str) -> None:
    answer = api.get("config", headers={b"X-Request-Id": given.encode("latin-1")})
    assert answer.headers["X-Request-Id"] not in ("", given)


def test_security_headers_are_on_answers_and_errors(api: httpx2.Client) -> None:
    for path in ("config", "nothing", "me"):
        headers = api.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_what_is_personal_is_not_kept_by_caches(person: Callable[..., Person]) -> None:
    customer = person()
    assert customer.get("tickets").headers["Cache-Control"] == "no-store"
    assert "public" in customer.get("config").headers["Cache-Control"]


def test_only_known_pages_may_call_from_a_browser(api: httpx2.Client) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,idempotency-key"}
    known = api.options("tickets", headers={"Origin": "http://localhost:3000", **asks})
    assert known.status_code == 200
    assert known.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    stranger = api.options("tickets", headers={"Origin": "https://evil.example", **asks})
    assert "Access-Control-Allow-Origin" not in stranger.headers


def test_a_body_that_is_too_large_is_refused_in_the_error_shape(api: httpx2.Client) -> None:
    answer = api.post("auth/login", content=b"x" * 300_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"


def test_a_body_of_unknown_length_is_counted_while_it_is_read(api: httpx2.Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(60):
            yield b"x" * 5_000

    answer = api.post("auth/login", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body_too_large"


@pytest.mark.parametrize(
    "body", ['{"\\ud800": 1}', '{"a\\u0000": "b"}', "[" * 5_000, "nul", '"\\ud83d"', "\x00", "", b"\xff\xfe"]
)
def test_odd_bodies_are_refused_and_never_an_error_of_ours(person: Callable[..., Person], body: str | bytes) -> None:
    answer = person().post("tickets", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["code"] == "invalid"


def test_a_method_that_is_not_there_says_which_are(api: httpx2.Client) -> None:
    answer = api.delete("config")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


@pytest.fixture
def breaking(server: RunningServer, settings: Settings) -> TestClient:
    """An application with routes that break, without a lifespan: nothing here asks the database."""
    app = create_app(settings)
    app.state.services = server.app.state.services
    app.include_router(_broken_routes(), prefix="/api")
    assert isinstance(app, Api)
    return TestClient(app, raise_server_exceptions=True)


def _broken_routes() -> APIRouter:
    router = APIRouter()

    @router.get("/broken")
    async def broken() -> None:
        raise ValueError("no one thought of this")

    @router.get("/broken-stream")
    async def broken_stream() -> StreamingResponse:
        async def body() -> object:
            yield b"first"
            await asyncio.sleep(0)
            raise ValueError("in the middle")

        return StreamingResponse(body())  # type: ignore[arg-type]

    return router


def test_an_unexpected_error_is_a_500_in_the_error_shape_with_all_headers(breaking: TestClient) -> None:
    answer = breaking.get("/api/broken", headers={"Origin": "http://localhost:3000"})
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "internal"
    assert "no one thought" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"


def test_production_asks_browsers_for_https(database_url: str, tmp_path: Path) -> None:
    settings = Settings(
        environment=Environment.PRODUCTION, database_url=database_url, secret_key="kT9" + SECRET.replace("key", "q"),
        data_folder=tmp_path, cors_origins=("https://portal.example.com",),
    )  # fmt: skip
    answer = TestClient(create_app(settings)).get("/health/live")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
