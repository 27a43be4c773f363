"""The demo's own texts, by key and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_PATH = Path(__file__).with_name("texts.yaml")


def text(key: str, language: str) -> str:
    """A text in a language, in English where there is none. Raises `KeyError` for an unknown key."""
    texts = _texts()[key]
    return texts.get(language, texts["en"])


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    read: Mapping[str, Mapping[str, str]] = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    return read
