"""All texts by key. A text that lacks a language does not type-check, so no catalogue can fall behind another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

LANGUAGES = ("es", "pt", "en")
DEFAULT_LANGUAGE = "es"
LANGUAGE_NAMES: Mapping[str, str] = {"es": "Español", "pt": "Português", "en": "English"}


class Text(NamedTuple):
    """One text in every language. `{name}` stands for a value."""

    es: str
    pt: str
    en: str


Texts = Mapping[str, Text]


@cache
def texts() -> Texts:
    """All of them. Raises `ValueError` for a key that two rooms claim."""
    from portal.i18n import auth, cards, chat, errors, home, profile, shell, tickets

    everything: dict[str, Text] = {}
    for room in (shell, auth, home, tickets, chat, cards, profile, errors):
        if double := everything.keys() & room.TEXTS.keys():
            raise ValueError(f"texts with one key in two rooms: {sorted(double)}")
        everything |= room.TEXTS
    return everything


def say(key: str, language: str, **values: object) -> str:
    """The text in `language` (Spanish for one that is not ours), with its values filled in."""
    text = getattr(texts()[key], language if language in LANGUAGES else DEFAULT_LANGUAGE)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return str(text)


def say_count(key: str, language: str, count: int, **values: object) -> str:
    """`key.one` or `key.other`, as the language wants it for `count`; `{n}` is the count, written its way."""
    from portal.i18n.formats import number, plural

    return say(f"{key}.{plural(count, language)}", language, n=number(count, language), **values)


def best_language(accept: str) -> str:
    """The first of our languages in an `Accept-Language` header, by the reader's preference; Spanish otherwise."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        tag, _, quality = part.partition(";")
        try:
            wanted.append((-float(quality.strip().removeprefix("q=") or 1), tag.strip().lower()[:2]))
        except ValueError:
            continue
    return next((tag for _, tag in sorted(wanted, key=lambda one: one[0]) if tag in LANGUAGES), DEFAULT_LANGUAGE)
