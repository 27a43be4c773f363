"""Writing conversations and artefacts: strict, in a fixed order, and never half a file under a final name."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from shared.conversations.schema import Conversation, Meta, Outcomes, Turn

FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula begins so."""
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_NEW_FILE_MODE = 0o666


def to_record(conversation: Conversation) -> dict[str, Any]:
    """`conversation` as a JSON object, its keys in the record's order: what is unknown is left out, what was not
    understood on reading follows after the known fields. `read_line` of it gives the same conversation."""
    return {
        "conversation_id": conversation.conversation_id,
        "meta": _section(conversation.meta),
        "transcript": [_turn(turn) for turn in conversation.transcript],
        "outcomes": _section(conversation.outcomes),
        **conversation.extra,
    }


def to_json(value: object) -> bytes:
    """`value` as JSON on one line. Infinity and NaN become null."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer over 64 bits, or nested deeper than orjson writes
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def write_jsonl(path: str | Path, records: Iterable[Conversation | Mapping[str, Any]]) -> int:
    """Write one object a line, atomically; returns how many. Nothing changes at `path` if `records` raises."""
    written = 0
    with replacing(path) as file:
        for record in records:
            file.write(to_json(to_record(record) if isinstance(record, Conversation) else record) + b"\n")
            written += 1
    return written


def write_json_atomic(path: str | Path, value: object) -> None:
    """Write `value` as indented UTF-8 JSON with a newline at its end, atomically."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    except TypeError:
        text = json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    with replacing(path) as file:
        file.write(text + b"\n")


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` at once when the block ends well, and is gone when it does not."""
    target = Path(path)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(target))
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def safe_cell(value: Any) -> Any:
    """`value` for a CSV cell: a text that a spreadsheet would run as a formula gets a leading apostrophe, `None` is
    an empty cell, numbers (also written ones such as "-5") stay as they are."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_START) and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def _section(section: Meta | Outcomes) -> dict[str, Any]:
    known = zip(section._fields[:-1], section[:-1], strict=True)
    return {**{name: value for name, value in known if value is not None}, **section.extra}


def _turn(turn: Turn) -> dict[str, Any]:
    return {"role": turn.role.value, "content": turn.content, **turn.extra}


def _mode_of(target: Path) -> int:
    """The access rights of the file that is replaced, else those of any new file (a temporary one is private)."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE_MODE & ~mask
