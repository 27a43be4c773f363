"""Customers with something to ask, and further servers on the same database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from shared.llm.client import ModelClient
from tests.backend.people import Person
from tests.backend.records import add_record
from tests.backend.serving import RunningServer, test_settings

Replica = Callable[..., RunningServer]


@pytest.fixture
def customer(person: Callable[..., Person], engine: Engine) -> Person:
    """A customer who is owed money for a Jetta and has an offer for a Sentra."""
    made = person()
    due = (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
    add_record(engine, made.id, "payout", "scheduled", item="Jetta 2018", amount=241_300, date=due, account="8842")
    add_record(engine, made.id, "offer", "active", item="Sentra 2017", amount=162_000, expires=due)
    return made


@pytest.fixture
def replica(database_url: str, clean: None, tmp_path: Path) -> Iterator[Replica]:
    """Starts further servers on the same database: `replica(llm=…, reply_lease_sec=…)`."""
    with ExitStack() as stack:

        def start(llm: ModelClient | None = None, **changes: Any) -> RunningServer:
            settings = test_settings(database_url, tmp_path, jobs_in_process=False, **changes)
            return stack.enter_context(RunningServer(settings, llm))

        yield start


@pytest.fixture
def at() -> Iterator[Callable[[RunningServer, Person], Person]]:
    """The same person at another server."""
    made: list[Person] = []

    def there(server: RunningServer, who: Person) -> Person:
        made.append(Person(server.url, who.id, who.session_id, who.email, who.token))
        return made[-1]

    yield there
    for one in made:
        one.close()
