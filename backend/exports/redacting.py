"""Taking out of exported lines what identifies people."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from shared.conversations.redaction import redact


def redacted(lines: Iterable[bytes]) -> list[bytes]:
    """Each line, a conversation record, with the contents of its messages redacted."""
    return [_redacted(line) for line in lines]


def _redacted(line: bytes) -> bytes:
    record = orjson.loads(line)
    changed = False
    for turn in record["transcript"]:
        before = turn["content"]
        turn["content"] = redact(before)
        changed = changed or turn["content"] != before
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) if changed else line
