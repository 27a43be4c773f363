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


class NewerDatabase(Exception):
    """The database is at a revision that this version of the code does not have."""


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
        check_revision(connection)
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


def check_database(url: str) -> None:
    """Raises `NewerDatabase` where this code cannot serve the database at `url`."""
    with create_engine(sqlalchemy_url(url), poolclass=NullPool).connect() as connection:
        check_revision(connection)


def check_revision(connection: Connection) -> None:
    """Raises `NewerDatabase` where nothing here can be done."""
    current = current_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if current is not None and current not in known:
        raise NewerDatabase(
            f"the database is at revision {current} and this version knows none after {newest_revision()}: start the "
            "newer version, or restore a backup of this one"
        )


def main() -> int:
    """`make migrate`; the exit code: 0 done, 1 it could not be done, 2 the settings are wrong."""
    from backend.serving import CannotStart, checked_settings, failed, reachable_database

    try:
        settings = checked_settings()
        with reachable_database(settings) as url:
            upgrade(url)
    except CannotStart as error:
        return failed(str(error), error.exit_code)
    sys.stdout.write(f"the database is at revision {newest_revision()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
