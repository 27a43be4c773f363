"""A database of an earlier release is brought to the newest revision and loses nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest
from alembic.script import Script, ScriptDirectory
from procrastinate.schema import SchemaManager

from backend import migrating, serving
from backend.demo.people import ADMIN, CUSTOMER, PASSWORD
from backend.migrating import alembic_config, downgrade, upgrade
from tests.backend.migrations.databases import new_database, old_database, rows_of, shape_of
from tests.backend.serving import RunningServer, test_settings

JOBS_3_10 = "c70ec4b400a6"
"""Of Procrastinate's schema at the version whose tables `0001` makes."""
SCRIPTS: list[Script] = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())


@pytest.fixture(scope="module")
def template(postgres: str) -> Iterator[str]:
    with old_database(postgres) as name:
        yield name


@pytest.fixture
def old(postgres: str, template: str) -> Iterator[str]:
    with new_database(postgres, template) as url:
        yield url


def test_the_old_database_has_rows_in_every_table(old: str) -> None:
    assert [name for name, rows in rows_of(old).items() if not rows] == []


def test_every_row_is_there_after_the_upgrade(old: str) -> None:
    before = rows_of(old)
    upgrade(old)
    after = rows_of(old)
    for table, rows in before.items():
        if table == "public.alembic_version":
            continue
        kept = [{column: row.get(column) for column in rows[0]} for row in after[table]]
        assert sorted(map(str, kept)) == sorted(map(str, rows)), table


def test_the_upgraded_database_is_like_a_new_one(postgres: str, old: str) -> None:
    upgrade(old)
    with new_database(postgres) as new:
        upgrade(new)
        assert plain_checks(shape_of(old)) == plain_checks(shape_of(new))


def test_the_application_answers_with_what_was_there(old: str, tmp_path: Path) -> None:
    with RunningServer(test_settings(old, tmp_path)) as server, signed_in(server, CUSTOMER.email) as customer:
        tickets = customer.get("tickets").json()["items"]
        assert 1022 in [ticket["number"] for ticket in tickets]
        newest = next(ticket for ticket in tickets if ticket["number"] == 1022)
        said = customer.get(f"tickets/{newest['id']}/messages").json()["items"]
        assert "¿Cuándo me pagan?" in [message["content"] for message in said]
        opened = customer.post("tickets", json={"title": "Otra", "category": "buying", "description": "Más."})
        assert opened.json()["number"] == 1023
        with signed_in(server, ADMIN.email) as admin:
            lines = admin.get("admin/conversations.jsonl").text.splitlines()
            assert len(lines) >= 4


@contextmanager
def signed_in(server: RunningServer, email: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=f"{server.url}/api/v1/", timeout=30, verify=False) as client:
        answer = client.post("auth/login", json={"email": email, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


def test_a_database_of_a_newer_version_is_said_and_left_alone(
    old: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(old) as connection:
        connection.execute("update alembic_version set version_num = 'ffff'")
    before = rows_of(old)
    monkeypatch.setenv("DATABASE_URL", old)
    for start in (serving.main, migrating.main):
        assert start() == 1
        said = capsys.readouterr().err
        assert said.startswith("acs: the database is at revision ffff and this version knows none after ")
        assert said.count("\n") == 1
    assert rows_of(old) == before


def test_every_migration_can_be_taken_back_and_made_again(postgres: str) -> None:
    """A migration that cannot says `ONE_WAY = "why"`."""
    with new_database(postgres) as url:
        for script in reversed(SCRIPTS):
            before = shape_of(url)
            upgrade(url, script.revision)
            after = shape_of(url)
            if getattr(script.module, "ONE_WAY", ""):
                continue
            downgrade(url, "-1")
            assert without_bookkeeping(shape_of(url)) == without_bookkeeping(before), script.revision
            upgrade(url, script.revision)
            assert shape_of(url) == after, script.revision


def plain_checks(shape: str) -> list[str]:
    """PostgreSQL writes a check with other casts once it was dumped and read again."""
    casts = re.compile(r"::character varying|::text|\[\]|[()]")
    return [casts.sub("", line) if " = ANY (" in line else line for line in shape.splitlines()]


def without_bookkeeping(shape: str) -> str:
    """Alembic's own table stays when everything else is taken back."""
    parts = [part for part in shape.split("\n--\n") if "alembic_version" not in part]
    return "\n".join(
        line for part in parts for line in part.splitlines() if line and not line.startswith("SET default_")
    )


def test_the_jobs_tables_are_those_of_the_installed_library() -> None:
    """Fails when Procrastinate brings other tables: then a migration runs what it ships for that."""
    schema = hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest()
    assert schema.startswith(JOBS_3_10)
