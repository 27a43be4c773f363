"""All texts by key. A text that lacks a language does not type-check, so no catalogue can fall behind another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

from shared.improvement.number_format import LANGUAGES, Language

DEFAULT_LANGUAGE: Language = "es"
LANGUAGE_NAMES: Mapping[Language, str] = {"es": "Español", "pt": "Português", "en": "English"}
ROOMS = (
    "shell", "sign_in", "parameters", "data", "metrics", "reader", "intents", "proposals", "approve", "regenerate", "compare",
    "export", "history", "inbox", "errors",
)  # fmt: skip
"""A file each in this folder, with its `TEXTS`."""


class Text(NamedTuple):
    """One text in every language. `{name}` stands for a value."""

    es: str
    pt: str
    en: str


@cache
def texts() -> Mapping[str, Text]:
    """All of them. Raises `ValueError` for a key that two rooms claim."""
    everything: dict[str, Text] = {}
    for room in ROOMS:
        found: Mapping[str, Text] = import_module(f"workbench.i18n.{room}").TEXTS
        if double := everything.keys() & found.keys():
            raise ValueError(f"texts with one key in two rooms: {sorted(double)}")
        everything |= found
    return everything


def say(key: str, language: Language, **values: object) -> str:
    """The text in `language`, with its values filled in as they are. Raises `KeyError`."""
    text: str = getattr(texts()[key], language)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def say_count(key: str, language: Language, count: int, **values: object) -> str:
    """`key.one` or `key.other`, as the language wants it for `count`; `{n}` is the count, written its way."""
    from workbench.i18n.formats import count_of, plural

    return say(f"{key}.{plural(count, language)}", language, n=count_of(count, language), **values)


def language_of(locale: str | None) -> Language:
    """Ours for a browser's locale ("pt-BR"); Spanish where it is none of ours."""
    wanted = (locale or "")[:2].lower()
    return next((language for language in LANGUAGES if language == wanted), DEFAULT_LANGUAGE)
