"""The rows of a dump, into tables that our migrations made. Nothing else of it is used: no statement of it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from backend.backups import tools
from backend.backups.manifest import BackupFailed
from backend.database import libpq_url, sqlalchemy_url

SCHEMAS = ("public", "jobs")
_ENTRY = re.compile(r" TABLE DATA (\S+) (\S+) \S+$")
_COPY = re.compile(rb"^COPY [^(]+\((.*)\) FROM stdin;$")
_SETVAL = re.compile(r"^SELECT pg_catalog\.setval\('((?:public|jobs)\.\w+)', (\d+), (true|false)\);$", re.MULTILINE)
_END = b"\\."


class Table(NamedTuple):
    schema: str
    name: str

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


_OURS_TO_SET = {Table("public", "alembic_version")}


def load(dumped: Path, url: str) -> None:
    """Fill the database at `url`, whose tables are those of the dump's revision, in one transaction.

    Raises `BackupFailed`.
    """
    tables = _tables(url)
    _check_contents(dumped, tables)
    try:
        with psycopg.connect(libpq_url(url)) as connection:
            listed = sql.SQL(", ").join(table.identifier for table in tables)
            connection.execute(sql.SQL("truncate {}").format(listed))
            for table in tables:
                _fill(connection, dumped, table)
            for name, value, called in _SETVAL.findall(tools.sequences(dumped)):
                connection.execute("select setval(%s::regclass, %s, %s)", (name, int(value), called == "true"))
    except psycopg.Error as error:
        said = error.diag.message_primary or str(error)
        raise BackupFailed(f"its rows do not fit the tables of its revision: {said}; nothing was changed") from error


def _tables(url: str) -> list[Table]:
    """Those that are there, each after the ones that it refers to."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        return [table for table in _sorted(connection) if table not in _OURS_TO_SET]


def _sorted(connection: Connection) -> Iterator[Table]:
    for schema in SCHEMAS:
        for name, _ in inspect(connection).get_sorted_table_and_fkc_names(schema):
            if name is not None:
                yield Table(schema, name)


def _check_contents(dumped: Path, tables: Sequence[Table]) -> None:
    held = {Table(found[1], found[2]) for line in tools.contents(dumped) if (found := _ENTRY.search(line))}
    differing = sorted((held ^ set(tables)) - _OURS_TO_SET)
    if differing:
        names = ", ".join(".".join(table) for table in differing[:5])
        raise BackupFailed(f"its database does not have the tables of its revision ({names}); nothing was changed")


def _fill(connection: psycopg.Connection, dumped: Path, table: Table) -> None:
    """Triggers of ours (the jobs' own log) have fired already when the rows were written first."""
    alter = sql.SQL("alter table {} {} trigger user")
    connection.execute(alter.format(table.identifier, sql.SQL("disable")))
    with tools.reading(dumped, *table) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        lines = iter(reader.stdout)
        columns = _columns(lines)
        if columns is None:
            raise BackupFailed(f"the rows of {'.'.join(table)} are missing; nothing was changed")
        named = sql.SQL(", ").join(map(sql.Identifier, columns))
        with connection.cursor().copy(sql.SQL("copy {} ({}) from stdin").format(table.identifier, named)) as copy:
            whole = _write(lines, copy)
        rest = reader.stdout.read()
        said = reader.stderr.read().decode(errors="replace")
    if reader.returncode != 0 or not whole:
        raise BackupFailed(f"the rows of {'.'.join(table)} cannot be read ({len(rest)} bytes later): {said[:300]}")
    connection.execute(alter.format(table.identifier, sql.SQL("enable")))


def _columns(lines: Iterator[bytes]) -> list[str] | None:
    for line in lines:
        found = _COPY.match(line.rstrip(b"\n"))
        if found:
            return [name.strip('"').replace('""', '"') for name in found[1].decode().split(", ")]
    return None


def _write(lines: Iterator[bytes], copy: psycopg.Copy) -> bool:
    """Whether the end of the rows was there."""
    for line in lines:
        if line.rstrip(b"\n") == _END:
            return True
        copy.write(line)
    return False
