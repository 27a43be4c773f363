"""Databases for tests: a new one of the tests' PostgreSQL, filled as one of revision 0001; its rows, for comparing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from backend.database import libpq_url
from backend.embedded import program_folders

OLD = Path(__file__).parent / "revision_0001.sql"
PROGRAMS = max(program_folders().items())[1]
SCHEMAS = ("public", "jobs")
Rows = dict[str, list[dict[str, object]]]


@contextmanager
def new_database(server: str, template: str = "template0") -> Iterator[str]:
    """A database for the block, empty or a copy of another: its address."""
    name = f"trial_{uuid4().hex[:12]}"
    with psycopg.connect(libpq_url(server), autocommit=True) as connection:
        made = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        connection.execute(made)
        try:
            yield libpq_url(make_url(server).set(database=name).render_as_string(hide_password=False))
        finally:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextmanager
def old_database(server: str) -> Iterator[str]:
    """One of revision 0001 for the block: the name by which it can be copied."""
    with new_database(server) as url:
        fill_with_old(url)
        yield str(make_url(url).database)


def fill_with_old(url: str) -> None:
    """Make an empty database one of revision 0001, with rows in every table."""
    words = [
        str(PROGRAMS / "psql"),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        f"--dbname={url}",
        f"--file={OLD}",
    ]
    subprocess.run(words, check=True, capture_output=True)


def rows_of(url: str) -> Rows:
    """Every row of every table, as JSON, in the order of its text."""
    with psycopg.connect(libpq_url(url)) as connection:
        found = connection.execute(
            "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2", (list(SCHEMAS),)
        ).fetchall()
        question = sql.SQL("select to_jsonb(t) from {} t order by to_jsonb(t)::text")
        return {
            f"{schema}.{table}": [row[0] for row in connection.execute(question.format(sql.Identifier(schema, table)))]
            for schema, table in found
        }


def counters_of(url: str) -> dict[str, object]:
    """Where every sequence is."""
    with psycopg.connect(libpq_url(url)) as connection:
        found = connection.execute("select schemaname || '.' || sequencename, last_value from pg_sequences order by 1")
        return dict(found.fetchall())


def shape_of(url: str) -> str:
    """The tables, columns, constraints, indexes and functions."""
    words = [str(PROGRAMS / "pg_dump"), "--schema-only", "--no-owner", "--restrict-key=x", f"--dbname={url}"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
