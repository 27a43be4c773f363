"""Numbers, money, dates and times are written as the reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.i18n import formats
from portal.i18n.formats import ago, clock, day, full, instant, money, number, plural, zone_or

NOW = datetime(2026, 11, 23, 20, 5, tzinfo=UTC)
THIS_YEAR = datetime.now(UTC).year


def plain(text: str) -> str:
    """Without the difference between kinds of blanks."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "written"), [("es", "1,234.5"), ("pt", "1.234,5"), ("en", "1,234.5"), ("fr", "1,234.5")]
)
def test_numbers(language: str, written: str) -> None:
    assert number(1234.5, language) == written


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (241_300, "MXN", "es", "$241,300"), (241_300.5, "MXN", "es", "$241,300.50"), (99.9, "BRL", "pt", "R$ 99,90"),
        (1_500, "BRL", "pt", "R$ 1.500"), (1_500, "USD", "en", "$1,500"), (0, "MXN", "es", "$0"),
        (-5, "USD", "en", "-$5"),
    ],
)  # fmt: skip
def test_money_has_cents_only_where_there_are_some(amount: float, currency: str, language: str, written: str) -> None:
    assert plain(money(amount, currency, language)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("es", "lunes 23 de noviembre"), ("pt", "segunda-feira, 23 de novembro"), ("en", "November 23")],
)
def test_a_day_of_this_year_has_no_year(language: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = date(2026, 11, 23)
    monkeypatch.setattr(formats, "datetime", _FixedClock)
    assert written in plain(day(given, language))
    assert "2026" not in day(given, language)
    assert "2025" in day(date(2025, 11, 23), language)


class _FixedClock(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # one argument is enough here
        return NOW


def test_a_day_is_read_from_the_backend_s_text_too() -> None:
    assert day(f"{THIS_YEAR}-03-01T23:59:00Z", "es") == day(date(THIS_YEAR, 3, 1), "es")


@pytest.mark.parametrize(("language", "written"), [("es", "2:05"), ("pt", "14:05"), ("en", "2:05 PM")])
def test_the_clock_is_that_of_the_customer_s_zone(language: str, written: str) -> None:
    told = plain(clock(NOW, language, "America/Mexico_City"))
    assert written in told or "14:05" in told
    assert "20:05" not in told


def test_a_zone_that_is_none_is_not_used() -> None:
    assert zone_or("America/Santiago", "UTC") == "America/Santiago"
    for wrong in ("", "Mars/Olympus", "../../etc/passwd", "america/santiago\n"):
        assert zone_or(wrong, "UTC") == "UTC"


def test_a_full_time_names_day_and_hour_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert "23" in full(late, "es", "America/Mexico_City")
    assert "24" in full(late, "es", "UTC")


@pytest.mark.parametrize(
    ("passed", "es", "pt", "en"),
    [
        (timedelta(seconds=5), "hace un momento", "agora mesmo", "just now"),
        (timedelta(seconds=-5), "hace un momento", "agora mesmo", "just now"),
        (timedelta(minutes=5), "hace 5 minutos", "há 5 minutos", "5 minutes ago"),
        (timedelta(hours=3), "hace 3 horas", "há 3 horas", "3 hours ago"),
        (timedelta(days=2), "hace 2 días", "há 2 dias", "2 days ago"),
        (timedelta(days=8), "15 nov 2026", "15 de nov. de 2026", "Nov 15, 2026"),
    ],
)
def test_how_long_ago(passed: timedelta, es: str, pt: str, en: str) -> None:
    for language, written in (("es", es), ("pt", pt), ("en", en)):
        assert plain(ago(NOW - passed, language, NOW)) == written


@pytest.mark.parametrize(
    "text", ["2026-11-23T20:05:00Z", "2026-11-23T20:05:00+00:00", "2026-11-23T20:05:00", "2026-11-23T14:05:00-06:00"]
)
def test_an_instant_is_always_aware(text: str) -> None:
    assert instant(text) == NOW


@pytest.mark.parametrize(
    ("count", "es", "pt", "en"),
    [
        (0, "other", "one", "other"),
        (1, "one", "one", "one"),
        (2, "other", "other", "other"),
        (1_000_000, "other", "other", "other"),
    ],
)
def test_plurals(count: int, es: str, pt: str, en: str) -> None:
    assert [plural(count, language) for language in ("es", "pt", "en")] == [es, pt, en]
