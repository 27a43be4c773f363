"""Naming an item of a pack's list (a car part, a document) from what the customer calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shared.agent.rendering import plain

Items = Mapping[str, Mapping[str, Any]]
"""By id: `label` in each language, `words` that customers use, and whatever else the tool needs."""


def item_named(items: Items, text: str) -> str | None:
    """The id of the item that `text` means: its id, its label or the longest of its words that occurs; else None."""
    said = plain(text)
    if said in items:
        return said
    named = [(len(word), item) for item, entry in items.items() for word in _words(entry) if _occurs(word, said)]
    return max(named)[1] if named else None


def _words(entry: Mapping[str, Any]) -> list[str]:
    return [plain(word) for word in (*entry["label"].values(), *entry.get("words", ()))]


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
