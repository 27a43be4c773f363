"""A new database beside the one in use, and the exchange of the two in one step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from backend.backups.manifest import BackupFailed
from backend.database import libpq_url

_NEW, _OLD = "{}_restoring", "{}_replaced"
LEAVING_SEC = 5.0
_CONNECT_SEC, _STEP_SEC = 10, 0.05


def holds_anything(url: str) -> bool:
    """Whether somebody would miss something: accounts, or tables that are not ours."""
    with psycopg.connect(url, connect_timeout=_CONNECT_SEC) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        tables = {row[0] for row in rows}
        if "users" not in tables:
            return bool(tables - {"alembic_version"})
        return connection.execute("select 1 from users limit 1").fetchone() is not None


def check_unused(url: str) -> None:
    """Raises `BackupFailed` while anybody else is connected. Who has just left is waited for: the server takes a moment
    to notice."""
    give_up = time.monotonic() + LEAVING_SEC
    with psycopg.connect(url, connect_timeout=_CONNECT_SEC, autocommit=True) as connection:
        while others := _others(connection):
            if time.monotonic() > give_up:
                raise BackupFailed(f"the database is in use ({others} connections); stop the product first")
            time.sleep(_STEP_SEC)


def _others(connection: psycopg.Connection) -> int:
    found = connection.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
        "and backend_type = 'client backend'"
    ).fetchone()
    return int(found[0]) if found else 0


@contextmanager
def beside(url: str) -> Iterator[str]:
    """A new, empty database on the same server: its address. Gone after the block unless `exchange` was called."""
    new = _NEW.format(_name(url))
    with _elsewhere(url) as connection:
        connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(new)))
        try:
            connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(new)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupFailed(
                "the database's user may not create databases, which restoring needs: alter role … createdb"
            ) from error
    try:
        yield libpq_url(make_url(url).set(database=new).render_as_string(hide_password=False))
    finally:
        with _elsewhere(url) as connection:
            connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(new)))


def exchange(url: str) -> None:
    """The new database takes the other's name, in one transaction; the other one is kept under a name of its own."""
    name = _name(url)
    one, new, old = (sql.Identifier(each) for each in (name, _NEW.format(name), _OLD.format(name)))
    with _elsewhere(url) as connection:
        connection.execute(sql.SQL("drop database if exists {}").format(old))
        with connection.transaction():
            connection.execute(sql.SQL("alter database {} rename to {}").format(one, old))
            connection.execute(sql.SQL("alter database {} rename to {}").format(new, one))


def forget_replaced(url: str) -> None:
    """Drop the one that `exchange` kept. Where that fails the next restoring does it."""
    with suppress(psycopg.Error), _elsewhere(url) as connection:
        old = sql.Identifier(_OLD.format(_name(url)))
        connection.execute(sql.SQL("drop database if exists {}").format(old))


@contextmanager
def _elsewhere(url: str) -> Iterator[psycopg.Connection]:
    """A connection to another database of the server: one that is in use is not renamed."""
    other = "template1" if _name(url) == "postgres" else "postgres"
    address = libpq_url(make_url(url).set(database=other).render_as_string(hide_password=False))
    with psycopg.connect(address, autocommit=True, connect_timeout=_CONNECT_SEC) as connection:
        yield connection


def _name(url: str) -> str:
    given = make_url(url)
    return given.database or given.username or "postgres"
