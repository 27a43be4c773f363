"""A backend whose model does what an attacker wants, and customers to attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.backend.conftest import (  # noqa: F401 - fixtures
    api,
    clean,
    database_url,
    engine,
    person,
    postgres,
    server,
    settings,
)
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET, RunningServer, test_settings
from tests.threats.hostile_model import HostileModel
from tests.threats.victims import with_records

Replica = Callable[..., RunningServer]


@pytest.fixture(scope="session")
def hostile() -> HostileModel:
    """The model; a test says what it says."""
    return HostileModel()


@pytest.fixture(scope="session")
def hostile_server(
    database_url: str,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
    hostile: HostileModel,
) -> Iterator[RunningServer]:
    """A backend on it."""
    folder = tmp_path_factory.mktemp("hostile")
    with RunningServer(test_settings(database_url, folder, jobs_in_process=False), hostile.client()) as running:
        yield running


@pytest.fixture
def attacker(hostile_server: RunningServer, engine: Engine, clean: None) -> Iterator[Person]:  # noqa: F811
    """A customer with a record of every kind."""
    with made_person(engine, hostile_server.url, SECRET) as made:
        with_records(engine, made, "own")
        yield made


@pytest.fixture
def victim(hostile_server: RunningServer, engine: Engine, clean: None) -> Iterator[Person]:  # noqa: F811
    """Another customer with a record of every kind."""
    with made_person(engine, hostile_server.url, SECRET) as made:
        with_records(engine, made, "Jacaranda")
        yield made


@pytest.fixture
def replica(database_url: str, clean: None, tmp_path: Path, hostile: HostileModel) -> Iterator[Replica]:  # noqa: F811
    """Starts further backends on the same database: `replica(messages_per_day=2)`."""
    with ExitStack() as stack:

        def start(**changes: Any) -> RunningServer:
            made = test_settings(database_url, tmp_path, **({"jobs_in_process": False} | changes))
            return stack.enter_context(RunningServer(made, hostile.client()))

        yield start
