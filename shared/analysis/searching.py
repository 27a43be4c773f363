"""Finding words in a file of records, whatever their case and accents, without reading the records one by one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import polars as pl

from shared.conversations.writing import to_json

LONGEST_QUERY = 200
"""Characters of a query that are looked for."""
_LATIN = range(0x00C0, 0x0250)
_ANY_ACCENT = r"[\x{300}-\x{36F}]*"
_WHITE_SPACE = r"(?:\s|\\[nrt])+"
_IN_TEXT = r'"(?:conversation_id|content)":"(?:[^"\\]|\\.)*?'
"""From the name of a field that is searched up to any place in its text: no name of a field is ever found."""


def lines_with(text: str, records: Path) -> pl.Series:
    """The numbers, from 0, of the lines of `records` (as `to_json` writes them) whose id or messages hold `text`."""
    pattern = f"(?s){_IN_TEXT}(?i:{blind_pattern(text)})"
    lines = pl.scan_lines(records, name="line", row_index_name="row")
    return lines.filter(pl.col("line").str.contains(pattern)).select("row").collect(engine="streaming")["row"]


def blind_pattern(text: str) -> str:
    """A regular expression for `text` as it stands in JSON, blind to accents; case is up to its flags."""
    words = re.split(r"\s+", _without_accents(text[:LONGEST_QUERY].strip()))
    return _WHITE_SPACE.join("".join(map(_character, word)) for word in words)


def _character(character: str) -> str:
    accented = _accented().get(character, "")
    in_json = re.escape(to_json(character).decode()[1:-1])
    return f"[{character}{accented}]{_ANY_ACCENT}" if accented else in_json


@cache
def _accented() -> dict[str, str]:
    """Of each letter the letters that it is the base of."""
    found: dict[str, str] = defaultdict(str)
    for character in map(chr, _LATIN):
        base = _without_accents(character)
        if base != character and len(base) == 1:
            found[base] += character
    return dict(found)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
