"""Numbers, money, dates and times as the reader writes them. Instants are UTC, shown in the reader's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal

_LOCALES = {"es": Locale("es", "MX"), "pt": Locale("pt", "BR"), "en": Locale("en", "US")}
DEFAULT_ZONE = "America/Mexico_City"
_MINUTE, _WEEK = 60, 7


def locale(language: str) -> Locale:
    """Babel's locale for a language of ours; Spanish otherwise."""
    return _LOCALES.get(language, _LOCALES["es"])


def plural(count: float, language: str) -> str:
    """`one` or `other`."""
    return "one" if locale(language).plural_form(count) == "one" else "other"


def number(value: float, language: str) -> str:
    return format_decimal(value, locale=locale(language))


def money(amount: float, currency: str, language: str) -> str:
    """Without cents where there are none."""
    pattern = locale(language).currency_formats["standard"].pattern
    if float(amount).is_integer():
        pattern = pattern.replace(".00", "")
    return format_currency(amount, currency, locale=locale(language), format=pattern, currency_digits=False)


def instant(text: str) -> datetime:
    """The backend's ISO 8601 text as an aware datetime."""
    given = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def day(value: date | str, language: str) -> str:
    """`martes, 6 de octubre`, with the year when it is not this one."""
    given = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    skeleton = "MMMEd" if given.year == datetime.now(UTC).year else "yMMMEd"
    pattern = re.sub("E+", "EEEE", re.sub("M+", "MMMM", str(locale(language).datetime_skeletons[skeleton])))
    return format_date(given, pattern, locale=locale(language))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_or(name: str, other: str) -> str:
    """`name` where it is a time zone that we know, else `other`."""
    return name if name in _zones() else other


def clock(value: datetime, language: str, zone: str = DEFAULT_ZONE) -> str:
    """`14:05`, `2:05 PM`."""
    return format_time(value, "short", tzinfo=ZoneInfo(zone), locale=locale(language))


def full(value: datetime, language: str, zone: str = DEFAULT_ZONE) -> str:
    """Date and time, without seconds."""
    date = format_date(value.astimezone(ZoneInfo(zone)), "medium", locale=locale(language))
    return f"{date}, {clock(value, language, zone)}"


def ago(value: datetime, language: str, now: datetime | None = None, zone: str = DEFAULT_ZONE) -> str:
    """`hace 5 minutos`; from a week on the date."""
    passed = (now or datetime.now(UTC)) - value
    if passed.days >= _WEEK:
        return format_date(value.astimezone(ZoneInfo(zone)), "medium", locale=locale(language))
    if passed.total_seconds() < _MINUTE:
        return {"es": "hace un momento", "pt": "agora mesmo", "en": "just now"}[locale(language).language]
    return format_timedelta(-passed, add_direction=True, locale=locale(language))
