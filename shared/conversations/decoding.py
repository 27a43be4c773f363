"""Bytes of one line -> the JSON value in them: strict and fast first, forgiving where that fails."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import orjson

from shared.conversations.rejections import RejectedLine

MAX_DEPTH = 100
"""Lists and objects inside each other. What is deeper could be read but not be written back."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def decode_json(raw: bytes) -> Any:
    """The JSON value in `raw`; also with a byte-order mark, in Windows-1252, with NaN, Infinity or half a surrogate
    pair (NaN and Infinity become `None`, half a pair U+FFFD). Raises `RejectedLine`."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _decode_forgivingly(raw)


def decode_text(raw: bytes) -> str:
    """`raw` as text: UTF-8 with or without a byte-order mark, else Windows-1252. Raises `RejectedLine`."""
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    if b"\0" in raw:
        raise RejectedLine("holds NUL bytes: binary data, or UTF-16 without a byte-order mark")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_windows_1252(raw, error)


def _decode_windows_1252(raw: bytes, utf8_error: UnicodeDecodeError) -> str:
    # Text that is UTF-8 in most places is damaged UTF-8: read as Windows-1252 every accent in it would come out wrong.
    damaged = not raw.decode("utf-8", "ignore").isascii()
    try:
        text = None if damaged else raw.decode("cp1252")
    except UnicodeDecodeError:
        text = None
    if text is None or _CONTROL.search(text):
        raise RejectedLine(f"not text in UTF-8 (byte {utf8_error.start + 1}) nor in Windows-1252")
    return text


def _decode_forgivingly(raw: bytes) -> Any:
    text = decode_text(raw)
    try:
        value = json.loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise RejectedLine(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise RejectedLine(f"nested more than {MAX_DEPTH} levels deep") from error
    except ValueError as error:
        raise RejectedLine("holds a number of thousands of digits") from error
    check_depth(value)
    return _without_surrogates(value) if "\\u" in text else value


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _without_surrogates(value: Any) -> Any:
    """`value` with every half of a surrogate pair replaced, since such text cannot be written as UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def check_depth(value: Any) -> None:
    """Raises `RejectedLine` where `value` is nested more than `MAX_DEPTH` levels deep."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            item
            for outer in level
            if isinstance(outer, dict | list)
            for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, dict | list)
        ]
        if not level:
            return
    raise RejectedLine(f"nested more than {MAX_DEPTH} levels deep")
