"""Taking out of exported lines what identifies people."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from backend.exports.stream import Row
from shared.conversations.redaction import redact


def redacted(rows: Iterable[Row]) -> list[bytes]:
    """Each line, a conversation record, with the contents of its messages redacted; beside it, its customer's name."""
    return [_redacted(*row) for row in rows]


def _redacted(line: bytes, name: bytes = b"") -> bytes:
    record = orjson.loads(line)
    names, changed = (name.decode(),), False
    for turn in record["transcript"]:
        before = turn["content"]
        turn["content"] = redact(before, names)
        changed = changed or turn["content"] != before
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) if changed else line
