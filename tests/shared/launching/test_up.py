"""What `make up` reads, sets and says; the whole of it is tested in tests/e2e/test_make_up.py."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from shared.launching import up
from shared.launching.lock import only_one
from shared.launching.parts import parts_of
from shared.launching.screen import Screen
from shared.launching.settings import LaunchSettings
from shared.launching.supervising import PartEnded
from tests.shared.launching.stand_ins import free_port


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in LaunchSettings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    for name in ("PORT", "PORTAL_PORT", "WORKBENCH_PORT"):
        monkeypatch.setenv(name, str(free_port()))
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.delenv("NO_COLOR", raising=False)


def chosen(**given: Any) -> LaunchSettings:
    return LaunchSettings(_env_file=None, **given)


def test_addresses_follow_the_ports() -> None:
    assert chosen(port=8123, portal_port=3123).addresses == {
        "BACKEND_URL": "http://127.0.0.1:8123",
        "PORTAL_URL": "http://127.0.0.1:3123",
        "CORS_ORIGINS": "http://127.0.0.1:3123,http://localhost:3123",
    }


def test_addresses_as_the_example_has_them_follow_too_and_others_stay() -> None:
    given = {"backend_url": "http://127.0.0.1:8000/", "portal_url": "https://help.example.com"}
    addresses = chosen(port=8123, portal_port=3123, **given).addresses
    assert addresses["BACKEND_URL"] == "http://127.0.0.1:8123"
    assert addresses["PORTAL_URL"] == "https://help.example.com"


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")])
def test_who_listens_everywhere_is_reached_here(host: str, url: str) -> None:
    assert parts_of(chosen(host=host, port=8000))[0].url == url


def test_the_block_says_where_everything_is_and_how_to_set_a_key() -> None:
    parts = parts_of(chosen(port=8000, portal_port=3000, workbench_port=8501))
    login = {"email": "a@example.com", "password": "Demo001", "role": "admin"}
    config = {"demo": {"logins": [login]}, "model": {"name": "offline-rules-1", "offline": True}}
    said = up.block(parts, config, 12.3)
    words = ("http://127.0.0.1:3000", "http://127.0.0.1:8501", "http://127.0.0.1:8000/docs", "a@example.com", "Demo001",
             "offline-rules-1", "OPENAI_API_KEY", "Ctrl-C", "12 s")  # fmt: skip
    assert all(word in said for word in words)


def test_the_block_without_demo_data_and_with_a_key_is_shorter() -> None:
    config = {"demo": {"logins": []}, "model": {"name": "gpt-6-luna", "offline": False}}
    said = up.block(parts_of(chosen()), config, 1)
    assert "gpt-6-luna" in said
    assert "OPENAI_API_KEY" not in said
    assert said.count("\n") < up.block(parts_of(chosen()), {}, 1).count("\n") + 3


def test_colour_and_readable_logs_are_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        Screen(stream, ("one",)).show("one", "words")
    assert terminal.getvalue() == "\x1b[36mone |\x1b[0m words\n"
    assert pipe.getvalue() == "one | words\n"
    assert up.environment(chosen(), Screen(terminal, ("one",)))["LOG_FORMAT"] == "text"
    assert up.environment(chosen(), Screen(pipe, ("one",)))["LOG_FORMAT"] == ""
    assert up.environment(chosen(log_format="json"), Screen(terminal, ("one",)))["LOG_FORMAT"] == ""
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Screen(terminal, ("one",)).coloured


def test_a_reader_that_left_is_noticed() -> None:
    screen = Screen(Closed(), ("one",))
    screen.show("one", "words")
    assert screen.gone


@pytest.mark.parametrize(("name", "value"), [("PORT", "eight"), ("PORTAL_PORT", "70000"), ("SHUTDOWN_SEC", "-1")])
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert up.main() == 2
    said = capsys.readouterr().err
    assert said.startswith(f"acs: {name}: ")
    assert said.count("\n") == 1


def test_a_second_one_in_the_same_folder_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with only_one(tmp_path / "data"):
        assert up.main() == 1
    assert "runs here already" in capsys.readouterr().err


def test_a_service_that_ends_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object, **__: object) -> None:
        raise PartEnded("the portal ended with exit code 3")

    monkeypatch.setattr(up, "supervise", ended)
    assert up.main() == 1
    assert capsys.readouterr().err == "acs: the portal ended with exit code 3\n"
