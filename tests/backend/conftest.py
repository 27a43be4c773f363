"""A real PostgreSQL and a real server for every test of the backend.

One embedded PostgreSQL, one migrated database and one uvicorn a test process; every test starts with empty tables.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from backend.database import sqlalchemy_url
from backend.embedded import embedded_postgres
from backend.migrating import upgrade
from backend.settings import Settings
from tests.backend.emptying import empty_tables
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET, RunningServer, test_settings

FAST = (
    "alter system set fsync = off",
    "alter system set synchronous_commit = off",
    "alter system set full_page_writes = off",
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that forgets: fast, and gone after the tests.

    Not under pytest's own folder: every run that starts takes that one's permissions back, and root's PostgreSQL runs
    as another user.
    """
    own = tempfile.TemporaryDirectory(prefix="acs-pg-", ignore_cleanup_errors=True)
    with own as folder, embedded_postgres(Path(folder) / "data") as url:
        engine = create_engine(sqlalchemy_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in FAST:
                connection.execute(text(statement))
            connection.execute(text("select pg_reload_conf()"))
        yield url


@pytest.fixture(scope="session")
def database_url(postgres: str) -> str:
    """A migrated database."""
    upgrade(postgres)
    return postgres


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the tests' server: quick hashes, no demo data, no limit that a test would meet by chance."""
    return test_settings(database_url, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[RunningServer]:
    """The tests' server."""
    with RunningServer(settings) as running:
        yield running


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """A plain, synchronous way into the database, for setting up and looking."""
    made = create_engine(sqlalchemy_url(database_url))
    yield made
    made.dispose()


@pytest.fixture
def clean(engine: Engine) -> None:
    """Empty tables before the test."""
    empty_tables(engine)


@pytest.fixture
def api(server: RunningServer, clean: None) -> Iterator[httpx2.Client]:
    """An HTTP client that is not signed in; paths are relative to `/api/v1/`."""
    # `verify=False`: plain HTTP needs no certificates, and loading them takes 60 ms a client.
    with httpx2.Client(base_url=f"{server.url}/api/v1/", timeout=30, verify=False) as client:
        yield client


@pytest.fixture
def person(engine: Engine, server: RunningServer, clean: None) -> Iterator[Callable[..., Person]]:
    """Makes signed-in people: `person()` a customer, `person("admin")` an admin."""
    made: list[Person] = []

    def make(role: str = "customer", **about: str) -> Person:
        made.append(made_person(engine, server.url, SECRET, role, **about))
        return made[-1]

    yield make
    for one in made:
        one.close()
