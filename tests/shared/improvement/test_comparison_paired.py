"""The statistics of pairs, against figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from shared.improvement.paired import (
    difference_interval,
    estimate_pairs,
    paired_power,
    paired_test,
    required_pairs,
    smallest_detectable,
)


def test_three_pairs_by_hand() -> None:
    # differences 1, 2, 3: mean 2, sd 1, t(2; 97.5 %) = 4.302653, half width 4.302653 / √3 = 2.484138.
    found = estimate_pairs([0, 0, 0], [1, 2, 3])
    assert (found.n, found.baseline, found.proposed, found.difference, found.sd) == (3, 0, 2, 2, 1)
    assert (found.low, found.high) == pytest.approx((2 - 2.484138, 2 + 2.484138), abs=1e-6)
    # Of the 8 sign patterns only +++ and --- are as far from 0 as the data.
    assert found.p_value == pytest.approx(2 / 8)


def test_the_sign_flip_test_counts_ties_and_the_direction() -> None:
    # |1 + 1 - 1| = 1: all 8 patterns reach it.
    assert paired_test(np.array([1.0, 1.0, -1.0]))[0] == 1.0
    # Zeros cannot be flipped: five equal differences and any number of zeros give 2 / 2^5.
    assert paired_test(np.array([0.5] * 5 + [0.0] * 4))[0] == pytest.approx(2 / 32)


def test_no_difference_anywhere_is_no_evidence() -> None:
    found = estimate_pairs([0.5] * 20, [0.5] * 20, span=1)
    assert found.p_value == 1.0
    assert found.smallest_detectable is None
    # 1 - 0.025^(1/20) = 0.168: with no change in 20 pairs, up to 16.8 % of all may change by up to 1.
    assert (found.low, found.high) == pytest.approx((-0.16843, 0.16843), abs=1e-5)


def test_an_interval_of_equal_differences_without_a_known_span_is_unknown() -> None:
    assert difference_interval(np.array([2.0, 2.0])) == (None, None)


def test_no_pairs_and_one_pair_are_unknown_not_zero() -> None:
    assert estimate_pairs([], []).difference is None
    single = estimate_pairs([1], [2])
    assert (single.difference, single.low, single.p_value, single.smallest_detectable) == (1, None, None, None)


def test_arms_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="arms of 2 and 1 values"):
        estimate_pairs([1, 2], [1])


def test_power_is_the_level_where_there_is_no_difference_and_nearly_one_where_it_is_huge() -> None:
    # Two-sided level 0.02; the upper tail alone is half of it.
    assert paired_power(20, 0.0, 1.0) == pytest.approx(0.01, abs=1e-6)
    assert paired_power(20, 3.0, 1.0) > 0.999


def test_power_for_many_pairs_is_that_of_the_normal_distribution() -> None:
    # z = 0.1 * √1000 = 3.1623; 3.1623 - 2.3263 = 0.836; Φ(0.836) = 0.798.
    assert paired_power(1000, 0.1, 1.0) == pytest.approx(0.798, abs=0.003)


def test_smallest_detectable_and_required_pairs_are_each_others_inverse() -> None:
    smallest = smallest_detectable(50, 0.3)
    assert smallest is not None
    assert paired_power(50, smallest, 0.3) == pytest.approx(0.8, abs=1e-6)
    assert required_pairs(smallest * 1.0001, 0.3) == 50


def test_required_pairs_by_the_textbook() -> None:
    # (2.3263 + 0.8416)² / 0.2² = 250.9, plus about 2.7 for Student's t: 253 or 254.
    assert required_pairs(0.2, 1.0) == pytest.approx(253.5, abs=1)


def test_a_hopeless_question_ends_at_a_million() -> None:
    assert required_pairs(1e-9, 1.0) == 1_000_000


def test_the_two_tests_agree_where_they_meet_and_repeat_exactly() -> None:
    values = np.random.default_rng(3).normal(0.1, 1, 501)
    p, name = paired_test(values[:500])
    assert (p, name) == paired_test(values[:500])
    assert p == pytest.approx(float(stats.ttest_1samp(values[:500], 0).pvalue), abs=0.01)
    assert "sign-flip" in str(name)
    assert "Student" in str(paired_test(values)[1])
