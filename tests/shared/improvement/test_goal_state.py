"""Success conditions on the records and the agent's words."""

from __future__ import annotations

from typing import Any

import pytest

from shared.improvement.goal_state import UnknownCondition, state_reached

PAYOUT = {"id": "p", "kind": "payout", "state": "scheduled", "data": {"date": "2026-10-07", "amount": 241300}}
BOOKED = {"id": "i", "kind": "inspection", "state": "booked", "data": {}}
MOVED = {**BOOKED, "state": "rescheduled"}


def reached(success: dict[str, Any], *said: str, after: tuple[dict[str, Any], ...] = (PAYOUT, BOOKED)) -> bool | None:
    return state_reached(success, before=(PAYOUT, BOOKED), after=after, agent_messages=said, handed_off=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Llega el 7 de octubre.", True),
        ("Cai em 7 de outubro.", True),
        ("It arrives on October 7.", True),
        ("2026-10-07", True),
        ("Llega el 17 de octubre.", False),
        ("Llega pronto.", False),
    ],
)
def test_told_reads_dates_in_every_language(said: str, expected: bool) -> None:
    assert reached({"told": ["payout.date"]}, said) is expected


@pytest.mark.parametrize("said", ["Son $241,300 MXN", "São $241.300", "241300 pesos"])
def test_told_reads_money_with_and_without_separators(said: str) -> None:
    assert reached({"told": ["payout.amount"]}, said) is True
    assert reached({"told": ["payout.amount"]}, said.replace("300", "301")) is False


def test_told_may_be_spread_over_messages_but_all_of_it_is_needed() -> None:
    both = {"told": ["payout.date", "payout.amount"]}
    assert reached(both, "El 7 de octubre.", "Son $241,300.") is True
    assert reached(both, "El 7 de octubre.") is False


def test_a_record_that_is_not_there_was_not_told() -> None:
    assert reached({"told": ["offer.amount"]}, "0") is False


def test_state_and_created_compare_with_the_start() -> None:
    moved = {"state": {"kind": "inspection", "in": ["rescheduled"]}}
    assert reached(moved) is False
    assert reached(moved, after=(PAYOUT, MOVED)) is True
    assert reached({"created": "inspection"}) is False
    assert reached({"created": "inspection"}, after=(PAYOUT, BOOKED, {**BOOKED, "id": "i2"})) is True


def test_a_wanted_handoff_must_happen() -> None:
    assert reached({"handed_off": True}) is False
    assert reached({"handed_off": False}) is True


def test_no_condition_is_unknown_and_a_misspelt_one_is_an_error() -> None:
    assert reached({}) is None
    with pytest.raises(UnknownCondition, match="tould"):
        reached({"tould": ["payout.date"]})
