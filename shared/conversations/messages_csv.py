"""A CSV of messages (`ticket_id,content,is_bot,created_at`) -> conversations, in bounded memory."""

from __future__ import annotations

import csv
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import BufferedReader
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from shared.conversations import fields
from shared.conversations.decoding import BYTE_ORDER_MARK, decode_text
from shared.conversations.lines import BROKEN_STREAM, MAX_LINE_BYTES, Chunk
from shared.conversations.rejections import InputError, RejectedLine, Rejection
from shared.conversations.schema import Role

REQUIRED = ("ticket_id", "content", "is_bot")
OPTIONAL = ("created_at",)
_DELIMITERS = ",;\t|"
_REJECTIONS_A_CHUNK = 1000
_TABLE = """CREATE TABLE message (
    ticket INTEGER, at REAL, row INTEGER, ticket_id TEXT, is_bot INTEGER, content TEXT, created_at TEXT, more TEXT
)"""
_INSERT = "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_IN_ORDER = "SELECT ticket, ticket_id, is_bot, content, created_at, more, at FROM message ORDER BY ticket, at, row"


class Columns(NamedTuple):
    """How the header of a messages CSV reads: its delimiter and its columns' names, lower case."""

    delimiter: str
    names: tuple[str, ...]


class _Message(NamedTuple):
    """One good row; `at` in seconds since 1970 if there is a date, `more` the other columns as JSON."""

    ticket_id: str
    is_bot: bool
    content: str
    created_at: str | None
    at: float | None
    more: dict[str, str]


def header_columns(head: bytes) -> Columns | None:
    """The columns if `head` begins with the header of a messages CSV, else `None`."""
    try:
        line = decode_text(head.splitlines()[0] if head.strip() else b"")
    except RejectedLine:
        return None
    for delimiter in _DELIMITERS:
        names = tuple(name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), []))
        if set(REQUIRED) <= set(names):
            return Columns(delimiter, names)
    return None


def wrong_header(name: str, head: bytes) -> str:
    """What to tell about a CSV that is not one of messages."""
    first = head.removeprefix(BYTE_ORDER_MARK).split(b"\n", 1)[0].decode("utf-8", "backslashreplace").strip()
    wanted = ", ".join((*REQUIRED, *OPTIONAL))
    return f"{name}: a messages CSV needs the columns {wanted}; its first line is {first[:120]!r}"


def csv_chunks(stream: BufferedReader, name: str, columns: Columns, size: int) -> Iterator[Chunk]:
    """The tickets as conversations, one a line, in the order in which they first appear; the messages of a ticket by
    `created_at`, those without a date after the message before them. A bad row is rejected with the number of the
    line on which it begins. Rows are sorted on disk, so the file may be larger than the memory."""
    with closing(sqlite3.connect("", check_same_thread=False)) as database:
        database.execute(_TABLE)
        yield from _load(stream, name, columns, database)
        yield from _conversations(database, name, size)


def _load(stream: BufferedReader, name: str, columns: Columns, database: sqlite3.Connection) -> Iterator[Chunk]:
    """Put the good rows into `database`; yields the bad ones."""
    tickets: dict[str, int] = {}
    latest: dict[str, float | None] = {}
    rejected: list[Rejection] = []
    for row in _Rows(stream, columns):
        message = row.message
        if isinstance(message, str):
            rejected.append(Rejection.of(name, row.line_number, message, row.raw))
            if len(rejected) == _REJECTIONS_A_CHUNK:
                yield Chunk(name, 1, b"", tuple(rejected))
                rejected = []
            continue
        ticket = tickets.setdefault(message.ticket_id, len(tickets))
        at = latest[message.ticket_id] = latest.get(message.ticket_id) if message.at is None else message.at
        more = orjson.dumps(message.more).decode() if message.more else None
        values = (ticket, at, row.line_number, message.ticket_id, message.is_bot, message.content)
        database.execute(_INSERT, (*values, message.created_at, more))
    if rejected:
        yield Chunk(name, 1, b"", tuple(rejected))


def _conversations(database: sqlite3.Connection, name: str, size: int) -> Iterator[Chunk]:
    first, lines, held = 1, list[bytes](), 0
    for _, messages in groupby(database.execute(_IN_ORDER), key=lambda message: message[0]):
        lines.append(orjson.dumps(_record([*messages])) + b"\n")
        held += len(lines[-1])
        if held >= size:
            yield Chunk(name, first, b"".join(lines))
            first, lines, held = first + len(lines), [], 0
    if lines:
        yield Chunk(name, first, b"".join(lines))


