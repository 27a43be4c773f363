"""How many cases a live A/B test needs, and whether its traffic was split as it was meant to be."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy import stats

ALPHA, POWER = 0.05, 0.80
SPLIT_ALARM = 0.001
"""A split as uneven as this by chance once in a thousand is taken for a broken assignment."""


def required_per_arm_proportions(base: float, lift: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Cases an arm needs to show a rate of `base + lift` against `base` (two-sided z test, unpooled variances).

    Raises `ValueError` unless both rates are between 0 and 1 and differ.
    """
    raised = base + lift
    if not (0 <= base <= 1 and 0 <= raised <= 1) or lift == 0:
        raise ValueError(f"cannot plan for {base:g} against {raised:g}: two different rates between 0 and 1 are needed")
    variance = base * (1 - base) + raised * (1 - raised)
    return math.ceil(_factor(alpha, power) * variance / lift**2)


def required_per_arm_means(sd: float, lift: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Cases an arm needs to show that the mean moves by `lift`. Raises `ValueError` for no lift or a negative sd."""
    if lift == 0 or sd < 0:
        raise ValueError("a lift other than 0 and a standard deviation of 0 or more are needed")
    return max(2, math.ceil(2 * _factor(alpha, power) * sd**2 / lift**2))


def split_is_broken(counts: Sequence[int], shares: Sequence[float]) -> bool:
    """Whether the arms' `counts` are too far from the intended `shares` (which sum to 1) to be chance.

    A test whose assignment is broken is not to be read, whatever its result. Raises `ValueError` where the lengths
    differ.
    """
    if len(counts) != len(shares):
        raise ValueError(f"{len(counts)} counts cannot be held against {len(shares)} shares")
    total = sum(counts)
    if not total:
        return False
    expected = [share * total for share in shares]
    return bool(stats.chisquare(list(counts), expected).pvalue < SPLIT_ALARM)


def _factor(alpha: float, power: float) -> float:
    return float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power)) ** 2
