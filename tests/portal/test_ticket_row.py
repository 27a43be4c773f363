"""A case as a row of a list."""

from __future__ import annotations

from datetime import UTC, datetime

from portal.states.ticket_row import labelled_categories, ticket_row
from tests.portal.cases import COMPANY, DISCLOSURE, case

ZONE = "America/Mexico_City"
NOW = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


def test_a_row_has_its_texts_in_every_language() -> None:
    row = ticket_row(case(7), COMPANY, ZONE, NOW)
    assert row.category == {"es": "Compra y venta", "pt": "Compra e venda", "en": "Buying and selling"}
    assert row.when == {"es": "hace 2 horas", "pt": "há 2 horas", "en": "2 hours ago"}


def test_the_last_message_is_shown_with_its_time_and_without_its_marks() -> None:
    said = {"author": "bot", "content": "Llega **mañana** a `tu` cuenta", "created_at": "2026-10-01T11:59:00Z"}
    row = ticket_row(case(7, last_message=said), COMPANY, ZONE, NOW)
    assert (row.author, row.preview) == ("bot", "Llega mañana a tu cuenta")
    assert row.when["en"] == "1 minute ago"


def test_the_sentence_that_an_ai_writes_is_left_out_of_the_preview() -> None:
    said = {"author": "bot", "content": f"{DISCLOSURE} Tu pago salió.", "created_at": "2026-10-01T11:59:00Z"}
    assert ticket_row(case(7, last_message=said), COMPANY, ZONE, NOW).preview == "Tu pago salió."


def test_without_messages_the_description_is_shown() -> None:
    row = ticket_row(case(7), COMPANY, ZONE, NOW)
    assert (row.author, row.preview) == ("", "No ha caído mi pago")


def test_who_has_the_case_is_named() -> None:
    row = ticket_row(case(7, handoff={"status": "taken", "agent_name": "Sofía"}), COMPANY, ZONE, NOW)
    assert (row.handoff, row.agent) == ("taken", "Sofía")
    waiting = ticket_row(case(7, handoff={"status": "waiting", "agent_name": None}), COMPANY, ZONE, NOW)
    assert (waiting.handoff, waiting.agent) == ("waiting", "")


def test_a_category_that_the_company_has_no_more_keeps_its_key() -> None:
    assert ticket_row(case(7, category="rental"), COMPANY, ZONE, NOW).category["pt"] == "rental"


def test_categories_come_with_their_label_in_every_language() -> None:
    assert labelled_categories(COMPANY)[1] == {"id": "credit", "es": "Crédito", "pt": "Financiamento", "en": "Credit"}
