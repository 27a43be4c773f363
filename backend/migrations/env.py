"""Alembic's entry: one connection, one transaction, one replica at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, text

from backend.database import sqlalchemy_url
from backend.embedded import database_url
from backend.models import Base
from backend.settings import Settings

LOCK = 7_274_126
"""Any number, the same in every replica."""


def migrate(connection: Connection) -> None:
    """Run what is asked for while every other replica waits at the lock."""
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with database_url(Settings()) as url, create_engine(sqlalchemy_url(url)).connect() as made:
        migrate(made)
        made.commit()
