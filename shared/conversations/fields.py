"""One value of a record -> what it means. Each function gives `None` where the value says nothing usable."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from shared.conversations.schema import Role

Parser = Callable[[Any], Any]

_USER_NAMES = "user customer cliente human usuario usuário client consumer visitor requester end_user lead comprador"
_ASSISTANT_NAMES = (
    "assistant agente agent bot asistente assistente chatbot ai ia model asesor advisor atendente support soporte"
)
ROLES: dict[str, Role] = {
    **dict.fromkeys(_USER_NAMES.split(), Role.USER),
    **dict.fromkeys(_ASSISTANT_NAMES.split(), Role.ASSISTANT),
}
_TRUE = frozenset(
    [
        "true",
        "t",
        "yes",
        "y",
        "sí",
        "si",
        "sim",
        "s",
        "verdadero",
        "verdadeiro",
        "1",
        "resolved",
        "resuelto",
        "resolvido",
    ]
)
_FALSE = frozenset(["false", "f", "no", "não", "nao", "n", "falso", "0", "unresolved"])
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{1,2}", re.ASCII)
LANGUAGES = {
    **dict.fromkeys(["es", "spa", "spanish", "español", "espanol", "castellano", "espanhol"], "es"),
    **dict.fromkeys(["pt", "por", "portuguese", "português", "portugues", "portugués"], "pt"),
    **dict.fromkeys(["en", "eng", "english", "inglés", "ingles", "inglês"], "en"),
}
_MAX_EXACT_INT = 2**63
MAX_LABEL = 200
"""Characters of an id, a context, a channel …: these stand in every table, report and prompt."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What steers a terminal has no place in a name, which is shown in terminals; tabs and ends of lines do not."""
MAX_COUNT = 2**53
"""Figures are floats, which hold every whole number up to here; nothing that is counted comes near it."""
MAX_DURATION = 2**63
"""In seconds: what is more is an error of whoever wrote it, and would make the sums overflow."""
_DATE_FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M")


def text(value: Any) -> str | None:
    """A non-empty text without white space around it."""
    return (value.strip() or None) if type(value) is str else None


def label(value: Any) -> str | None:
    """A name of a few words: a text of up to `MAX_LABEL` characters without controls. Any other names nothing."""
    found = text(value)
    return found if found is not None and len(found) <= MAX_LABEL and not CONTROL.search(found) else None


def number(value: Any) -> int | float | None:
    """A finite number; also from a text ("245", "4.5", "4,5"). A comma before three digits is ambiguous: unknown."""
    if type(value) is int:
        return value if -_MAX_EXACT_INT <= value < _MAX_EXACT_INT else None
    if type(value) is float:
        return value if math.isfinite(value) else None
    if type(value) is not str:
        return None
    digits = value.strip()
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    elif not _NUMBER.fullmatch(digits):
        return None
    return number(int(digits) if digits.lstrip("+-").isdigit() and len(digits) < 20 else float(digits))


def duration(value: Any) -> int | float | None:
    """Seconds, not negative and under `MAX_DURATION`."""
    seconds = number(value)
    return seconds if seconds is not None and 0 <= seconds < MAX_DURATION else None


def count(value: Any) -> int | None:
    """A whole number, not negative and under `MAX_COUNT`."""
    items = number(value)
    return int(items) if items is not None and 0 <= items < MAX_COUNT and items == int(items) else None


def csat(value: Any) -> float | None:
    """A satisfaction from 1 to 5; a value on another scale is unknown."""
    rating = number(value)
    return None if rating is None or not 1 <= rating <= 5 else float(rating)


def truth(value: Any) -> bool | None:
    """True or false, also as a word in Spanish, Portuguese or English, or as 1 or 0."""
    if type(value) is bool:
        return value
    if type(value) is int or type(value) is float:
        return bool(value) if value in (0, 1) else None
    word = value.strip().casefold() if type(value) is str else ""
    return True if word in _TRUE else False if word in _FALSE else None


def names(value: Any) -> tuple[str, ...] | None:
    """A list of texts; a single text is a list of one."""
    if type(value) is str:
        return (value.strip(),) if value.strip() else None
    if type(value) is not list or not all(type(item) is str for item in value):
        return None
    return tuple(value)


def role(value: Any) -> Role | None:
    """Who speaks: "user", "assistant" or one of the many other words for them."""
    return ROLES.get(value.strip().casefold()) if type(value) is str else None


def identifier(value: Any) -> str | None:
    """An id: a text of up to `MAX_LABEL` characters, or a whole number."""
    return label(str(value) if type(value) is int else value)


def language(tag: str) -> tuple[str, str | None]:
    """The language of a tag or name, and its locale: "es-MX" -> ("es", "es-MX"), "Español" -> ("es", None)."""
    name = tag.casefold()
    main, *region = re.split("[-_]", name, maxsplit=1)
    known = LANGUAGES.get(main)
    return (known, tag if region else None) if known else (name, None)


def moment(value: str) -> datetime | None:
    """A point in time: ISO 8601, day/month/year, or seconds or milliseconds since 1970. Without a zone: UTC."""
    when = value.strip()
    if when.isascii() and when.replace(".", "", 1).isdigit() and len(when.split(".")[0]) in (10, 13):
        seconds = float(when) / (1000 if len(when.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC)
    parsed = _iso_moment(when) or next(filter(None, (_moment_as(when, form) for form in _DATE_FORMATS)), None)
    return parsed.replace(tzinfo=UTC) if parsed and parsed.tzinfo is None else parsed


def _iso_moment(when: str) -> datetime | None:
    try:
        return datetime.fromisoformat(when.removesuffix(" UTC"))
    except ValueError:
        return None


def _moment_as(when: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(when, form)  # noqa: DTZ007 - `moment` adds the zone
    except ValueError:
        return None


def timestamp(value: Any) -> str | None:
    """A point in time as it was given; a number (seconds or milliseconds since 1970) as ISO 8601."""
    if type(value) is not int and type(value) is not float:
        return text(value)
    when = moment(str(value))
    return when.isoformat() if when else None


def squash(name: str) -> str:
    """A field's name without what spellings differ in: "Duration-Sec", "durationSec" -> "durationsec"."""
    return re.sub(r"[\s_\-.]", "", name).casefold()
