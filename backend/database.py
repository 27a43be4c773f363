"""PostgreSQL: the engine, the one kind of session, and what every table shares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import DateTime, Enum, MetaData, Text, Uuid, make_url
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from backend.settings import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
JsonData = dict[str, Any]
KEEPALIVES = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""libpq's words for noticing within a minute that the other end is gone (seconds; no part on a Unix socket)."""


class Base(DeclarativeBase):
    """Every table. There are no relationships: a query says what it loads."""

    metadata = MetaData(naming_convention=NAMING)
    __mapper_args__ = {"eager_defaults": True}  # noqa: RUF012 - what an update sets (`updated_at`) is read with it
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        str: Text(),
        JsonData: JSONB(),
        list[Any]: JSONB(),
    }


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A column type of a `StrEnum`: text with a named check, so that adding a value is a small migration."""
    return Enum(
        kind, name=name, native_enum=False, create_constraint=True, length=32,
        values_callable=lambda members: [member.value for member in members],
    )  # fmt: skip


class Database:
    """One process's pool of connections."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=settings.database_pool_size,
            max_overflow=0,  # connections beyond the pool would be opened and closed all the time under load
            pool_use_lifo=True,  # the same few connections, whose statements are prepared
            use_native_hstore=False,
            hide_parameters=True,  # errors quote statements: what is in the rows is nobody's business
            connect_args={**KEEPALIVES, "options": _in_utc(url)},
            pool_timeout=settings.database_pool_timeout_sec,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
        )
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A transaction: committed when the block ends well, rolled back when it raises."""
        async with self.sessions() as session:
            try:
                yield session
            except BaseException:
                await session.rollback()
                raise
            await session.commit()

    async def close(self) -> None:
        await self.engine.dispose()


def _in_utc(url: str) -> str:
    """What the address asks of its sessions, and that they tell moments in UTC wherever the server lives."""
    given = conninfo_to_dict(libpq_url(url)).get("options") or ""
    return f"{given} -c timezone=UTC".strip()


def sqlalchemy_url(url: str) -> str:
    """`url` with the driver that is used here; any spelling of a PostgreSQL address is fine."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """`url` as libpq understands it, for connections outside the pool."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
