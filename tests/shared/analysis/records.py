"""Builders of conversations, records and files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn


def conversation(
    conversation_id: str = "c1",
    *,
    messages: int = 2,
    resolved: bool | None = None,
    csat: float | None = None,
    duration: float | None = None,
    context: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Conversation:
    """A conversation of `messages` turns, the customer first."""
    roles = (Role.USER, Role.ASSISTANT)
    turns = tuple(Turn(roles[number % 2], f"message {number}") for number in range(messages))
    meta = Meta(context=context, resolved=resolved, duration_sec=duration, extra=dict(extra or {}))
    return Conversation(conversation_id, meta, turns, Outcomes(csat_estimated_1_5=csat))


def record(conversation_id: str, text: str, **meta: Any) -> dict[str, Any]:
    """A record as it stands in a file: one customer's message and an answer."""
    transcript = [{"role": "user", "content": text}, {"role": "assistant", "content": "Claro que sí."}]
    return {"conversation_id": conversation_id, "meta": meta, "transcript": transcript}


def write_lines(path: Path, records: Sequence[dict[str, Any] | bytes]) -> Path:
    """A JSONL file; raw lines are written as they are."""
    lines = (line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in records)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
