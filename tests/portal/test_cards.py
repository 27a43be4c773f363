"""Cards of tool calls: the one thing a customer wants to know, for every tool, and for data nobody foresaw."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cards import Step, ToolCard, card, confirmation, worth_showing
from portal.cards.values import Reader, humanised
from portal.i18n.catalogue import LANGUAGES
from portal.i18n.formats import day

ZONE = "America/Mexico_City"
SOON = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
PAST = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()


def call(data: object, *, summary: str = "Tu dinero: $1 MXN.", outcome: str = "ok", **more: Any) -> dict[str, Any]:
    """A `ToolCallOut` as the backend gives it."""
    result = {"outcome": outcome, "summary": summary, "next_step": "Escríbeme.", "data": data}
    return {
        "id": "call-1", "tool": "a_tool", "label": "Tu pago", "arguments": {}, "outcome": outcome, "result": result,
        "undone_at": None, "undoable": False, **more,
    }  # fmt: skip


def shown(data: object, language: str = "es", **more: Any) -> ToolCard:
    return card(call(data, **more), language, ZONE)


def rows(found: ToolCard) -> dict[str, str]:
    return {row.label: row.value for row in found.rows}


PAYOUT = {
    "reference": "payout-1003", "state": "scheduled", "item": "Jetta 2018", "amount": 241300, "date": SOON,
    "account": "8842",
}  # fmt: skip
QUOTE = {
    "price": 280000, "down_payment": 56000, "loan": 224000, "months": 48, "monthly": 6223, "rate": "14.9%",
    "limit": 320000, "needed_down": 56000,
}  # fmt: skip
CHECKLIST = {
    "reference": "documents-1007", "state": "incomplete", "due": SOON, "received": ["identification"],
    "required": ["identification", "proof_of_address", "invoice"],
}  # fmt: skip


def test_a_payout_leads_with_its_day_and_tells_amount_account_and_stage() -> None:
    found = shown(PAYOUT)
    assert (found.caption, found.headline) == ("Fecha del pago", day(SOON, "es"))
    assert rows(found) == {
        "Se trata de": "Jetta 2018", "Monto": "$241,300", "Cuenta terminada en": "8842", "Referencia": "payout-1003",
    }  # fmt: skip
    assert [step.status for step in found.steps] == ["current", "next", "next"]
    assert (found.title, found.symbol, found.tone, found.status) == ("Tu pago", "money", "open", "Programado")


def test_a_payout_whose_day_has_passed_is_late() -> None:
    found = shown({**PAYOUT, "date": PAST})
    assert (found.tone, found.status, found.steps) == ("warning", "Con retraso", [])


def test_a_paid_payout_has_all_its_stages_behind_it() -> None:
    found = shown({**PAYOUT, "state": "paid", "date": PAST})
    assert (found.tone, [step.status for step in found.steps]) == ("success", ["done", "done", "done"])


def test_an_offer_leads_with_its_amount() -> None:
    found = shown({"reference": "offer-1", "state": "active", "item": "Jetta", "amount": 245000, "expires": SOON})
    assert (found.caption, found.headline, rows(found)["Vale hasta"]) == ("Nuestra oferta", "$245,000", day(SOON, "es"))


def test_an_offer_past_its_day_has_expired() -> None:
    found = shown({"state": "active", "amount": 245000, "expires": PAST})
    assert (found.tone, found.status) == ("warning", "Ya venció")


def test_a_quote_leads_with_the_monthly_payment() -> None:
    found = shown(QUOTE)
    assert (found.caption, found.headline) == ("Pago mensual", "$6,223")
    assert rows(found)["Plazo"] == "48 meses"
    assert "Enganche mínimo" not in rows(found)


def test_a_quote_with_too_little_down_leads_with_what_is_needed() -> None:
    found = shown({**QUOTE, "down_payment": 20000, "loan": 260000})
    assert (found.caption, found.headline) == ("Enganche mínimo", "$56,000")


def test_a_budget_leads_with_the_price_that_it_reaches() -> None:
    found = shown({key: value for key, value in QUOTE.items() if key != "needed_down"})
    assert (found.caption, found.headline) == ("Te alcanza para hasta", "$280,000")


def test_free_times_are_offered_and_choosing_one_says_it() -> None:
    option = {"slot": "visit-1", "starts_at": "2030-10-06T10:00", "place": "Lerma", "label": "el domingo a las 10:00"}
    (slot,) = shown({"options": [option]}).slots
    assert slot.label == day(date(2030, 10, 6), "es")
    assert slot.detail.endswith("Lerma")
    assert "10:00" in slot.detail
    assert slot.value == "Quiero este horario: el domingo a las 10:00"


def test_an_appointment_that_can_be_taken_back_has_an_undo_until_it_was() -> None:
    booked = {"reference": "appointment-1", "state": "booked", "starts_at": "2030-10-06T10:00", "slot_id": "visit-1"}
    found = shown(booked, undoable=True)
    assert (found.undoable, found.tone) == (True, "success")
    assert "visit-1" not in rows(found).values()
    again = shown(booked, undoable=True, undone_at="2030-01-01T00:00:00Z")
    assert (again.undoable, again.undone, again.tone, again.status) == (False, True, "muted", "Se deshizo")


@pytest.mark.parametrize(
    ("state", "stages"),
    [
        ("rescheduled", ["Con nueva fecha", "En revisión", "Con resultado"]),
        ("in_workshop", ["Con fecha", "En el taller", "Con resultado"]),
    ],
)
def test_an_inspection_shows_how_far_it_is(state: str, stages: list[str]) -> None:
    found = shown({"reference": "inspection-1", "state": state, "starts_at": "2030-10-06T10:00", "item": "Jetta"})
    assert [step.label for step in found.steps] == stages


def test_a_finished_inspection_leads_with_its_finding_in_the_readers_language() -> None:
    finding = {"es": "sin fallas", "pt": "sem falhas", "en": "no faults"}
    data = {"reference": "inspection-1", "state": "done", "ready": PAST, "finding": finding}
    assert [shown(data, language).headline for language in LANGUAGES] == ["sin fallas", "sem falhas", "no faults"]


def test_what_was_cancelled_leads_with_that() -> None:
    found = shown({"state": "cancelled", "starts_at": "2030-10-06T10:00"})
    assert (found.headline, found.status, found.tone) == ("Cancelación confirmada", "", "muted")


def test_a_checklist_counts_what_is_missing_and_lists_it() -> None:
    found = shown(CHECKLIST)
    assert (found.headline, found.checklist) == ("Faltan 2 documentos", True)
    assert [(step.label, step.status) for step in found.steps] == [
        ("Identificación oficial", "done"), ("Comprobante de domicilio", "next"), ("Factura del auto", "next"),
    ]  # fmt: skip


def test_a_rejected_document_has_to_be_sent_again_and_says_why() -> None:
    found = shown({**CHECKLIST, "received": CHECKLIST["required"], "rejected": ["invoice"], "reason": "está borrosa"})
    assert found.headline == "1 documento por enviar de nuevo"
    assert found.steps[-1] == Step("Factura del auto", "problem", "hay que enviarlo de nuevo")
    assert rows(found)["Motivo"] == "está borrosa"


def test_with_all_documents_there_the_day_is_the_companys() -> None:
    found = shown({**CHECKLIST, "state": "complete", "received": CHECKLIST["required"]})
    assert (found.headline, found.tone) == ("Tenemos todos tus documentos", "success")
    assert rows(found) == {"Los revisamos a más tardar": day(SOON, "es")}


def test_documents_without_a_name_here_are_counted_only() -> None:
    found = shown({**CHECKLIST, "required": ["identification", "form_27b"]})
    assert (found.headline, found.steps) == ("Falta 1 documento", [])


def test_the_sentence_stays_where_it_alone_has_the_answer() -> None:
    cover = {"state": "active", "expires": SOON, "item": "Corolla"}
    assert shown(cover, summary="No cubre frenos.").summary == "No cubre frenos."
    assert shown(CHECKLIST, arguments={"document": "INE"}, summary="Ya la tenemos.").summary == "Ya la tenemos."
    assert shown(PAYOUT).summary == ""


def test_several_records_can_be_told_apart_and_chosen() -> None:
    records = [{"reference": "offer-1", "item": "Jetta"}, {"reference": "offer-2", "item": "Rio", "amount": 5}]
    found = shown({"records": records}, outcome="conflict", summary="Tienes 2. $5 MXN")
    assert [slot.value for slot in found.slots] == ["Me refiero a Jetta (offer-1)", "Me refiero a Rio (offer-2)"]
    assert (found.slots[1].detail, found.tone) == ("$5, offer-2", "warning")


def test_nothing_found_is_said_quietly_and_a_failure_loudly() -> None:
    missing = shown({}, outcome="not_found", summary="No encuentro ningún pago.")
    assert (missing.tone, missing.summary, missing.failed) == ("muted", "No encuentro ningún pago.", False)
    failed = shown({}, outcome="failed", summary="La consulta falló.")
    assert (failed.tone, failed.headline, failed.failed) == ("warning", "No pudimos consultarlo", True)


def test_another_companys_data_is_readable() -> None:
    data = {
        "points": 1840, "expires_on": "2030-01-31", "priority_boarding": True, "cash_fee": 12.5, "currency": "USD",
        "member_id": "m-77", "history": [{"a": 1}], "owner": "6f1c9d52-8e0b-4f3b-9a53-0f0d9f0a1b2c",
    }  # fmt: skip
    found = shown(data, "en", summary="You have 1,840 points.")
    assert rows(found) == {
        "Cash fee": "$12.50", "Expires on": day("2030-01-31", "en"), "Points": "1,840", "Priority boarding": "Yes",
    }  # fmt: skip
    assert found.summary == "You have 1,840 points."


def test_an_instant_is_told_in_the_companys_zone_and_a_local_time_as_it_is() -> None:
    reader = Reader("en", ZONE)
    assert reader.written("at", "2030-07-01T02:30:00Z") == f"{day('2030-06-30', 'en')}, 8:30\u202fPM"
    assert reader.written("at", "2030-07-01T02:30") == f"{day('2030-07-01', 'en')}, 2:30\u202fAM"


def test_an_amount_without_a_known_currency_is_a_number() -> None:
    assert Reader("es", ZONE).written("amount", 1234) == "1,234"
    assert shown({"amount": 1234}, summary="Son 1,234 XQZ.").headline == "1,234"


def test_what_the_customer_said_is_no_row_when_it_is_half_the_conversation() -> None:
    data = {"state": "booked", "starts_at": "2030-10-06T10:00"}
    assert "Assunto" in rows(shown({**data, "topic": "ver un auto"}, "pt"))
    assert "Assunto" not in rows(shown({**data, "topic": "ver un auto " * 20}, "pt"))


@pytest.mark.parametrize("outcome", ["needs_confirmation", "invalid_arguments"])
def test_what_is_not_for_customers_has_no_card(outcome: str) -> None:
    assert not worth_showing(call({}, outcome=outcome))
    assert worth_showing(call({}))


@pytest.mark.parametrize(
    ("given_status", "status"),
    [("pending", "waiting"), ("confirmed", "accepted"), ("declined", "declined"), ("replaced", "expired")],
)
def test_a_confirmation_tells_what_became_of_it(given_status: str, status: str) -> None:
    box = confirmation({"id": "c1", "summary": "Aceptar la oferta.", "status": given_status}, "Tu oferta")
    assert (box.id, box.label, box.summary, box.status) == ("c1", "Tu oferta", "Aceptar la oferta.", status)


@pytest.mark.parametrize(
    ("key", "words"), [("gate_number", "Gate number"), ("gateNumber", "Gate Number"), ("__", ""), ("a-b.c", "A b c")]
)
def test_a_key_is_made_readable(key: str, words: str) -> None:
    assert humanised(key) == words


KNOWN_KEYS = st.sampled_from(
    ("amount", "date", "state", "starts_at", "expires", "options", "records", "required", "received", "rejected", "due",
     "monthly", "price", "months", "down_payment", "loan", "needed_down", "reference", "finding", "reason", "currency",
     "label", "place", "slot", "limit", "rate"),
)  # fmt: skip
KNOWN_TEXTS = st.sampled_from(
    ("2026-10-06", "0001-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-13-40", "booked", "active",
     "done", "scheduled", "payout-1", "inspection-", "MXN", "14.9%", "identification", ""),
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | KNOWN_TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KNOWN_KEYS | st.text(max_size=8), inner, max_size=8),
    max_leaves=20,
)


@given(JSON, st.sampled_from(LANGUAGES), st.text(max_size=40) | KNOWN_TEXTS)
def test_no_data_breaks_a_card_or_shows_through_as_json(data: Any, language: str, summary: str) -> None:
    found = shown(data, language, summary=summary)
    assert asdict(found)["id"] == "call-1"
    assert all(row.label and row.value for row in found.rows)


@given(st.dictionaries(st.sampled_from(["id", "label", "result", "outcome", "arguments", "undone_at", "status"]), JSON))
def test_no_call_breaks_a_card(given_call: dict[str, Any]) -> None:
    assert isinstance(card(given_call, "es", ZONE), ToolCard)
    confirmation(given_call, "x")
    worth_showing(given_call)
