"""Where the marks of the report go."""

from __future__ import annotations

import pytest

from shared.improvement.paired import PairedEstimate
from shared.improvement.report_charts import ForestMark, Slice, forest_mark, reach_of, stacked


def estimate(difference: float | None, low: float | None, high: float | None, p: float | None = 0.01) -> PairedEstimate:
    return PairedEstimate(n=9, difference=difference, low=low, high=high, p_value=p, smallest_detectable=0.1)


def test_the_largest_value_reaches_the_edge_and_zero_is_the_middle() -> None:
    # 0.2 is 46 % from the middle, so 0.1 is 23 %.
    assert forest_mark("score", estimate(0.1, 0.0, 0.2)) == ForestMark(73.0, 50.0, 96.0, tone="better")


def test_less_is_better_for_turns_and_duration() -> None:
    mark = forest_mark("turns", estimate(-1.0, -2.0, 0.0))
    assert (mark.point, mark.low, mark.high, mark.tone) == (73.0, 50.0, 96.0, "better")
    assert forest_mark("duration", estimate(5.0, 1.0, 9.0)).tone == "worse"


def test_no_mark_claims_what_the_verdicts_level_withholds() -> None:
    assert forest_mark("score", estimate(0.1, 0.01, 0.2, p=0.03)).tone == "unclear"
    assert forest_mark("score", estimate(0.1, 0.01, 0.2, p=None)).tone == "unclear"


def test_marks_beyond_the_reach_stop_at_the_edge() -> None:
    assert forest_mark("score", estimate(0.5, 0.4, 0.9), reach=0.2).high == 96.0


def test_the_band_is_what_cannot_be_told_from_chance() -> None:
    mark = forest_mark("score", estimate(0.05, -0.1, 0.2), band=True)
    assert (mark.band_low, mark.band_high) == (27.0, 73.0)


def test_no_interval_and_no_difference() -> None:
    assert forest_mark("score", estimate(0.0, None, None)).low is None
    with pytest.raises(ValueError, match="no difference"):
        forest_mark("score", estimate(None, None, None))
    assert reach_of([]) == 0.0


def test_a_stacked_bar_lays_its_parts_end_to_end() -> None:
    assert stacked({"a": 1.0, "b": 3.0}, 8.0) == (Slice("a", 0.0, 12.5), Slice("b", 12.5, 37.5))
    assert stacked({"a": 1.0}, 0.0) == (Slice("a", 0.0, 0.0),)
