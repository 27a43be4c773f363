"""The backend as a process: what keeps it from starting, and how it stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from backend import serving
from backend.logs import configure_logging
from backend.settings import Settings
from tests.backend.platform.processes import ROOT, BackendProcess, environment, free_port

GOOD_SECRET = "kT9-mQz4_vB7xW2pLr8Nf6Yd1Hs3Gj5Ac0Eu"

AT_ONCE_SEC = 15
"""About one second on a free machine; whoever waits for an open stream needs `SHUTDOWN_SEC` (40)."""


class Ended(NamedTuple):
    exit_code: int
    said: str


Start = Callable[..., Ended]


@pytest.fixture
def start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Settings
) -> Start:
    """`python -m backend` in this process with these settings, which is expected to end by itself."""

    def started(**changes: str) -> Ended:
        for name, value in environment(tmp_path, changes).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        code = serving.main()
        configure_logging(settings)
        return Ended(code, capsys.readouterr().err)

    return started


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"PORT": "eight"}, ("PORT", "integer")),
        ({"ENVIRONMENT": "staging"}, ("ENVIRONMENT", "development")),
        ({"ENVIRONMENT": "production", "SECRET_KEY": GOOD_SECRET}, ("DATABASE_URL",)),
        ({"LOG_LEVEL": "chatty"}, ("LOG_LEVEL", "INFO")),
        ({"DOMAIN": "bakery"}, ("bakery", "kavak")),
        ({"OPENAI_TIMEOUT_SEC": "-1"}, ("OPENAI_TIMEOUT_SEC",)),
        ({"MESSAGES_PER_MINUTE": "many", "PORT": "-1"}, ("MESSAGES_PER_MINUTE", "PORT")),
    ],
)
def test_wrong_settings_are_one_line_and_exit_code_2(
    start: Start, tmp_path: Path, changes: dict[str, str], words: tuple[str, ...]
) -> None:
    code, said = start(**changes)
    assert code == 2
    assert said.count("\n") == 1
    assert all(word in said for word in words)
    assert not (tmp_path / "postgres").exists()


def test_a_secret_that_is_refused_is_not_shown(start: Start) -> None:
    address = "postgresql://u:hidden-pw@127.0.0.1/x"
    code, said = start(ENVIRONMENT="production", DATABASE_URL=address, SECRET_KEY="shortone")
    assert code == 2
    assert "SECRET_KEY" in said
    assert "shortone" not in said
    assert "hidden-pw" not in said


def test_a_taken_port_is_one_line(start: Start, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, said = start(PORT=str(taken.getsockname()[1]))
    assert code == 1
    assert "PORT" in said
    assert "in use" in said
    assert not (tmp_path / "postgres").exists()


def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(start: Start) -> None:
    port = free_port()
    code, said = start(DATABASE_URL=f"postgresql://me:hidden-pw@127.0.0.1:{port}/mine")
    assert code == 1
    assert f"127.0.0.1:{port}/mine" in said
    assert "hidden-pw" not in said
    assert said.count("\n") == 1


def test_a_database_that_does_not_answer_is_given_up(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "CONNECT_SEC", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        code, said = start(DATABASE_URL=f"postgresql://me@127.0.0.1:{silent.getsockname()[1]}/mine")
    assert code == 1
    assert time.monotonic() - began < 10
    assert said.count("\n") == 1


def test_as_a_process_it_ends_without_a_traceback_and_with_the_code(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backend"], cwd=ROOT, env=environment(tmp_path, {"PORT": "eight"}),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder, so that its PostgreSQL is made once."""
    return tmp_path_factory.mktemp("own")


def signed_up(client: httpx2.Client, email: str) -> dict[str, str]:
    answer = client.post("auth/signup", json={"email": email, "name": "Ana", "password": "a good password 1"})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def open_ticket(client: httpx2.Client, signed_in: dict[str, str]) -> str:
    body = {"title": "¿Y mi pago?", "category": "buying", "description": "Vendí mi Jetta."}
    answer = client.post("tickets", json=body, headers=signed_in)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


class Listening:
    """A client that has a ticket's stream open."""

    def __init__(self, url: str, ticket: str, headers: dict[str, str]) -> None:
        self.opened = threading.Event()
        self.thread = threading.Thread(target=self._listen, args=(url, ticket, headers), daemon=True)
        self.thread.start()
        assert self.opened.wait(10)

    def _listen(self, url: str, ticket: str, headers: dict[str, str]) -> None:
        with httpx2.stream("GET", f"{url}/api/v1/tickets/{ticket}/events", headers=headers, timeout=30) as answer:
            self.opened.set()
            for _ in answer.iter_bytes():
                pass


def postgres_runs(folder: Path) -> bool:
    pid_file = folder / "postgres" / "postmaster.pid"
    return pid_file.exists() and Path(f"/proc/{pid_file.read_text().split()[0]}").exists()


@pytest.mark.slow
def test_a_signal_ends_open_streams_at_once_and_the_data_is_there_next_time(folder: Path) -> None:
    with BackendProcess(folder, DEMO_DATA="true") as backend:
        assert all(word in backend.said() for word in (backend.url, "demo-admin@gmail.com", "offline-rules-1"))
        with httpx2.Client(base_url=f"{backend.url}/api/v1/") as client:
            signed_in = signed_up(client, "ana@example.com")
            ticket = open_ticket(client, signed_in)
            listening = Listening(backend.url, ticket, signed_in)
            assert client.get("config").headers.get("server") is None
            assert postgres_runs(folder)
        ends_at_once(backend, signal.SIGTERM, folder)
        listening.thread.join(5)
        assert not listening.thread.is_alive()
    with BackendProcess(folder) as again:
        with httpx2.Client(base_url=f"{again.url}/api/v1/", headers=signed_in) as client:
            assert [one["id"] for one in client.get("tickets").json()["items"]] == [ticket]
        Listening(again.url, ticket, signed_in)
        ends_at_once(again, signal.SIGINT, folder)


def ends_at_once(backend: BackendProcess, number: int, folder: Path) -> None:
    assert backend.stop(number) < AT_ONCE_SEC
    assert backend.process.returncode == 0
    assert not postgres_runs(folder)


def test_plain_uvicorn_ends_open_streams_too(folder: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "backend.main:app", "--port", "PORT"]
    with BackendProcess(folder, command) as backend:
        with httpx2.Client(base_url=f"{backend.url}/api/v1/") as client:
            signed_in = signed_up(client, "uvicorn@example.com")
            Listening(backend.url, open_ticket(client, signed_in), signed_in)
        assert backend.stop() < AT_ONCE_SEC
        assert not postgres_runs(folder)


@pytest.mark.slow
def test_a_reload_keeps_the_embedded_database_running(folder: Path) -> None:
    with BackendProcess(folder, [sys.executable, "-m", "backend", "--reload"]) as backend:
        before = (folder / "postgres" / "postmaster.pid").read_text().split()[0]
        touched = Path(__file__).parents[3] / "backend" / "clock.py"
        os.utime(touched)
        give_up = time.monotonic() + 30
        while backend.said().count("Application startup complete") < 2 and time.monotonic() < give_up:
            time.sleep(0.1)
        assert backend.said().count("Application startup complete") == 2
        assert (folder / "postgres" / "postmaster.pid").read_text().split()[0] == before
        backend.stop()
        assert not postgres_runs(folder)
