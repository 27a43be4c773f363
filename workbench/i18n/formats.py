"""Numbers, dates, durations and money as the reader writes them. Instants are UTC, shown in the browser's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta

from shared.improvement.number_format import UNKNOWN, Language, number, percent

_LOCALES = {"es": Locale("es", "MX"), "pt": Locale("pt", "BR"), "en": Locale("en", "US")}
_MINUTE, _HOUR, _WEEK_DAYS = 60, 3_600, 7
__all__ = ["UNKNOWN", "ago", "count_of", "day", "duration", "instant", "moment", "number", "percent", "plural", "usd"]


def plural(count: float, language: Language) -> str:
    """`one` or `other`."""
    return "one" if _LOCALES[language].plural_form(count) == "one" else "other"


def count_of(value: int, language: Language) -> str:
    return number(value, language)


def usd(amount: float | None, language: Language) -> str:
    """US dollars; small amounts with the digits that say something."""
    if amount is None:
        return UNKNOWN
    decimals = 2 if amount == 0 or abs(amount) >= 0.1 else 4
    return f"US$\N{NO-BREAK SPACE}{number(amount, language, decimals)}"


def duration(seconds: float | None, language: Language) -> str:
    """As in "45 s", "3 min 20 s", "2 h 5 min"."""
    if seconds is None:
        return UNKNOWN
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{number(seconds, language, 1 if seconds < 10 else 0)} s"
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(whole // _MINUTE, _MINUTE)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def instant(text: str) -> datetime:
    """ISO 8601 as an aware datetime; without a zone it is UTC."""
    given = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def moment(value: datetime | str, language: Language, zone: str | None = None) -> str:
    """Date and time, without seconds."""
    given = instant(value) if isinstance(value, str) else value
    return format_datetime(
        given, "d MMM y, H:mm" if language != "en" else "MMM d, y, h:mm a", zone_of(zone), _LOCALES[language]
    )


def day(value: date, language: Language) -> str:
    return format_date(value, "medium", locale=_LOCALES[language])


def ago(value: datetime | str, language: Language, now: datetime | None = None) -> str:
    """`hace 5 minutos`; from a week on the date."""
    given = instant(value) if isinstance(value, str) else value
    passed = (now or datetime.now(UTC)) - given
    if passed.days >= _WEEK_DAYS:
        return day(given.date(), language)
    if passed.total_seconds() < _MINUTE:
        return {"es": "hace un momento", "pt": "agora mesmo", "en": "just now"}[language]
    return format_timedelta(-passed, add_direction=True, locale=_LOCALES[language])


def today(zone: str | None) -> date:
    """The day that it is in a browser's zone."""
    return datetime.now(zone_of(zone)).date()


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of that name; UTC where a browser names none that there is."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
