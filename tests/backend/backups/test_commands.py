"""`make backup`, `make restore` and `make reset` from the outside: words in, one sentence out."""

from __future__ import annotations

import socket
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend import resetting
from backend.backups import commands
from shared.launching.lock import only_one
from tests.backend.backups.conftest import Place
from tests.backend.faults.supervised import quiet_port
from tests.backend.migrations.databases import rows_of


@pytest.fixture(autouse=True)
def as_settings(monkeypatch: pytest.MonkeyPatch, full: Place) -> None:
    """The commands read `full` from the environment, and find nobody on its ports."""
    given = {"DATABASE_URL": full.url, "DATA_FOLDER": str(full.folders.data_folder), "ENVIRONMENT": "development",
             "RUNS_FOLDER": str(full.folders.runs_folder)}  # fmt: skip
    for name, value in given.items() | {
        (name, str(quiet_port())) for name in ("PORT", "PORTAL_PORT", "WORKBENCH_PORT")
    }:
        monkeypatch.setenv(name, value)


@pytest.fixture
def lived_in(full: Place) -> Path:
    """A data folder in which the product has been, and somebody else's file."""
    folder = full.folders.data_folder
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("18")
    (folder / "secret_key").write_text("what signs")
    (folder / "mine.txt").write_text("not the product's")
    return folder


class Answers:
    """A person who answers what is asked, in this order."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def __call__(self, question: str) -> str:
        self.asked.append(question)
        return next(self._answers)


def test_a_backup_is_made_and_restored_by_command(
    full: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["make", "--to", str(tmp_path / "there")]) == 0
    said = capsys.readouterr().out
    made = next((tmp_path / "there").iterdir())
    assert said.startswith(f"backup: {made} (")
    assert said.count("\n") == 1
    assert commands.main(["restore", str(made)]) == 1
    assert "REPLACE=yes" in capsys.readouterr().err
    assert commands.main(["restore", str(made), "--replace"]) == 0
    assert "the database (revision 0001" in capsys.readouterr().out
    assert rows_of(full.url)["public.users"]


@pytest.mark.parametrize(("file", "said"), [("", "which backup?"), ("/nowhere.tar.gz", "there is no file")])
def test_a_restore_without_a_file_is_one_sentence(capsys: pytest.CaptureFixture[str], file: str, said: str) -> None:
    assert commands.main(["restore", file]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"acs: {said}")
    assert told.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert commands.main(["make", "--to", str(tmp_path / "file" / "below")]) == 1
    assert capsys.readouterr().err.startswith("acs: the folder ")


def test_a_reset_deletes_what_is_the_products_and_nothing_else(
    full: Place, lived_in: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, runs = rows_of(full.url), full.runs
    assert resetting.main(["--yes"]) == 0
    said = capsys.readouterr().out
    assert str(lived_in / "postgres") in said
    assert "DATABASE_URL stays" in said
    assert [path.name for path in lived_in.iterdir()] == ["mine.txt"]
    assert (rows_of(full.url), full.runs) == (before, runs)


def test_a_reset_deletes_runs_only_when_told(full: Place, lived_in: Path) -> None:
    assert resetting.main(["--yes", "--runs"]) == 0
    assert not full.folders.runs_folder.exists()


@pytest.mark.parametrize("answers", [("n", "no"), ("n", ""), ("n", "y")])
def test_a_reset_wants_a_typed_yes(
    lived_in: Path, capsys: pytest.CaptureFixture[str], answers: tuple[str, ...]
) -> None:
    assert resetting.main([], Answers(*answers)) == 1
    assert "nothing was deleted" in capsys.readouterr().err
    assert (lived_in / "secret_key").exists()


@pytest.mark.parametrize("leaving", [EOFError, KeyboardInterrupt])
def test_who_leaves_at_the_question_deletes_nothing(
    lived_in: Path, capsys: pytest.CaptureFixture[str], leaving: type[BaseException]
) -> None:
    def ask(question: str) -> str:
        raise leaving

    assert resetting.main([], ask) == 1
    assert "nothing was deleted" in capsys.readouterr().err
    assert (lived_in / "secret_key").exists()


def test_a_reset_that_is_stopped_in_the_middle_does_not_say_that_nothing_was_deleted(
    lived_in: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(path: Path) -> None:
        (path / "PG_VERSION").unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", stopped)
    assert resetting.main(["--yes"]) == 1
    said = capsys.readouterr().err
    assert "stopped" in said
    assert "nothing was deleted" not in said


def test_a_reset_offers_a_backup_first(lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []

    def backup(words: list[str]) -> int:
        made.append(words)
        return commands.main([*words, "--to", str(tmp_path / "backups")])

    monkeypatch.setattr(resetting, "backups", backup)
    person = Answers("", "yes")
    assert resetting.main([], person) == 0
    assert "backup" in person.asked[0]
    with tarfile.open(next((tmp_path / "backups").iterdir())) as tar:
        assert "database.dump" in tar.getnames()
    assert not (lived_in / "secret_key").exists()


def test_a_reset_whose_backup_fails_deletes_nothing(lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resetting, "backups", lambda words: 1)
    assert resetting.main([], Answers("y", "yes")) == 1
    assert (lived_in / "secret_key").exists()


def test_a_reset_refuses_while_the_product_runs(lived_in: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_one(lived_in):
        assert resetting.main(["--yes"]) == 1
    assert "runs here already" in capsys.readouterr().err
    assert (lived_in / "secret_key").exists()


def test_a_reset_refuses_while_one_service_runs(
    lived_in: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        monkeypatch.setenv("PORTAL_PORT", str(port))
        assert resetting.main(["--yes"]) == 1
    assert f"something listens on port {port}" in capsys.readouterr().err
    assert (lived_in / "secret_key").exists()


def test_a_reset_where_nothing_is_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert resetting.main(["--yes"]) == 0
    assert "nothing to delete" in capsys.readouterr().out
