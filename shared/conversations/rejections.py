"""What could not be read, and why: nothing that was given in is dropped silently."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

MAX_RAW_BYTES = 64 * 1024


class InputError(Exception):
    """An input that cannot be read at all; the message is one line for the person who named it."""


class RejectedLine(Exception):
    """A line that holds no usable conversation."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Rejection(NamedTuple):
    """One line of an input that was not accepted.

    `line_number` counts from 1: the line of a JSONL file, the line a row of a CSV begins on, the position in a JSON
    array. `raw` is the line, or its head when it is longer than `MAX_RAW_BYTES`; then `raw_bytes` and `sha256`
    identify the whole.
    """

    source: str
    line_number: int
    reason: str
    raw: bytes = b""
    raw_bytes: int | None = None
    sha256: str | None = None

    @classmethod
    def of(cls, source: str, line_number: int, reason: str, raw: bytes) -> Rejection:
        """The rejection of `raw`; keeps at most `MAX_RAW_BYTES` of it."""
        if len(raw) <= MAX_RAW_BYTES:
            return cls(source, line_number, reason, raw)
        return cls(source, line_number, reason, raw[:MAX_RAW_BYTES], len(raw), sha256(raw).hexdigest())


def rejection_record(rejection: Rejection) -> dict[str, Any]:
    """`rejection` as a line of `rejected.jsonl`. Bytes that are not UTF-8 are written as `\\xNN`."""
    record: dict[str, Any] = {
        "source": rejection.source,
        "line": rejection.line_number,
        "reason": rejection.reason,
        "raw": rejection.raw.decode("utf-8", "backslashreplace"),
    }
    if rejection.raw_bytes is not None:
        record |= {"raw_bytes": rejection.raw_bytes, "sha256": rejection.sha256}
    return record