def _record(messages: list[tuple[Any, ...]]) -> dict[str, Any]:
    """The record of one ticket; columns that say the same in all its rows describe the conversation."""
    others: list[dict[str, str]] = [orjson.loads(more) if more else {} for *_, more, _ in messages]
    said = {
        name: {other[name] for other in others if name in other} for name in dict.fromkeys(n for o in others for n in o)
    }
    about = {name: values.pop() for name, values in said.items() if len(values) == 1}
    transcript = []
    for (_, _, is_bot, content, created_at, _, _), other in zip(messages, others, strict=True):
        turn = {"role": Role.ASSISTANT if is_bot else Role.USER, "content": content}
        turn |= {"created_at": created_at} if created_at else {}
        transcript.append(turn | {name: value for name, value in other.items() if name not in about})
    return {"conversation_id": messages[0][1], "meta": _meta(messages), "transcript": transcript} | about


def _meta(messages: list[tuple[Any, ...]]) -> dict[str, Any]:
    """When the ticket began and, where two or more messages have a date, how long it took in seconds."""
    dated = [message for message in messages if message[4]]
    if not dated:
        return {}
    meta = {"created_at": dated[0][4]}
    if len(dated) == len(messages) > 1:
        meta["duration_sec"] = round(dated[-1][6] - dated[0][6], 3)
    return meta


class _Row(NamedTuple):
    """A row and the line on which it begins; `message` is the reason where it is unusable."""

    line_number: int
    raw: bytes
    message: _Message | str


class _Lines:
    """The lines of a CSV as text, for `csv.reader`; remembers those of the row that is being read."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._again: deque[bytes] = deque()
        self._row: list[bytes] = []
        self.number = 0
        self.broken: str | None = None
        self.unreadable: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next_line()
        if not line:
            raise StopIteration
        self.number += 1
        self._row.append(line)
        try:
            return decode_text(line)
        except RejectedLine as unusable:
            self.unreadable = unusable.reason
            return "unreadable"

    def start_row(self) -> int:
        """Forget the row before; the number of the line on which the next one begins."""
        self._row, self.unreadable = [], None
        return self.number + 1

    def give_back(self) -> None:
        """Read all lines of the row but the first again: a quote that nobody closed may have swallowed good rows."""
        self._again.extendleft(reversed(self._row[1:]))
        self.number -= len(self._row) - 1
        del self._row[1:]

    def raw_row(self) -> bytes:
        return b"".join(self._row).rstrip(b"\r\n")

    def _next_line(self) -> bytes:
        if self.broken is not None:
            return b""
        try:
            return self._stream.readline(MAX_LINE_BYTES)
        except BROKEN_STREAM as error:
            self.broken = f"the input breaks off here: {error or type(error).__name__}"
            return b""


class _Rows:
    """The rows of a messages CSV after its header."""

    def __init__(self, stream: BufferedReader, columns: Columns) -> None:
        self._lines = _Lines(stream)
        self._columns = columns

    def __iter__(self) -> Iterator[_Row]:
        limit = csv.field_size_limit(MAX_LINE_BYTES)
        try:
            yield from self._rows()
        finally:
            csv.field_size_limit(limit)

    def _rows(self) -> Iterator[_Row]:
        lines = self._lines
        reader = csv.reader(lines, delimiter=self._columns.delimiter, strict=True)
        try:
            next(reader, None)
        except csv.Error as error:
            raise InputError(f"the header of the messages CSV cannot be read: {error}") from error
        while True:
            begins = lines.start_row()
            try:
                values = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                lines.give_back()
                yield _Row(begins, lines.raw_row(), f"not a CSV row: {error}")
                continue
            if any(value.strip() for value in values):
                yield _Row(begins, lines.raw_row(), lines.unreadable or self._read(values))
        if lines.broken is not None:
            yield _Row(begins, b"", lines.broken)

    def _read(self, values: list[str]) -> _Message | str:
        if len(values) != len(self._columns.names):
            return f"{len(values)} cells where the header has {len(self._columns.names)}"
        row = dict(zip(self._columns.names, values, strict=True))
        ticket_id, is_bot = fields.text(row.pop("ticket_id")), _is_bot(row.pop("is_bot"))
        content, date = row.pop("content"), fields.text(row.pop("created_at", ""))
        when = fields.moment(date) if date else None
        missing: list[tuple[bool, str]] = [
            (ticket_id is None, "no ticket_id"),
            (is_bot is None, "is_bot is neither true nor false"),
            (not content.strip(), "no content"),
            (date is not None and when is None, f"created_at is no date: {date!r}"),
        ]
        if wrong := next((reason for is_wrong, reason in missing if is_wrong), None):
            return wrong
        more = {name: value for name, value in row.items() if name and value.strip()}
        return _Message(str(ticket_id), bool(is_bot), content, date, _seconds(when), more)


def _seconds(when: datetime | None) -> float | None:
    return when.timestamp() if when else None


def _is_bot(value: str) -> bool | None:
    role = fields.role(value)
    return fields.truth(value) if role is None else role is Role.ASSISTANT
