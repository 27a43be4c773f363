"""What people write and sign in with reaches no line of the log, whatever goes wrong, however much is logged."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine

from backend.logs import configure_logging
from backend.settings import Settings
from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import open_ticket, say
from tests.backend.people import Person
from tests.backend.serving import RunningServer, faulty_model

MARK = "Jacaranda"
MAIL = f"{MARK}.Mail@example.com"
LOUD = ("backend", "shared")


class Faulty:
    """Fails as code does that quotes what it was given."""

    def __call__(self, *given: Any, **named: Any) -> None:
        raise RuntimeError(f"cannot work with {given} {named} {MARK}")


@pytest.fixture
def logged(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Everything that is written while the block runs: our own loggers at DEBUG, libraries at INFO."""
    configure_logging(settings.model_copy(update={"log_level": "INFO", "log_format": "json"}))
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.DEBUG)
    capfd.readouterr()

    def written() -> str:
        out, err = capfd.readouterr()
        return out + err

    yield written
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.NOTSET)
    configure_logging(settings)


def account(api: httpx2.Client) -> tuple[dict[str, str], list[str]]:
    """Sign up, in, in with a wrong password, refresh, ask for a link; the header and the secrets of it."""
    password = f"{MARK} password"
    made = api.post("auth/signup", json={"email": MAIL, "password": password, "name": f"{MARK} Ruiz"}).json()
    again = api.post("auth/login", json={"email": MAIL, "password": password}).json()
    api.post("auth/login", json={"email": MAIL, "password": f"{MARK} wrong"})
    api.post("auth/signup", json={"email": MAIL, "password": password, "name": MARK})
    api.post("auth/refresh", json={"refresh_token": again["refresh_token"]})
    api.post("auth/refresh", json={"refresh_token": f"{MARK}-token"})
    api.post("auth/password/reset", json={"token": f"{MARK}-token", "password": password})
    secrets = [made["access_token"], made["refresh_token"], again["access_token"], again["refresh_token"]]
    return {"Authorization": f"Bearer {made['access_token']}"}, secrets


def wrong_requests(api: httpx2.Client) -> set[int]:
    """Requests that are refused, with the mark wherever a client can put it."""
    asked = [
        api.post("tickets", json={"title": MARK, "category": MARK, "description": MARK}),
        api.post("tickets", json={"title": {MARK: MARK}, MARK: MARK}),
        api.post("tickets", content=f'{{"title": "{MARK}'.encode(), headers={"Content-Type": "application/json"}),
        api.get("tickets", params={"q": MARK, "cursor": MARK, "status": MARK}),
        api.get(f"tickets/{MARK}"),
        api.get(f"nowhere/{MARK}?token={MARK}"),
        api.get("me", headers={"Authorization": f"Bearer {MARK}.{MARK}.{MARK}"}),
        api.request("DELETE", "me", json={"password": f"{MARK} wrong"}),
        api.post("tickets", json={"title": "t", "category": "buying", "description": MARK * 2_000}),
    ]
    return {answer.status_code for answer in asked}


def test_a_day_of_requests_leaves_no_word_of_anybody(
    api: httpx2.Client, person: Callable[..., Person], replica: Replica, logged: Callable[[], str]
) -> None:
    header, secrets = account(api)
    api.headers.update(header)
    assert {422, 404, 401, 403} <= wrong_requests(api)
    ticket = open_ticket(api, title=MARK, description=MARK)
    say(api, ticket["id"], f"¿y mi pago, {MARK}?", key=f"{MARK}-key")
    with httpx2.Client(base_url=f"{replica(faulty_model('rate=1,kinds=500')).url}/api/v1/", verify=False) as broken:
        broken.headers.update(header)
        say(broken, ticket["id"], f"¿y mi {MARK}?")
    admin = person("admin")
    assert admin.get("admin/users", params={"q": MARK}).status_code == 200
    assert admin.get("admin/conversations.jsonl").status_code == 200
    api.get("me/export")
    api.request("DELETE", "me", json={"password": f"{MARK} password"})
    written = logged()
    assert "backend.access" in written, "the log is on"
    for word in (MARK, MARK.lower(), *secrets):
        assert word not in written


FAULTS = {
    "in a service": "backend.tickets.routes.service.create_ticket",
    "in the agent": "backend.chatbot.writing.Agent.reply",
    "in the database's driver": "psycopg.AsyncCursor.execute",
}


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_that_quotes_what_it_was_given_is_told_without_it(
    person: Callable[..., Person], logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    ana = person(name=MARK)
    ticket = open_ticket(ana)
    monkeypatch.setattr(FAULTS[place], Faulty())
    body = {"title": MARK, "category": "buying", "description": MARK}
    answers = [ana.post("tickets", json=body), ana.post(f"tickets/{ticket['id']}/messages", json={"content": MARK})]
    monkeypatch.undo()
    written = logged()
    assert any(answer.status_code == 500 for answer in answers) or "a reply failed" in written
    assert "RuntimeError" in written or "TypeError" in written
    assert MARK not in written


def test_a_row_that_the_database_refuses_is_not_quoted(
    engine: Engine, server: RunningServer, person: Callable[..., Person], logged: Callable[[], str]
) -> None:
    ana = person()
    with engine.begin() as connection:
        connection.exec_driver_sql("alter table tickets add constraint no_tickets check (title = '') not valid")
    try:
        answer = ana.post("tickets", json={"title": MARK, "category": "buying", "description": MARK})
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("alter table tickets drop constraint no_tickets")
    written = logged()
    assert answer.status_code == 500
    assert "no_tickets" in written
    assert MARK not in written


@pytest.mark.parametrize("place", ["portal.logs", "workbench.logs"])
def test_the_pages_processes_tell_errors_without_their_words(place: str) -> None:
    script = (
        f"import logging; from {place} import keep_words_out_of_logs as keep\n"
        "keep(); keep()\n"
        f"try:\n    int('{MARK}')\nexcept ValueError:\n    logging.getLogger('streamlit').exception('it failed')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert "it failed | ValueError [<string>:" in done.stderr
    assert MARK not in done.stderr
