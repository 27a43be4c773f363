"""The credit simulator: figures worked by hand, limits, and what is missing."""

from __future__ import annotations

import pytest

from shared.agent.events import ToolOutcome
from shared.agent.tools.credit import affordable_principal, monthly_payment
from tests.shared.agent.builders import a_counter

PROFILE = {
    "kind": "credit",
    "state": "preapproved",
    "data": {"price": 280000, "down_payment": 56000, "months": 48, "limit": 320000},
}


def test_the_annuity_by_hand() -> None:
    # 1,000 at 12 % a year over 2 months: 1000 · 0.01 / (1 − 1.01⁻²) = 10 / 0.0197039506 = 507.5124378
    assert monthly_payment(1000, 0.12, 2) == pytest.approx(507.5124378)
    assert monthly_payment(1200, 0.0, 12) == 100
    assert affordable_principal(507.5124378, 0.12, 2) == pytest.approx(1000)
    assert affordable_principal(100, 0.0, 12) == 1200


def test_a_quote_from_the_customers_record() -> None:
    # 224,000 at 14.9 % over 48 months: r = 0.0124167, (1 + r)^−48 = 0.553038, payment = 2781.33 / 0.446962 = 6,222.7
    result = a_counter(PROFILE).call("simulate_credit")
    assert result.data["monthly"] == 6223
    assert "$6,223 MXN al mes" in result.summary


def test_another_price_does_not_inherit_the_down_payment_on_record() -> None:
    assert a_counter(PROFILE).call("simulate_credit", price=200000).data["down_payment"] == 40000


def test_a_loan_over_the_limit_names_the_down_payment_that_would_do() -> None:
    result = a_counter(PROFILE).call("simulate_credit", price=500000)
    assert result.data["needed_down"] == 180000
    assert "$180,000 MXN" in result.summary


def test_a_down_payment_below_the_minimum_is_named() -> None:
    assert a_counter().call("simulate_credit", price=100000, down_payment=5000).data["needed_down"] == 20000


def test_an_income_that_is_too_low_is_said() -> None:
    result = a_counter(PROFILE).call("simulate_credit", monthly_income=10000)
    assert "$3,500 MXN al mes" in result.summary


def test_a_budget_gives_the_price_that_it_reaches() -> None:
    # 8,000 a month over 48 months repays 8000 · 0.446962 / 0.0124167 = 287,976; with 20 % down: 359,969
    result = a_counter().call("simulate_credit", monthly_budget=8000, months=48)
    assert result.data["price"] == pytest.approx(359_972, abs=10)


def test_without_a_price_the_limit_is_told_and_the_price_asked_for() -> None:
    result = a_counter().call("simulate_credit")
    assert result.outcome is ToolOutcome.CONFLICT
    assert "$600,000 MXN" in result.summary


def test_a_term_that_does_not_exist_is_refused_with_those_that_do() -> None:
    result = a_counter(PROFILE).call("simulate_credit", months=17)
    assert result.outcome is ToolOutcome.CONFLICT
    assert "12, 24, 36, 48, 60" in result.summary


def test_a_refusal_says_when_it_is_looked_at_again() -> None:
    record = {"kind": "credit", "state": "declined", "data": {"review": "+60d"}}
    assert "4 de diciembre" in a_counter(record).call("simulate_credit", price=1).summary


def test_amounts_below_zero_are_not_accepted() -> None:
    with pytest.raises(AssertionError, match="price"):
        a_counter().call("simulate_credit", price=-5)


def test_a_down_payment_that_leaves_nothing_to_finance_is_not_accepted() -> None:
    with pytest.raises(AssertionError, match="below price"):
        a_counter().call("simulate_credit", price=100000, down_payment=100000)
