"""One export: a connection of its own that gives lines as fast as they are taken, and is gone when nobody takes them.

It reads in a thread, a chunk at a time: row by row, an event loop would spend four times the processor's time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from backend.database import libpq_url
from backend.errors import TooMany, Unavailable

logger = logging.getLogger(__name__)
CHUNK_BYTES = 64 * 1024
AT_ONCE = 4
"""Exports over all replicas: each has a connection and a snapshot, which holds back vacuum."""
RETRY_AFTER_SEC = 10
CONNECT_SEC = 10
STALLED_SEC = 60.0
"""Who takes nothing for so long has gone away, or might as well have."""
CANCEL_SEC = 5
_PLACES = 0x65787074
"""The class of the advisory locks that count the exports; a lock is free again when its connection is gone."""
_SETTINGS = """
set timezone = 'UTC'; set statement_timeout = 0; set jit = off; set max_parallel_workers_per_gather = 0;
set enable_bitmapscan = off -- an index scan gives a ticket's messages in order, a bitmap scan would have to sort them
"""

Row = Sequence[bytes]
"""A line, and what comes beside it."""
Edit = Callable[[list[Row]], list[bytes]]


class Export:
    """A running export. `chunks` can be read once; `lines` is how many it gave so far, `complete` whether all."""

    def __init__(self, connection: psycopg.Connection, records: sql.Composed) -> None:
        self._connection = connection
        self._records = records
        self._source: Generator[bytes, None, None] | None = None
        self._thread = ThreadPoolExecutor(1, "export")
        self.lines, self.complete = 0, False

    async def chunks(self, edit: Edit | None = None) -> AsyncIterator[bytes]:
        """Lines, about `CHUNK_BYTES` of them at a time, all of one snapshot; `edit` changes them, in the thread.

        Raises `psycopg.Error` when the database goes away or the export was ended because nobody took anything: the
        answer breaks off, and cannot be taken for a whole file.
        """
        loop = asyncio.get_running_loop()
        self._source = self._read(edit)
        while (chunk := await loop.run_in_executor(self._thread, next, self._source, None)) is not None:
            stalled = loop.call_later(STALLED_SEC, self._give_up)
            try:
                yield chunk
            finally:
                stalled.cancel()
        self.complete = True
        await loop.run_in_executor(self._thread, self._connection.close)  # the client may take its time for the rest

    def close(self) -> None:
        """End it, wherever it is: what runs is cancelled, so that the server does not go on for nobody. Waits."""
        if self._connection.info.transaction_status is TransactionStatus.ACTIVE:
            with suppress(psycopg.Error):
                self._connection.cancel_safe(timeout=CANCEL_SEC)
        self._thread.submit(self._closed)
        self._thread.shutdown()

    def _closed(self) -> None:
        try:
            with suppress(psycopg.Error):
                if self._source is not None:
                    self._source.close()
        finally:
            self._connection.close()

    def _read(self, edit: Edit | None) -> Generator[bytes, None, None]:
        with self._connection.cursor() as cursor, cursor.copy(self._records) as copy:
            rows, size = list[Row](), 0
            for row in copy.rows():
                rows.append(row)
                size += len(row[0])
                if size >= CHUNK_BYTES:
                    yield self._chunk(rows, edit)
                    rows, size = [], 0
            if rows:
                yield self._chunk(rows, edit)

    def _chunk(self, rows: list[Row], edit: Edit | None) -> bytes:
        self.lines += len(rows)
        return b"".join(edit(rows) if edit else (row[0] for row in rows))

    def _give_up(self) -> None:
        logger.warning("an export was ended: nothing was taken from it for %s s", STALLED_SEC)
        # The thread is idle now, so that this runs at once and what is read next finds a closed connection.
        self._thread.submit(self._connection.close)


@asynccontextmanager
async def exporting(database_url: str, records: sql.Composed) -> AsyncIterator[Export]:
    """An export while the block runs; leaving it early cancels the query.

    Raises `TooMany` where `AT_ONCE` run already, `Unavailable` where the database cannot be reached.
    """
    export = Export(await asyncio.to_thread(_connected, database_url), records)
    try:
        yield export
    finally:
        await asyncio.shield(asyncio.to_thread(export.close))


def _connected(database_url: str) -> psycopg.Connection:
    try:
        connection = psycopg.connect(
            libpq_url(database_url), autocommit=True, connect_timeout=CONNECT_SEC, application_name="export"
        )
    except psycopg.OperationalError as error:
        raise Unavailable("the database has no connection for an export right now; try again") from error
    try:
        connection.execute(_SETTINGS)
        _take_a_place(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _take_a_place(connection: psycopg.Connection) -> None:
    for place in range(AT_ONCE):
        row = connection.execute("select pg_try_advisory_lock(%s, %s)", (_PLACES, place)).fetchone()
        if row is not None and row[0]:
            return
    raise TooMany(f"{AT_ONCE} exports are running; wait for one to end", retry_after_sec=RETRY_AFTER_SEC)
