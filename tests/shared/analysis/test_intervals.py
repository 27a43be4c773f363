"""Known answers worked by hand (or from the papers), and what must hold for any data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.analysis.intervals import Estimate, Moments, Proportion, newcombe, rounded, student, wilson

NUMBERS = st.lists(st.one_of(st.floats(-1e6, 1e6), st.just(math.nan)), max_size=40)


def array(values: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, np.float64)


def test_wilson_of_8_in_10_is_the_textbook_interval() -> None:
    # centre = (0.8 + 3.8415/20) / (1 + 3.8415/10) = 0.71673; half = 1.96 * sqrt(0.016 + 0.0096036) / 1.38415 = 0.22657
    estimate = wilson(8, 10)
    assert estimate.value == 0.8
    assert estimate.n == 10
    assert estimate.low == pytest.approx(0.490162, abs=1e-6)
    assert estimate.high == pytest.approx(0.943318, abs=1e-6)


def test_wilson_at_the_edges_reaches_0_and_1_exactly() -> None:
    none, all_ = wilson(0, 5), wilson(5, 5)
    assert (none.low, all_.high) == (0.0, 1.0)
    # z² / (n + z²) = 3.8414588 / 8.8414588
    assert none.high == pytest.approx(0.434482, abs=1e-6)
    assert all_.low == pytest.approx(1 - 0.434482, abs=1e-6)


def test_a_share_of_nothing_is_unknown() -> None:
    assert wilson(0, 0) == Estimate(None, 0, None, None)


def test_mean_of_2_4_6_has_the_student_interval_of_two_degrees_of_freedom() -> None:
    # s = 2, half = 4.302653 * 2 / sqrt(3) = 4.968275
    estimate = student(Moments.of(array([2, math.nan, 4, 6])))
    assert (estimate.value, estimate.n) == (4.0, 3)
    assert estimate.low == pytest.approx(4 - 4.968275, abs=1e-5)
    assert estimate.high == pytest.approx(4 + 4.968275, abs=1e-5)


def test_one_value_has_no_interval_and_none_no_value() -> None:
    assert student(Moments.of(array([4.5]))) == Estimate(4.5, 1, None, None)
    assert student(Moments.of(array([math.nan]))) == Estimate(None, 0, None, None)


def test_newcombe_difference_is_the_published_example() -> None:
    # Newcombe (1998), table II (a): 56/70 − 48/80 = 0.2, method 10: 0.0524 to 0.3339
    interval = newcombe(wilson(56, 70), wilson(48, 80))
    assert interval is not None
    assert list(interval) == pytest.approx([0.0524, 0.3339], abs=5e-5)


def test_a_difference_with_an_unknown_share_is_unknown() -> None:
    assert newcombe(wilson(1, 2), wilson(0, 0)) is None


def test_an_absurd_value_leaves_the_interval_unknown_instead_of_infinite() -> None:
    record = Moments.of(array([1e300, 1.0, -1e300])).estimate().as_record()
    assert record["low"] is None
    assert record["high"] is None


def test_rounding_writes_no_negative_zero() -> None:
    assert str(rounded(-0.0000001)) == "0.0"
    assert rounded(None) is None


@given(NUMBERS, NUMBERS)
def test_moments_of_two_parts_add_up_to_the_moments_of_the_whole(first: list[float], second: list[float]) -> None:
    whole, parts = Moments.of(array(first + second)), Moments.of(array(first)) + Moments.of(array(second))
    assert parts.n == whole.n
    assert parts.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-6)
    assert parts.squares == pytest.approx(whole.squares, rel=1e-9, abs=1e-3)


@given(st.lists(st.sampled_from([0.0, 1.0, math.nan]), max_size=40), st.integers(0, 40))
def test_proportions_add_up(values: list[float], cut: int) -> None:
    assert Proportion.of(array(values[:cut])) + Proportion.of(array(values[cut:])) == Proportion.of(array(values))


@given(st.integers(1, 500), st.data())
def test_a_wilson_interval_holds_its_share(known: int, data: st.DataObject) -> None:
    estimate = wilson(data.draw(st.integers(0, known)), known)
    assert estimate.low is not None
    assert estimate.value is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
