"""A database of its own for the jobs, so that no other test's worker takes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from backend.database import sqlalchemy_url
from backend.migrating import upgrade
from backend.settings import Settings
from tests.backend.serving import test_settings

NAME = "jobs_alone"


@pytest.fixture(scope="session")
def server_engine(postgres: str) -> Iterator[Engine]:
    """A way into the PostgreSQL server from beside the jobs' database."""
    made = create_engine(sqlalchemy_url(postgres), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def jobs_url(postgres: str, server_engine: Engine) -> str:
    """A migrated database in which nobody else works."""
    with server_engine.connect() as connection:
        connection.execute(text(f"create database {NAME}"))
    url = make_url(postgres).set(database=NAME).render_as_string(hide_password=False)
    upgrade(url)
    return url


@pytest.fixture
def jobs_engine(jobs_url: str) -> Iterator[Engine]:
    """A way into the jobs' database, with an empty queue."""
    path = {"options": "-c search_path=public,jobs"}
    made = create_engine(sqlalchemy_url(jobs_url), poolclass=NullPool, connect_args=path)
    with made.begin() as connection:
        connection.execute(
            text("truncate procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers cascade")
        )
        connection.execute(text("truncate users, throttles cascade"))
    yield made
    made.dispose()


@pytest.fixture
def jobs_settings(jobs_url: str, jobs_engine: Engine, tmp_path: Path) -> Settings:
    return test_settings(jobs_url, tmp_path, shutdown_sec=1.0)
