"""Dates, times and money as a customer reads them, and whether a text says a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from shared.domains.pack import Language

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "pt": (
        "janeiro", "fevereiro", "março", "abril", "maio", "junho",
        "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_AT: Mapping[Language, str] = {"es": "a las", "pt": "às", "en": "at"}
_AND: Mapping[Language, str] = {"es": " y ", "pt": " e ", "en": " and "}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")
_NUMBER = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?")
_CENTS = re.compile(r"(.*)[.,](\d{1,2})")
_LANGUAGES: tuple[Language, ...] = ("es", "pt", "en")


def plain(text: str) -> str:
    """Lower case without accents, for comparing what people write."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def rendered_date(day: date, language: Language, today: date | None = None) -> str:
    """ "12 de octubre", "October 12"; with the year when it is not that of `today`."""
    month = _MONTHS[language][day.month - 1]
    year = today is not None and day.year != today.year
    if language == "en":
        return f"{month} {day.day}" + (f", {day.year}" if year else "")
    return f"{day.day} de {month}" + (f" de {day.year}" if year else "")


def rendered_time(moment: datetime, language: Language, today: date | None = None) -> str:
    """ "lunes 12 de octubre a las 10:00", "Monday, October 12 at 10:00"."""
    joint = ", " if language in ("en", "pt") else " "
    day = rendered_date(moment.date(), language, today)
    return f"{_WEEKDAYS[language][moment.weekday()]}{joint}{day} {_AT[language]} {moment:%H:%M}"


def rendered_money(amount: float, currency: str, language: Language) -> str:
    """ "$245,000 MXN"; "$245.000 MXN" in Portuguese. Cents only where there are some."""
    whole = round(amount, 2) == round(amount)
    figure = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    if language == "pt":
        figure = figure.translate(str.maketrans(",.", ".,"))
    return f"${figure} {currency}".rstrip()


def joined(parts: list[str], language: Language) -> str:
    """ "a, b y c"."""
    return _AND[language].join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def moment_of(value: object) -> datetime | date | None:
    """The date or time that an ISO text names, else None."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None


def rendered(value: Any, language: Language, today: date | None = None) -> str:
    """Any value of a record as text: ISO dates in words, a text in several languages in this one."""
    if isinstance(value, Mapping):
        return str(value.get(language, next(iter(value.values()), "")))
    if isinstance(value, list | tuple):
        return joined([rendered(part, language, today) for part in value], language)
    moment = moment_of(value)
    if isinstance(moment, datetime):
        return rendered_time(moment, language, today)
    if isinstance(moment, date):
        return rendered_date(moment, language, today)
    return f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)


def mentions(text: str, value: Any) -> bool:
    """Whether `text` says `value`: a date as ISO or in words of any language, a number with or without separators,
    anything else regardless of case and accents."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return round(float(value), 2) in _numbers(text)
    return any(_contains(text, form) for form in _forms(value))


def _numbers(text: str) -> set[float]:
    """The numbers in a text, whatever separates thousands and cents ("245,000", "245.000", "245000.00")."""
    return {_number(match[0]) for match in _NUMBER.finditer(text)}


def _number(written: str) -> float:
    parts = _CENTS.fullmatch(written)
    whole, cents = (parts[1], parts[2]) if parts else (written, "0")
    return float(f"{re.sub(r'[^0-9]', '', whole)}.{cents}")


def _forms(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return {str(form) for form in value.values()}
    moment = moment_of(value)
    if moment is None:
        return {str(value)}
    day = moment.date() if isinstance(moment, datetime) else moment
    numeric = {day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}"}
    return numeric | {rendered_date(day, language) for language in _LANGUAGES}


def _contains(text: str, form: str) -> bool:
    return bool(form) and re.search(rf"(?<!\w){re.escape(plain(form))}(?!\w)", plain(text)) is not None
