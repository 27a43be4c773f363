"""The edges of HTTP: whom the backend believes, where it sends people, and how much it reads from anybody."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from backend.main import create_app
from backend.protocol import MOST_HEAD_BYTES
from backend.serving import uvicorn_config
from backend.settings import Settings
from tests.backend.handoff.builders import made_ticket, made_tool_call
from tests.backend.people import Person
from tests.backend.serving import RunningServer, test_settings

EVIL = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
JSON = {"Content-Type": "application/json"}
BOMBS = {
    "brackets": b"[" * 100_000,
    "closed brackets": b"[" * 100_000 + b"]" * 100_000,
    "objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    "a number of 200,000 digits": b'{"title":' + b"9" * 200_000 + b"}",
    "an infinite number": b'{"title":1e999999999,"content":NaN}',
    "the same key 10,000 times": b"{" + b'"title":"a",' * 10_000 + b'"title":"b"}',
    "10,000 keys": b"{" + b",".join(b'"k%d":1' % number for number in range(10_000)) + b"}",
    "packed": b"\x1f\x8b\x08\x00" + b"\x00" * 1_000,
}
WORST = {name: BOMBS[name] for name in ("closed brackets", "a number of 200,000 digits")}


@pytest.mark.parametrize("path", ["/api/v1/tickets/", "//evil.example/..", "/api/v1/config/", "/docs/"])
def test_no_answer_leads_to_the_host_that_a_request_names(server: RunningServer, path: str) -> None:
    answer = httpx2.request("GET", server.url + path, headers=EVIL)
    assert answer.status_code in (200, 404)
    assert "location" not in answer.headers
    assert "evil" not in answer.text


def test_the_link_in_a_mail_is_the_deployments_whatever_host_is_named(
    replica: Callable[..., RunningServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    running = replica(portal_url="https://help.example")

    async def defer(name: str, **about: Any) -> None:
        sent.append(about)

    monkeypatch.setattr(running.services.jobs, "defer", defer)
    about = {"email": "ana@example.com", "password": "a good password 1", "name": "Ana"}
    with httpx2.Client(base_url=f"{running.url}/api/v1/", headers=EVIL, verify=False) as client:
        assert client.post("auth/signup", json=about).status_code == 201
        assert client.post("auth/password/forgot", json={"email": about["email"]}).status_code == 202
    assert "https://help.example/reset?token=" in sent[0]["body"]
    assert "evil" not in str(sent)


def test_every_body_is_read_without_harm(server: RunningServer, person: Callable[..., Person]) -> None:
    """Each operation of the description with each bomb: never an error of ours, and quickly forgotten."""
    admin = person("admin")
    for path, operations in server.app.openapi()["paths"].items():
        url = "/" + path.strip("/").replace("api/v1/", "", 1)
        for name in ("{" + part.split("}")[0] + "}" for part in path.split("{")[1:]):
            url = url.replace(name, str(uuid4()))
        for method in operations.keys() & {"post", "patch", "put"}:
            for what, bomb in BOMBS.items() if url == "/tickets" else WORST.items():
                answer = admin.request(method, url.strip("/"), content=bomb, headers=JSON)
                assert 400 <= answer.status_code < 500, (method, path, what, answer.text)
                assert set(answer.json()) == {"error"}
                assert len(answer.content) < 20_000, (method, path, what)


def test_of_equal_keys_one_counts(person: Callable[..., Person]) -> None:
    body = b'{"title":"a","title":"b","category":"buying","description":"x","customer_id":"y"}'
    customer = person()
    assert customer.post("tickets", content=body, headers=JSON).status_code == 422
    made = customer.post("tickets", content=body.replace(b',"customer_id":"y"', b""), headers=JSON)
    assert made.json()["title"] == "b"


@pytest.fixture
def bounded(settings: Settings) -> Iterator[RunningServer]:
    """A server with the protocol that `python -m backend` serves with."""
    running = RunningServer(settings)
    running.server.config.http = uvicorn_config(settings).http
    with running:
        yield running


CHUNKED = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n"
ENDLESS = [b"GET /%s HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX-A: %s", b"GET / HTTP/1.1\r\n%s: 1", CHUNKED + b"X-A: %s"]


@pytest.mark.parametrize("head", ENDLESS)
def test_a_head_without_end_is_not_read_to_its_end(bounded: RunningServer, head: bytes) -> None:
    with socket.create_connection(bounded.socket.getsockname(), timeout=20) as connection:
        connection.sendall(head.partition(b"%s")[0])
        sent = 0
        try:
            while sent < 64 * MOST_HEAD_BYTES:
                connection.sendall(b"a" * 32_768)
                sent += 32_768
            answer = connection.recv(64)
        except ConnectionError:
            answer = b"HTTP/1.1 431"
    assert answer[9:12] in (b"431", b"400"), answer


def test_a_large_body_in_pieces_is_read_on_a_connection_that_goes_on(bounded: RunningServer) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"{"
        for _ in range(20):
            yield b" " * 10_000
        yield b"}"

    with httpx2.Client(base_url=bounded.url, verify=False) as client:
        for _ in range(2):
            assert client.post("/api/v1/auth/login", content=pieces(), headers=JSON).status_code == 422
            assert client.get("/health/live").status_code == 200


def test_heads_of_a_sensible_size_are_read_on_one_connection(bounded: RunningServer) -> None:
    with httpx2.Client(base_url=bounded.url, verify=False) as client:
        for _ in range(3):
            assert client.get("/health/live", headers={"X-A": "a" * 20_000}).status_code == 200
        large = client.post("/api/v1/auth/login", content=b"{" + b" " * 200_000 + b"}", headers=JSON)
        assert large.status_code == 422


def test_in_production_no_page_loads_scripts_of_another_site(tmp_path: Path) -> None:
    secret = "0f8fad5bd9cb469fa16570867728950e7c9e6679"
    safe = test_settings("postgresql://db/acs", tmp_path, environment="production", secret_key=secret)
    assert create_app(safe).docs_url is None


def test_somebody_elses_things_are_not_had_through_ones_own_case(person: Callable[..., Person], engine: Engine) -> None:
    owner, other = person(), person()
    theirs, mine = made_ticket(engine, owner), made_ticket(engine, other)
    call = made_tool_call(engine, theirs, "schedule_appointment", "ok", writes=["k"])
    assert other.post(f"tickets/{mine}/tool-calls/{call}/undo").status_code == 404
    assert other.post(f"tickets/{theirs}/tool-calls/{call}/undo").status_code == 404
    listed = other.get(f"tickets/{mine}/tool-calls").json()
    assert str(call) not in str(listed)
