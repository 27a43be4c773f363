"""The tool ranking's formula, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analysis.intervals import Estimate, wilson
from shared.analysis.ranking import IntentFigures, min_max, rank_tools


def figures(
    intent: str, conversations: int, resolved: int, known: int, csat: float | None, effort: int = 1
) -> IntentFigures:
    return IntentFigures(
        intent=intent,
        tool=f"{intent} tool",
        effort=effort,
        conversations=conversations,
        resolution_rate=wilson(resolved, known),
        avg_csat=Estimate(csat, 0 if csat is None else known),
    )


def test_ranking_is_the_formula_worked_by_hand() -> None:
    # of 100:        frequency   unresolved   gap to 4.5     1/effort
    # a: 50, 5/10      .5 → 1      .5 → 1       1.5 → 1       1/3 → 0     .35 + .30 + .20          = .85
    # b: 30, 8/10      .3 → .5     .2 → .25     .5 → 1/3      1   → 1     .175 + .075 + .0667 + .15 = .466667
    # c: 10, 9/10      .1 → 0      .1 → 0       0 → 0 (4.8)   1/2 → .25   .0375
    ranking = rank_tools(
        [figures("c", 10, 9, 10, 4.8, 2), figures("b", 30, 8, 10, 4.0, 1), figures("a", 50, 5, 10, 3.0, 3)], 100
    )
    assert [(row.rank, row.intent) for row in ranking] == [(1, "a"), (2, "b"), (3, "c")]
    assert [row.score for row in ranking] == [pytest.approx(v) for v in (0.85, 0.466667, 0.0375)]
    second = ranking[1]
    assert second.frequency_scaled == pytest.approx(0.5)
    assert second.unresolved_scaled == pytest.approx(0.25)
    assert second.effort_scaled == 1.0
    assert second.csat_gap_scaled == pytest.approx(1 / 3)


def test_impact_is_what_would_resolve_at_the_rate_of_the_best_served_intent() -> None:
    # 56/70 = .8 is the best; 48/80 = .6 has 100 conversations: 100 * .2 = 20, Newcombe .0524 to .3339
    best, other = rank_tools([figures("best", 70, 56, 70, 4.0), figures("other", 100, 48, 80, 4.0)], 170)[::-1]
    assert (best.intent, best.impact, best.impact_low, best.impact_high) == ("best", 0.0, 0.0, 0.0)
    assert other.impact == pytest.approx(20)
    assert other.impact_low == pytest.approx(5.24, abs=0.01)
    assert other.impact_high == pytest.approx(33.39, abs=0.01)


def test_impact_takes_no_resolved_conversation_away() -> None:
    rows = rank_tools([figures("a", 4, 2, 4, None), figures("b", 4, 3, 4, None)], 8)
    assert min(row.impact_low for row in rows if row.impact_low is not None) == 0.0


def test_where_all_are_equal_every_part_is_a_half() -> None:
    rows = rank_tools([figures("a", 5, 1, 2, 4.0), figures("b", 5, 1, 2, 4.0)], 10)
    assert [row.score for row in rows] == [pytest.approx(0.5)] * 2
    assert [row.intent for row in rows] == ["a", "b"]


def test_an_unknown_part_leaves_the_sum_and_its_weight_is_shared_out() -> None:
    # outcomes unknown everywhere: frequency .35/.5 and effort .15/.5 are left
    rows = rank_tools([figures("a", 8, 0, 0, None, 3), figures("b", 2, 0, 0, None, 1)], 10)
    assert {row.intent: row.score for row in rows} == pytest.approx({"a": 0.7, "b": 0.3})
    assert (rows[0].unresolved_rate, rows[0].csat_gap, rows[0].impact) == (None, None, None)


def test_an_intent_that_never_happened_stands_last_and_moves_no_scale() -> None:
    asked_for = [figures("a", 8, 1, 8, 3.0), figures("b", 2, 2, 2, 4.0)]
    with_absent = rank_tools([figures("absent", 0, 0, 0, None, 3), *asked_for], 10)
    assert with_absent[:2] == rank_tools(asked_for, 10)
    assert (with_absent[2].intent, with_absent[2].rank, with_absent[2].score) == ("absent", 3, None)


def test_weights_are_adjustable() -> None:
    rows = rank_tools([figures("a", 8, 8, 8, 4.0, 3), figures("b", 2, 2, 2, 4.0, 1)], 10, weights={"effort": 1.0})
    assert [(row.intent, row.score) for row in rows] == [("b", 1.0), ("a", 0.0)]


def test_no_conversations_at_all_is_a_ranking_without_scores() -> None:
    assert [row.score for row in rank_tools([figures("a", 0, 0, 0, None)], 0)] == [None]


def test_min_max_skips_what_is_unknown() -> None:
    assert min_max([2.0, None, 4.0, 3.0]) == [0.0, None, 1.0, 0.5]
    assert min_max([None, None]) == [None, None]
    assert min_max([]) == []


@given(st.permutations(range(5)))
def test_the_order_of_the_intents_does_not_change_the_ranking(order: list[int]) -> None:
    intents = [figures(str(n), 10 + n, n, 10, 3 + n / 5, 1 + n % 3) for n in range(5)]
    assert rank_tools([intents[n] for n in order], 60) == rank_tools(intents, 60)
