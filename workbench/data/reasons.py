"""Why a line was not accepted, as one of a few codes that the pages have words for."""

from __future__ import annotations

import re
from collections.abc import Mapping

OTHER = "other"
_PATTERNS: Mapping[str, str] = {
    "breaks": r"the input breaks off|the JSON array breaks off|more follows after|not JSON from here on",
    "csv": r"not a CSV row|\d+ cells where|no ticket_id|is_bot is|no content|created_at is no date",
    "binary": r"holds NUL bytes|not text in UTF-8",
    "json": r"not JSON",
    "deep": r"nested more|holds a number of thousands",
    "long": r"longer than",
    "duplicate": r"duplicate id",
    "empty": r"every message of the transcript is empty",
    "messages": r"no usable message",
    "transcript": r"no transcript|the transcript is",
    "object": r".*, not an object$",
}
CODES = (*_PATTERNS, OTHER)


def code_of(reason: str) -> str:
    """One of `CODES` for a reason as `rejected.jsonl` has it."""
    return next((code for code, pattern in _PATTERNS.items() if re.match(pattern, reason)), OTHER)
