"""The two tools that only read."""

from __future__ import annotations

import pytest

from shared.agent.events import ToolOutcome
from tests.shared.agent.builders import a_counter


def test_a_status_tells_place_and_day() -> None:
    record = {
        "kind": "inspection",
        "state": "in_progress",
        "data": {"item": "Aveo", "place": "Kavak Lerma", "ready": "+1d"},
    }
    told = a_counter(record).call("track_status").summary
    assert told == "Tu Aveo está en inspección en Kavak Lerma; el resultado sale el 6 de octubre."


def test_a_finding_is_told_in_the_customers_language() -> None:
    finding = {"es": "aprobado", "pt": "aprovado", "en": "passed"}
    record = {"kind": "inspection", "state": "done", "data": {"item": "March", "ready": "-1d", "finding": finding}}
    assert a_counter(record, language="en").call("track_status").summary.endswith("Result: passed.")


def test_a_state_that_the_pack_does_not_name_still_gets_an_answer() -> None:
    record = {"kind": "inspection", "state": "teleported", "data": {"item": "Aveo"}}
    assert "teleported" in a_counter(record).call("track_status").summary


@pytest.mark.parametrize("tool", ["track_status", "payout_status"])
def test_nothing_on_record_is_not_found(tool: str) -> None:
    assert a_counter().call(tool).outcome is ToolOutcome.NOT_FOUND


def payout(state: str, day: str) -> dict[str, object]:
    data = {"item": "Jetta", "amount": 241300.5, "date": day, "account": "012180001234568842"}
    return {"kind": "payout", "state": state, "data": data}


def test_a_payout_tells_amount_day_and_the_last_digits_only() -> None:
    result = a_counter(payout("scheduled", "+2d")).call("payout_status")
    assert result.summary == (
        "Tu pago de $241,300.50 MXN por el Jetta está programado para el 7 de octubre en tu cuenta terminada en 8842."
    )
    assert "0121800012" not in str(result.as_json())


def test_a_payout_past_its_day_is_late_and_one_paid_is_not() -> None:
    assert "atrasado" in a_counter(payout("processing", "-1d")).call("payout_status").summary
    assert "atrasado" not in a_counter(payout("scheduled", "+0d")).call("payout_status").summary
    assert "se hizo el 2 de octubre" in a_counter(payout("paid", "-3d")).call("payout_status").summary


def test_a_date_of_another_year_says_the_year() -> None:
    assert "3 de enero de 2027" in a_counter(payout("scheduled", "+90d")).call("payout_status").summary
