"""The migrations make the tables that the code describes."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Engine

from backend.migrating import alembic_config


def test_nothing_is_missing_from_the_migrations(engine: Engine) -> None:
    with engine.begin() as connection:
        command.check(alembic_config(connection))  # raises and says what differs
