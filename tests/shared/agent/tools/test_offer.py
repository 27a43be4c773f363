"""The offer tool: each state, asking, accepting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.agent.events import ToolOutcome
from tests.shared.agent.builders import a_counter

ACTIVE: dict[str, Any] = {
    "kind": "offer",
    "state": "active",
    "data": {"item": "Jetta 2018", "amount": 245000, "expires": "+1d"},
}
EXPIRED = {"kind": "offer", "state": "active", "data": {"item": "Versa 2019", "amount": 178500, "expires": "-1d"}}


def test_an_active_offer_is_told_with_amount_and_last_day() -> None:
    result = a_counter(ACTIVE).call("get_offer_24h", action="view")
    assert result.summary == "Tu oferta por el Jetta 2018 es de $245,000 MXN y vale hasta el 6 de octubre."
    assert result.data["amount"] == 245000


def test_the_answer_is_in_the_customers_language() -> None:
    told = {
        lang: a_counter(ACTIVE, language=lang).call("get_offer_24h", action="view").summary for lang in ("pt-BR", "en")
    }
    assert told["pt-BR"] == "Sua oferta pelo Jetta 2018 é de $245.000 MXN e vale até 6 de outubro."
    assert told["en"] == "Your offer for the Jetta 2018 is $245,000 MXN, valid until October 6."


def test_an_offer_past_its_day_is_expired_whatever_its_state_says() -> None:
    result = a_counter(EXPIRED).call("get_offer_24h", action="view")
    assert "venció el 4 de octubre" in result.summary


def test_no_offer_is_not_found() -> None:
    assert a_counter().call("get_offer_24h", action="view").outcome is ToolOutcome.NOT_FOUND


def test_a_request_makes_one_record_however_often_it_is_repeated() -> None:
    counter = a_counter()
    first = counter.call("get_offer_24h", action="request", details="Mazda 3 2020, 45,000 km")
    counter.call("get_offer_24h", action="request", details="Mazda 3 2020, 45,000 km")
    assert "6 de octubre" in first.summary
    assert counter.states("offer") == ["requested"]


def test_an_expired_offer_is_renewed_for_the_same_car() -> None:
    counter = a_counter(EXPIRED)
    assert "Versa 2019" in counter.call("get_offer_24h", action="request").summary
    assert counter.states("offer") == ["requested", "active"]


def test_a_request_without_a_car_asks_for_it() -> None:
    assert a_counter().call("get_offer_24h", action="request", details="").outcome is ToolOutcome.CONFLICT


def test_a_standing_offer_is_shown_instead_of_asking_for_another() -> None:
    counter = a_counter(ACTIVE)
    assert "$245,000 MXN" in counter.call("get_offer_24h", action="request", details="Jetta").summary
    assert counter.states("offer") == ["active"]


def test_accepting_only_happens_by_the_button() -> None:
    counter = a_counter(ACTIVE)
    ran = counter.run("get_offer_24h", action="accept")
    assert ran.result.outcome is ToolOutcome.NEEDS_CONFIRMATION
    assert counter.states("offer") == ["active"]
    assert counter.press(ran.confirmation).outcome is ToolOutcome.OK
    assert counter.states("offer") == ["accepted"]


def test_an_expired_offer_cannot_be_accepted() -> None:
    ran = a_counter(EXPIRED).run("get_offer_24h", action="accept")
    assert ran.confirmation is None
    assert ran.result.outcome is ToolOutcome.CONFLICT


def test_a_button_of_an_offer_that_changed_since_does_nothing() -> None:
    counter = a_counter({**ACTIVE, "id": "o1"})
    confirmation = counter.run("get_offer_24h", action="accept").confirmation
    counter.operations = a_counter({**ACTIVE, "id": "o1", "data": {**ACTIVE["data"], "amount": 200000}}).operations
    assert counter.press(confirmation).outcome is ToolOutcome.CONFLICT
    assert counter.states("offer") == ["active"]


@pytest.mark.parametrize("field", ["customer_id", "conversation_id"])
def test_nobody_elses_button_fits(field: str) -> None:
    counter = a_counter(ACTIVE)
    confirmation = counter.run("get_offer_24h", action="accept").confirmation
    counter.customer = replace(counter.customer, **{field: "someone-else"})
    assert counter.press(confirmation).outcome is ToolOutcome.FAILED


def test_a_button_with_altered_arguments_does_nothing() -> None:
    counter = a_counter({**ACTIVE, "id": "o1"}, {**ACTIVE, "id": "o2"})
    confirmation = counter.run("get_offer_24h", action="accept", reference="o1").confirmation
    assert confirmation is not None
    forged = replace(confirmation, arguments={**confirmation.arguments, "reference": "o2"})
    assert counter.press(forged).outcome is ToolOutcome.FAILED
    assert counter.states("offer") == ["active", "active"]


def test_with_several_offers_a_write_asks_which() -> None:
    counter = a_counter({**ACTIVE, "id": "o1"}, {**ACTIVE, "id": "o2"})
    result = counter.call("get_offer_24h", action="accept")
    assert result.outcome is ToolOutcome.CONFLICT
    assert [r["reference"] for r in result.data["records"]] == ["o1", "o2"]


def test_another_customers_record_does_not_exist() -> None:
    counter = a_counter({**ACTIVE, "id": "theirs", "customer_id": "luis"}, {**ACTIVE, "id": "mine"})
    result = counter.call("get_offer_24h", action="view", reference="theirs")
    assert result.outcome is ToolOutcome.NOT_FOUND
    assert "245" not in result.summary
