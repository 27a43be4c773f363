"""The score's formula, by hand."""

from __future__ import annotations

import pytest

from shared.analysis.score import PARTS, Targets, checked_weights, score


def test_score_is_the_weighted_sum_of_its_four_parts() -> None:
    # csat 3.6/4.5 = 0.8; resolution 0.7; turns 1 - 4.5/6 = 0.25; latency 1 - 30/120 = 0.75
    # 0.35*0.8 + 0.35*0.7 + 0.15*0.25 + 0.15*0.75 = 0.28 + 0.245 + 0.0375 + 0.1125 = 0.675
    result = score(avg_csat=3.6, resolution_rate=0.7, avg_turns=4.5, avg_duration_sec=30)
    assert result.value == pytest.approx(0.675)
    assert [result.parts[name].value for name in PARTS] == [pytest.approx(v) for v in (0.8, 0.7, 0.25, 0.75)]
    assert result.left_out == ()


def test_parts_stop_at_0_and_1() -> None:
    # csat above target counts 1; 9 messages of 6 and 300 s of 120 count 0: 0.35 + 0.35*0.5
    result = score(avg_csat=4.9, resolution_rate=0.5, avg_turns=9, avg_duration_sec=300)
    assert result.value == pytest.approx(0.35 + 0.175)


def test_the_weight_of_unknown_parts_is_shared_out() -> None:
    # without csat and latency: resolution .35/.5 = .7 and turns .15/.5 = .3; 0.7*0.6 + 0.3*0.5 = 0.57
    result = score(avg_csat=None, resolution_rate=0.6, avg_turns=3, avg_duration_sec=None)
    assert result.value == pytest.approx(0.57)
    assert result.left_out == ("csat", "latency")
    assert result.as_record()["parts"]["csat"] == {"value": None, "weight": 0.0, "unknown": True}
    assert result.parts["resolution"].weight == pytest.approx(0.7)


def test_nothing_known_is_no_score_rather_than_0() -> None:
    assert score(avg_csat=None, resolution_rate=None, avg_turns=None, avg_duration_sec=None).value is None


def test_targets_and_weights_are_adjustable_and_weights_need_not_sum_to_1() -> None:
    # csat 4/5 = .8 with weight 3/4, resolution .4 with 1/4: .6 + .1
    result = score(
        avg_csat=4,
        resolution_rate=0.4,
        avg_turns=3,
        avg_duration_sec=1,
        targets=Targets(csat=5),
        weights={"csat": 3, "resolution": 1},
    )
    assert result.value == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"csta": 1.0}, "there is no weight 'csta'"),
        ({"csat": -1.0}, "the weight csat must be"),
        ({"csat": float("nan")}, "the weight csat must be"),
        ({"csat": 0.0}, "at least one weight"),
        ({}, "at least one weight"),
    ],
)
def test_wrong_weights_are_refused_with_the_reason(weights: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        checked_weights(weights, PARTS)
