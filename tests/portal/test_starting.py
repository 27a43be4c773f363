"""What is wrong before the portal serves is one sentence and an exit code."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import starting
from portal.building import BuildFailed
from portal.settings import Settings, settings
from portal.starting import main

SERVE = starting._serve


@pytest.fixture(autouse=True)
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[Settings]]:
    """Nothing is set, nothing is built or served; with what settings it would have been served."""
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    served: list[Settings] = []
    monkeypatch.setattr(starting, "ensure_built", lambda: None)
    monkeypatch.setattr(starting, "_serve", served.append)
    settings.cache_clear()
    yield served
    settings.cache_clear()


def test_it_is_built_and_served(monkeypatch: pytest.MonkeyPatch, chosen: list[Settings]) -> None:
    built: list[str] = []
    monkeypatch.setattr(starting, "ensure_built", lambda: built.append("built"))
    assert main() == 0
    assert (built, len(chosen)) == (["built"], 1)


def test_only_built_where_only_that_is_wanted(monkeypatch: pytest.MonkeyPatch, chosen: list[Settings]) -> None:
    built: list[str] = []
    monkeypatch.setattr(starting, "ensure_built", lambda: built.append("built"))
    assert main(["--build"]) == 0
    assert (built, chosen) == (["built"], [])


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORTAL_PORT", "70000"), ("PORTAL_PORT", "many"), ("ENVIRONMENT", "holiday"), ("BACKEND_TIMEOUT_SEC", "0"),
     ("SESSION_DAYS", "0"), ("PORTAL_PROXY_HOPS", "-1")],
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], chosen: list[Settings], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main() == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith(f"acs: {name}: ")
    assert chosen == []


def test_several_wrong_settings_are_all_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_PORT", "0")
    monkeypatch.setenv("SESSION_DAYS", "never")
    assert main() == 2
    told = capsys.readouterr().err
    assert "PORTAL_PORT: " in told
    assert "SESSION_DAYS: " in told


def test_a_wrong_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--hurry"])
    assert stopped.value.code == 2
    assert "--hurry" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--reload",)])
def test_a_taken_port_is_told_with_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    def serve(chosen: Settings) -> None:
        with starting._listening(chosen):
            raise AssertionError("the port is somebody else's")

    monkeypatch.setattr(starting, "_serve", serve)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORTAL_PORT", str(port))
        assert main(words) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"acs: cannot listen on 127.0.0.1 port {port}: ")
    assert "set PORTAL_PORT to another one or stop what runs there" in told


def test_a_failed_build_is_told_with_the_tools_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], chosen: list[Settings]
) -> None:
    def fail() -> None:
        raise BuildFailed("npm: no space left")

    monkeypatch.setattr(starting, "ensure_built", fail)
    assert main() == 1
    assert capsys.readouterr().err == "acs: the pages could not be built:\nnpm: no space left\n"
    assert chosen == []


def test_the_port_alone_moves_the_address(monkeypatch: pytest.MonkeyPatch, chosen: list[Settings]) -> None:
    monkeypatch.setenv("PORTAL_PORT", "3456")
    assert main() == 0
    assert chosen[0].portal_url == "http://127.0.0.1:3456"
    assert chosen[0].origins == ("http://127.0.0.1:3456", "http://localhost:3456")


def test_a_set_address_stays_whatever_the_port(monkeypatch: pytest.MonkeyPatch, chosen: list[Settings]) -> None:
    monkeypatch.setenv("PORTAL_PORT", "3456")
    monkeypatch.setenv("PORTAL_URL", "https://ayuda.example.com/")
    assert main() == 0
    assert chosen[0].portal_url == "https://ayuda.example.com"
    assert chosen[0].secure_cookies


def test_a_stop_from_the_keyboard_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(chosen: Settings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(starting, "_serve", stopped)
    assert main() == 130


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The real way to uvicorn, whose server is stopped as soon as it runs; what came before."""
    steps: list[str] = []

    def run(*_: object) -> None:
        steps.append("run")
        signal.raise_signal(signal.SIGINT)  # as uvicorn does with the one that stopped it

    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("PORTAL_PORT", str(free.getsockname()[1]))
    monkeypatch.setattr(starting, "_serve", SERVE)
    monkeypatch.setattr(starting, "keep_words_out_of_logs", lambda: None)
    monkeypatch.setattr(starting, "_prepare_reflex", lambda: steps.append("prepared"))
    monkeypatch.setattr(starting._Announcing, "run", run)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield steps
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_signal_that_stopped_the_server_is_a_good_end(server: list[str]) -> None:
    assert main() == 0
    assert server == ["prepared", "run"]


def test_a_stop_before_the_server_runs_is_not_lost(monkeypatch: pytest.MonkeyPatch, server: list[str]) -> None:
    monkeypatch.setattr(starting, "_prepare_reflex", lambda: signal.raise_signal(signal.SIGINT))
    assert main() == 130
    assert server == []
