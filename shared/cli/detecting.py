"""`acs detect`: labels for messages, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import orjson

from shared.analysis.intents import IntentDetector

BATCH_LINES = 2000


def detect_lines(lines: Iterable[bytes], detector: IntentDetector) -> Iterator[dict[str, Any]]:
    """For each non-empty line `{"id","text"}` one record `{"id","intents","scores","language"}`, in order; a line
    that cannot be used gives `{"id","line","error"}`."""
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(numbered, BATCH_LINES)):
        messages = [_message(number, line) for number, line in batch]
        texts = [m["text"] for m in messages if "text" in m]
        answers = iter(detector.detect_many(texts))
        for message in messages:
            if "error" in message:
                yield message
                continue
            found = next(answers)
            scores = {intent: round(p, 4) for intent, p in found.scores.items()}
            yield {"id": message["id"], "intents": list(found.intents), "scores": scores, "language": found.language}


def _message(number: int, line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return {"id": None, "line": number, "error": f"not JSON: {error}"}
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        found = record.get("id") if isinstance(record, dict) else None
        return {"id": found, "line": number, "error": 'not an object with a "text"'}
    found = record.get("id")
    if isinstance(found, float):  # perhaps a whole number of more than 64 bits, which orjson rounds
        found = json.loads(line.removeprefix(b"\xef\xbb\xbf"))["id"]
    return {"id": found, "text": record["text"]}
