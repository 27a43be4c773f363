"""Keys that make a write act once, and fingerprints that notice a change between a question and its answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.agent.operations import Record, Slot


def digest(*parts: object) -> str:
    """20 hex digits of the SHA-256 of the parts' canonical JSON."""
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def call_key(conversation_id: str, tool: str, arguments: Mapping[str, Any]) -> str:
    """The identity of a call: the same in one conversation whenever tool and arguments are the same."""
    return digest(conversation_id, tool, dict(arguments))


def fingerprint(subject: Record | Slot) -> str:
    """Changes when anything in the record or the slot does."""
    return digest(asdict(subject))


def write_key(call: str, seen: tuple[Record, ...]) -> str:
    """The idempotency key of a write. It names the records that the decision was taken on, so that a repeated
    delivery acts once, while "back to Tuesday" after "to Wednesday" is a new act."""
    return digest(call, [fingerprint(record) for record in seen])
