"""Warranty and documents: what is covered or missing, and the one record that a wish leaves."""

from __future__ import annotations

from typing import Any

import pytest

from shared.agent.events import ToolOutcome
from tests.shared.agent.builders import a_counter

WARRANTY = {"kind": "warranty", "state": "active", "data": {"item": "Corolla 2020", "expires": "+75d"}}
CHECKLIST: dict[str, Any] = {
    "kind": "documents",
    "state": "incomplete",
    "data": {"required": ["identification", "invoice"], "received": ["invoice"], "due": "+2d"},
}


@pytest.mark.parametrize(
    "said", ["el clima dejó de enfriar", "AIRE ACONDICIONADO", "meu ar-condicionado", "the ac", "air_conditioning"]
)
def test_a_part_is_recognised_by_what_customers_call_it(said: str) -> None:
    told = a_counter(WARRANTY).call("check_warranty", action="check", item=said).summary
    assert told == "Sí: la garantía cubre aire acondicionado hasta el 19 de diciembre."


def test_a_part_that_wears_is_not_covered() -> None:
    assert "no cubre frenos" in a_counter(WARRANTY).call("check_warranty", action="claim", item="las balatas").summary


def test_a_word_inside_another_word_is_not_that_part() -> None:
    result = a_counter(WARRANTY).call("check_warranty", action="check", item="el arco del techo")
    assert result.outcome is ToolOutcome.CONFLICT
    assert "motor" in result.summary


def test_without_a_part_the_cover_is_listed() -> None:
    told = a_counter(WARRANTY).call("check_warranty", action="check").summary
    assert "motor, transmisión, sistema eléctrico, aire acondicionado y dirección" in told


def test_a_warranty_that_is_over_covers_nothing() -> None:
    over = {**WARRANTY, "data": {"item": "Fiesta", "expires": "-12d"}}
    counter = a_counter(over)
    assert "venció el 23 de septiembre" in counter.call("check_warranty", action="claim", item="motor").summary
    assert counter.states("claim") == []


def test_a_claim_is_opened_once_a_part() -> None:
    counter = a_counter(WARRANTY)
    first = counter.call("check_warranty", action="claim", item="la caja patina")
    again = counter.call("check_warranty", action="claim", item="transmisión")
    assert "te llama el 6 de octubre" in first.summary
    assert again.summary.startswith("Ya tienes abierto el reporte")
    assert counter.states("claim") == ["open"]


def test_a_claim_without_a_part_asks_for_it() -> None:
    assert a_counter(WARRANTY).call("check_warranty", action="claim").outcome is ToolOutcome.CONFLICT


def test_missing_documents_are_named_with_the_deadline() -> None:
    told = a_counter(CHECKLIST).call("collect_documents", action="list").summary
    assert told == "Te falta entregar identificación oficial; la fecha límite es el 7 de octubre."


def test_a_customer_without_a_checklist_gets_the_general_list() -> None:
    told = a_counter(language="pt").call("collect_documents", action="list").summary
    assert told.startswith("Você precisa de documento de identidade, comprovante de residência")


def test_a_rejected_document_is_missing_again_and_says_why() -> None:
    data = {
        **CHECKLIST["data"],
        "received": ["invoice", "identification"],
        "rejected": ["invoice"],
        "reason": "está borrosa",
    }
    told = a_counter({**CHECKLIST, "data": data}).call("collect_documents", action="list").summary
    assert "Rechazamos factura del auto porque está borrosa" in told


def test_all_received_says_so() -> None:
    data = {**CHECKLIST["data"], "received": ["invoice", "identification"]}
    assert (
        "todos tus documentos"
        in a_counter({**CHECKLIST, "data": data}).call("collect_documents", action="list").summary
    )


def test_handing_in_opens_an_upload_and_claims_no_more() -> None:
    counter = a_counter(CHECKLIST)
    result = counter.call("collect_documents", action="submit", document="mi INE")
    counter.call("collect_documents", action="submit", document="mi INE")
    assert "Mi cuenta › Documentos" in result.summary
    (record,) = counter.operations.snapshot()
    assert (record["state"], record["data"]["announced"]) == ("awaiting_upload", ["identification"])
    assert record["data"]["received"] == ["invoice"]


def test_handing_in_without_a_checklist_starts_one() -> None:
    counter = a_counter()
    counter.call("collect_documents", action="submit", document="pasaporte")
    assert counter.states("documents") == ["awaiting_upload"]


@pytest.mark.parametrize(
    ("document", "told"), [("la factura", "Ya recibimos"), ("mi horóscopo", "No reconozco"), ("", "¿Qué documento")]
)
def test_what_cannot_be_handed_in_is_said(document: str, told: str) -> None:
    counter = a_counter(CHECKLIST)
    assert counter.call("collect_documents", action="submit", document=document).summary.startswith(told)
    assert counter.states("documents") == ["incomplete"]


def test_a_rejected_document_can_be_handed_in_again() -> None:
    counter = a_counter({**CHECKLIST, "data": {**CHECKLIST["data"], "rejected": ["invoice"]}})
    counter.call("collect_documents", action="submit", document="la factura")
    assert counter.states("documents") == ["awaiting_upload"]
