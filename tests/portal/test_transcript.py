"""How a conversation reads: lines in order, days, speakers, nothing of the customer's taken for markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portal.company import Company
from portal.transcript import Line, announcement, lines
from tests.portal.test_conversation import call, conversation, message

TODAY = datetime(2026, 11, 22, 18, tzinfo=UTC)


def read(*items: dict[str, Any], language: str = "es", zone: str = "America/Mexico_City") -> list[Line]:
    return lines(conversation(*items), language, zone, TODAY, Company())


def test_a_day_is_named_once() -> None:
    old = message(1, "customer", created_at="2026-11-21T17:00:00Z")
    made = read(old, message(2, "bot"), message(3, "customer"))
    assert [line.day for line in made] == ["Ayer", "Hoy", ""]


def test_days_are_those_of_the_customers_zone() -> None:
    late = message(1, "customer", created_at="2026-11-22T03:00:00Z")  # still the evening of the 21st in Mexico
    assert read(late)[0].day == "Ayer"
    assert read(late, zone="UTC")[0].day == "Hoy"


def test_a_speaker_is_named_where_another_one_begins() -> None:
    made = read(message(1, "customer"), message(2, "bot"), message(3, "bot"), message(4, "agent", author_name="Sofía"))
    assert [line.first for line in made] == [True, True, False, True]
    assert made[3].author == "Sofía"


def test_what_a_customer_writes_stays_text() -> None:
    wicked = "<img src=x onerror=alert(1)> **no**"
    line = read(message(1, "customer", wicked))[0]
    assert (line.text, line.html) == (wicked, "")


def test_what_the_bot_writes_is_rendered_without_html_of_its_own() -> None:
    html = read(message(1, "bot", "**Listo** <script>alert(1)</script>", helpful=None))[0].html
    assert "<strong>Listo</strong>" in html
    assert "<script" not in html


def test_thumbs_are_as_they_were_given() -> None:
    made = read(message(1, "bot", helpful=True), message(2, "bot", helpful=False), message(3, "bot", helpful=None))
    assert [line.helpful for line in made] == ["up", "down", ""]


def test_a_call_that_only_led_to_the_button_has_no_card() -> None:
    told = conversation(message(1, "customer"))
    told.calls = {"c1": {**call(1, "2026-11-22T10:00:02Z"), "outcome": "needs_confirmation"}}
    assert [line.kind for line in lines(told, "es", "UTC", TODAY, Company())] == ["customer"]


def test_a_screen_reader_hears_who_said_what_without_marks() -> None:
    assert announcement(message(1, "bot", "**Listo**"), "es") == "El asistente dice: Listo"
    assert announcement(message(1, "agent", "Hola", author_name="Sofía"), "en") == "Sofía says: Hola"
