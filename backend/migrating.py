"""Migrations from code: at start-up, and `python -m backend.migrating` for `make migrate`."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from backend.database import sqlalchemy_url
from backend.embedded import database_url
from backend.settings import Settings


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`. Replicas that come at the same time wait for the first and find it done."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision` ("base": nothing left)."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def newest_revision() -> str:
    """The revision that this code expects."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None, "there is at least one migration"
    return head


def current_revision(connection: Connection) -> str | None:
    """The revision that a database is at; `None` for one that was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


if __name__ == "__main__":
    with database_url(Settings()) as target:
        upgrade(target)
    sys.stdout.write(f"the database is at revision {newest_revision()}\n")
