"""A customer's whole day: the example client runs, and the logs of it hold nothing that is nobody's business."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import httpx2
import pytest

from backend.logs import configure_logging
from backend.settings import Settings
from tests.backend.people import PASSWORD as KNOWN_PASSWORD
from tests.backend.people import Person
from tests.backend.serving import RunningServer

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "client.py"
PASSWORD = "Tr0ub4dor-and-3"
NEW_PASSWORD = "another-Good-one-7"
QUESTION = "¿ya cayó la lana del Jetta? xyzzy-question"
PRIVATE = (PASSWORD, NEW_PASSWORD, "xyzzy", "ana.private@example.com", "Ana Secreta")


@pytest.fixture
def loud(settings: Settings) -> Iterator[None]:
    """Everything is logged, as JSON, for one test."""
    configure_logging(settings.model_copy(update={"log_level": "DEBUG", "log_format": "json"}))
    yield
    configure_logging(settings)


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("loud")
def test_the_logs_of_a_whole_day_hold_no_text_no_password_no_token_and_no_address(
    api: httpx2.Client, server: RunningServer, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    tokens = _day(api, server)
    logged = capfd.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert {"/api/v1/auth/signup", "/api/v1/tickets/{ticket_id}/messages"} <= {line.get("route") for line in lines}
    assert [secret for secret in (*PRIVATE, *tokens) if secret in logged] == []


def _day(api: httpx2.Client, server: RunningServer) -> list[str]:
    """Sign up, ask, rate, search, make mistakes, change the password, refresh, leave; the tokens that were used."""
    account = {"email": PRIVATE[3], "name": PRIVATE[4], "password": PASSWORD}
    signed = api.post("auth/signup", json=account).raise_for_status().json()
    api.post("auth/login", json=account | {"password": "Wrong-" + PASSWORD})
    api.post("auth/password/forgot", json={"email": account["email"]})
    client = example().Support(api)
    api.headers["Authorization"] = f"Bearer {signed['access_token']}"
    ticket = client.open_ticket("xyzzy title", "buying", "xyzzy description")
    done = list(client.ask(ticket, QUESTION))[-1]
    assert done.kind == "done"
    client.rate(done.data["message"]["id"], helpful=False, reason="xyzzy reason")
    api.get("tickets", params={"q": "xyzzy"})
    assert api.post(f"tickets/{ticket}/messages", json={"content": {"xyzzy": 1}}).status_code == 422
    api.post(f"tickets/{ticket}/handoff", json={"reason": "xyzzy wants a person"})
    api.post("me/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD})
    renewed = api.post("auth/refresh", json={"refresh_token": signed["refresh_token"]}).json()
    api.post("auth/logout", json={"refresh_token": renewed.get("refresh_token", "xyzzy")})
    held = [*signed.items(), *renewed.items()]
    return [value for key, value in held if key.endswith("_token")]


def test_the_example_client_gets_an_answer(
    person: Callable[..., Person], server: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    example().main("¿ya cayó la lana del Jetta?", server.url, person().email, KNOWN_PASSWORD)
    assert "Kavak" in capsys.readouterr().out


def test_the_example_client_takes_a_broken_stream_up_again(api: httpx2.Client, server: RunningServer) -> None:
    account = {"email": "ana@example.com", "name": "Ana", "password": PASSWORD}
    token = api.post("auth/signup", json=account).raise_for_status().json()["access_token"]
    breaking = httpx2.Client(
        base_url=api.base_url, transport=_BreaksOnce(), headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    with breaking:
        client = example().Support(breaking)
        ticket = client.open_ticket("Mi pago", "buying", "Vendí mi Jetta.")
        events = list(client.ask(ticket, "¿ya cayó la lana del Jetta?"))
        numbers = [event.id for event in events if event.id]
        assert [event.kind for event in events][-1] == "done"
        assert len(numbers) == len(set(numbers))
        said = breaking.get(f"tickets/{ticket}/messages").json()["items"]
        assert [one["author"] for one in said] == ["customer", "bot"]


class _BreaksOnce(httpx2.HTTPTransport):
    """The network, which breaks the first event stream off after a piece of it."""

    broken = False

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = super().handle_request(request)
        if self.broken or not answer.headers.get("content-type", "").startswith("text/event-stream"):
            return answer
        self.broken = True
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=_Cut(answer))


class _Cut(httpx2.SyncByteStream):
    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self.answer.stream, httpx2.SyncByteStream)
        yield next(iter(self.answer.stream))
        raise httpx2.ReadError("the connection broke")

    def close(self) -> None:
        self.answer.close()
