"""Looking often without crying wolf."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shared.experiments.differences import Difference
from shared.experiments.sequential import Action, always_valid_interval, read


def difference(value: float, variance: float) -> Difference:
    return Difference(value, value, value, 1.0, "", variance)


def test_the_interval_by_hand() -> None:
    # V = τ² = 1: margin √(1·2/1·(2 ln 20 + ln 2)) = √(2·(5.99146 + 0.69315)) = 3.6564.
    assert always_valid_interval(0.0, 1.0, 1.0) == pytest.approx((-3.6564, 3.6564), abs=1e-4)


def test_it_is_wider_than_the_interval_of_a_single_look() -> None:
    low, high = always_valid_interval(0.0, 0.01, 0.1)
    assert (high - low) / 2 > 1.96 * math.sqrt(0.01)


def test_each_action() -> None:
    assert read(difference(0.2, 0.0004), 500, 0.05).action is Action.BETTER
    assert read(difference(-0.2, 0.0004), 500, 0.05).action is Action.WORSE
    assert read(difference(0.02, 0.0004), 500, 0.05).action is Action.KEEP_RUNNING
    assert read(difference(0.0, 0.0001), 20_000, 0.05).action is Action.NO_RELEVANT_DIFFERENCE


def test_nothing_is_decided_on_a_handful_of_cases() -> None:
    assert read(difference(0.9, 0.0004), 49, 0.05).action is Action.KEEP_RUNNING


def test_a_scale_or_variance_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        always_valid_interval(0.1, 0.0, 0.1)
    with pytest.raises(ValueError, match="more than 0"):
        read(difference(0.1, 0.1), 100, 0.0)


def test_many_looks_at_two_equal_arms_rarely_end_in_a_verdict() -> None:
    rng = np.random.default_rng(5)
    runs, cases = 400, np.arange(100, 2001, 50)
    alarms = usual_alarms = 0
    for _ in range(runs):
        a, b = (np.cumsum(rng.random(2_000) < 0.6)[cases - 1] / cases for _ in range(2))
        looks = [(float(d), float(v)) for d, v in zip(b - a, (a * (1 - a) + b * (1 - b)) / cases, strict=True)]
        readings = {read(difference(d, v), 100, 0.1).action for d, v in looks}
        alarms += bool(readings & {Action.BETTER, Action.WORSE})
        usual_alarms += any(abs(d) > 1.96 * math.sqrt(v) for d, v in looks)
    assert alarms / runs <= 0.05
    # What the guard is for: the usual interval, looked at as often, is wrong far more than one time in twenty.
    assert usual_alarms / runs > 0.15
