"""Moments are stored with their zone and told with their offset, whatever zone the database's server lives in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from backend.migrating import upgrade
from tests.backend.migrations.databases import new_database
from tests.backend.serving import RunningServer, test_settings


@pytest.fixture
def abroad(postgres: str) -> Iterator[str]:
    """A migrated database whose sessions begin in another time zone."""
    with new_database(postgres) as url:
        upgrade(url)
        with psycopg.connect(url, autocommit=True) as connection:
            name = sql.Identifier(str(make_url(url).database))
            connection.execute(sql.SQL("alter database {} set timezone = 'Asia/Kathmandu'").format(name))
        yield url


def test_no_column_holds_a_moment_without_its_zone(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns "
            "where data_type like '%without time zone' and table_schema in ('public', 'jobs')"
        )
        assert found.fetchall() == []


def test_the_api_tells_moments_with_their_offset(abroad: str, tmp_path: Path) -> None:
    with RunningServer(test_settings(abroad, tmp_path)) as server:
        client = httpx2.Client(base_url=f"{server.url}/api/v1/", timeout=30, verify=False)
        with client:
            person = {"email": "ana@example.com", "name": "Ana", "password": "a good password 1"}
            token = client.post("auth/signup", json=person).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            opened = {"title": "¿Y mi pago?", "category": "buying", "description": "Vendí mi Jetta."}
            client.post("tickets", json=opened)
            moments = [client.get("tickets").json()["items"][0]["created_at"], client.get("me").json()["created_at"]]
    for moment in map(datetime.fromisoformat, moments):
        assert moment.utcoffset() is not None
        assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)
    assert [moment[-1] for moment in moments] == ["Z", "Z"]
