"""The first admin is made from the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.admin.first import main
from tests.backend.people import Person

People = Callable[..., Person]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)


@pytest.mark.usefixtures("here")
def test_whoever_has_signed_up_becomes_an_admin(person: People, capsys: pytest.CaptureFixture[str]) -> None:
    ana, eva = person(email="ana@example.com"), person(email="eva@example.com")
    assert ana.get("admin/users").status_code == 403
    assert main([" Ana@Example.com"]) == 0
    assert "is an admin now" in capsys.readouterr().out
    assert ana.get("admin/users").status_code == 200
    assert eva.get("admin/users").status_code == 403


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nobody@example.com"], 1, "nobody has signed up as nobody@example.com"),
        ([], 2, "make admin EMAIL="), (["ana"], 2, "make admin EMAIL="),
    ],
)  # fmt: skip
def test_nobody_else_does(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err


def test_a_database_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert main(["ana@example.com"]) == 1
    assert "cannot be reached" in capsys.readouterr().err
