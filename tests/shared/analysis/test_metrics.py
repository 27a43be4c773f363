"""The figures, by hand."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analysis.metrics import Outcomes, Tally, measure
from shared.conversations.schema import Conversation
from tests.shared.analysis.records import conversation

MAYBE = st.sampled_from([True, False, None])
CONVERSATIONS = st.lists(
    st.builds(
        conversation,
        messages=st.integers(1, 9),
        resolved=MAYBE,
        csat=st.one_of(st.none(), st.floats(1, 5)),
        duration=st.one_of(st.none(), st.floats(0, 1e5)),
        extra=st.one_of(st.just({}), st.builds(lambda handoff: {"handoff": handoff}, st.booleans())),
    ),
    max_size=25,
)


def test_figures_of_four_conversations_are_worked_by_hand() -> None:
    figures = measure(
        [
            conversation(messages=2, resolved=True, csat=5, duration=100),
            conversation(messages=4, resolved=True, csat=4, extra={"handoff": True}),
            conversation(messages=6, resolved=False, duration=300, extra={"handoff": False}),
            conversation(messages=8),
        ]
    )
    assert figures.total == 4
    assert figures.resolution_rate.value == pytest.approx(2 / 3)
    assert figures.resolution_rate.n == 3
    assert (figures.avg_csat.value, figures.avg_csat.n) == (4.5, 2)
    assert (figures.avg_turns.value, figures.avg_turns.n) == (5.0, 4)
    assert (figures.avg_duration_sec.value, figures.avg_duration_sec.n) == (200.0, 2)
    assert figures.first_contact_resolution.value == pytest.approx(1 / 3)
    assert figures.first_contact_resolution.n == 3
    assert (figures.handoff_rate.value, figures.handoff_rate.n) == (0.5, 2)


def test_nothing_known_is_unknown_and_not_0() -> None:
    record = measure([conversation()]).as_record()
    nothing = {"value": None, "n": 0, "low": None, "high": None}
    assert record["resolution_rate"] == record["avg_csat"] == record["avg_duration_sec"] == nothing
    assert record["handoff_rate"] == record["first_contact_resolution"] == nothing


def test_no_conversations_give_figures_without_values() -> None:
    assert measure([]).as_record()["total"] == 0
    assert measure([]).avg_turns.value is None


def test_a_reopened_case_was_not_solved_at_first_contact() -> None:
    figures = measure([conversation(resolved=True, extra={"reopened": "sí"}), conversation(resolved=True)])
    assert figures.resolution_rate.value == 1.0
    assert figures.first_contact_resolution.value == 0.5


@pytest.mark.parametrize(
    ("extra", "rate"),
    [
        ({"handoff": True}, 1.0),
        ({"handed_off": "yes"}, 1.0),
        ({"escalated": 1}, 1.0),
        ({"handoff": {"reason": "asked for a person"}}, 1.0),
        ({"handoff": False, "escalated": "true"}, 1.0),
        ({"handed_off": "no"}, 0.0),
        ({"handoff": "later"}, None),
        ({"handoff": {}}, None),
        ({"handoff": None}, None),
    ],
)
def test_a_handoff_counts_only_where_the_record_says_so(extra: dict[str, Any], rate: float | None) -> None:
    assert measure([conversation(extra=extra)]).handoff_rate.value == rate


@given(CONVERSATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_conversations_changes_no_figure(
    conversations: list[Conversation], draw: random.Random
) -> None:
    shuffled = draw.sample(conversations, len(conversations))
    assert _close(measure(shuffled).as_record(), measure(conversations).as_record())


@given(CONVERSATIONS, st.integers(0, 25))
def test_tallies_of_two_parts_add_up_to_the_whole(conversations: list[Conversation], cut: int) -> None:
    parts = Tally.of(Outcomes.of(conversations[:cut])) + Tally.of(Outcomes.of(conversations[cut:]))
    assert _close(parts.figures().as_record(), measure(conversations).as_record())


def test_rows_are_taken_by_mask() -> None:
    outcomes = Outcomes.of([conversation(messages=2), conversation(messages=4), conversation(messages=6)])
    assert outcomes.take(np.array([True, False, True])).turns.tolist() == [2.0, 6.0]


def _close(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal but for the last digits of sums."""
    assert one.pop("total") == other.pop("total")
    for name, estimate in one.items():
        assert _values(estimate) == pytest.approx(_values(other[name]), rel=1e-5, abs=2e-6, nan_ok=True), name
    return True


def _values(estimate: dict[str, float | None]) -> list[float]:
    return [math.nan if value is None else value for value in estimate.values()]
