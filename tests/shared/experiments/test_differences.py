"""Differences between two arms, against published and hand-worked figures."""

from __future__ import annotations

import pytest
from scipy import stats

from shared.experiments.differences import Proportion, Sample, compare_means, compare_proportions


def test_newcombes_own_example() -> None:
    # Newcombe 1998, table II (a): 56/70 against 48/80, method 10: 0.2000, 0.0524 to 0.3339.
    found = compare_proportions(Proportion(48, 80), Proportion(56, 70))
    assert found is not None
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert 0.005 < found.p_value < 0.02


def test_the_pooled_z_test_by_hand() -> None:
    # 500/1000 against 550/1000: pooled 0.525, error √(0.249375·0.002) = 0.022333, z = 2.2389, p = 0.0252.
    found = compare_proportions(Proportion(500, 1000), Proportion(550, 1000))
    assert found is not None
    assert found.p_value == pytest.approx(0.0252, abs=1e-4)
    assert "z test" in found.test


def test_all_resolved_in_both_arms_is_no_evidence_but_has_an_interval() -> None:
    found = compare_proportions(Proportion(20, 20), Proportion(10, 10))
    assert found is not None
    assert found.p_value == 1.0
    assert found.low < 0 < found.high
    assert found.variance > 0


def test_an_empty_arm_gives_nothing() -> None:
    assert compare_proportions(Proportion(0, 0), Proportion(3, 4)) is None
    with pytest.raises(ValueError, match="5 of 4"):
        Proportion(5, 4)


def test_welch_agrees_with_scipy_on_raw_values() -> None:
    a, b = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0, 10.0]
    found = compare_means(Sample(4, 2.5, 1.2909944), Sample(5, 6.0, 3.1622777))
    expected = stats.ttest_ind(b, a, equal_var=False)
    interval = expected.confidence_interval(0.95)
    assert found is not None
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-6)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-6)


def test_one_value_or_no_spread_gives_nothing() -> None:
    assert compare_means(Sample(1, 3.0, 0.0), Sample(9, 4.0, 1.0)) is None
    assert compare_means(Sample(5, 3.0, 0.0), Sample(9, 4.0, 0.0)) is None
