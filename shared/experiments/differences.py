"""The difference between two independent arms of a live A/B test (B − A), with its interval and test."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Proportion:
    """`yes` of `n` cases, as in resolved of known tickets. Raises `ValueError` unless 0 ≤ yes ≤ n."""

    yes: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.yes <= self.n:
            raise ValueError(f"{self.yes} of {self.n} is not a proportion")

    @property
    def rate(self) -> float:
        """yes / n; 0 without cases."""
        return self.yes / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A measured figure: how many values, their mean and their standard deviation (with n − 1)."""

    n: int
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Difference:
    """B − A. `low`/`high`: 95 % interval. `p_value`: two-sided. `variance`: of the difference, for `sequential`."""

    value: float
    low: float
    high: float
    p_value: float
    test: str
    variance: float


def compare_proportions(a: Proportion, b: Proportion) -> Difference | None:
    """Newcombe's hybrid score interval (1998, method 10) and Boschloo's exact test; for many cases the pooled z test.

    None without cases in one of the arms.
    """
    if not a.n or not b.n:
        return None
    value, (la, ua), (lb, ub) = b.rate - a.rate, _wilson(a), _wilson(b)
    p_value, test = _proportions_test(a, b)
    return Difference(
        value=value,
        low=value - math.hypot(b.rate - lb, ua - a.rate),
        high=value + math.hypot(ub - b.rate, a.rate - la),
        p_value=p_value,
        test=test,
        variance=_smoothed_variance(a) + _smoothed_variance(b),
    )


def compare_means(a: Sample, b: Sample) -> Difference | None:
    """Welch's t interval and test (unequal variances). None with fewer than two values in an arm, or no spread."""
    if a.n < 2 or b.n < 2:
        return None
    va, vb = a.sd**2 / a.n, b.sd**2 / b.n
    variance = va + vb
    if variance == 0:
        return None
    freedom = variance**2 / (va**2 / (a.n - 1) + vb**2 / (b.n - 1))
    margin = float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom)) * math.sqrt(variance)
    value = b.mean - a.mean
    p_value = 2 * float(stats.t.sf(abs(value) / math.sqrt(variance), freedom))
    return Difference(value, value - margin, value + margin, p_value, "Welch's t test, two-sided", variance)


EXACT_UP_TO = 100
"""Boschloo's test takes seconds for arms larger than this, where the z test agrees with it."""


def _proportions_test(a: Proportion, b: Proportion) -> tuple[float, str]:
    pooled = (a.yes + b.yes) / (a.n + b.n)
    if pooled in (0.0, 1.0):
        return 1.0, "no test: all cases are alike"
    if max(a.n, b.n) <= EXACT_UP_TO:
        table = [[a.yes, b.yes], [a.n - a.yes, b.n - b.yes]]
        return float(stats.boschloo_exact(table).pvalue), "Boschloo's exact test, two-sided"
    error = math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n))
    return 2 * float(stats.norm.sf(abs(b.rate - a.rate) / error)), "pooled z test, two-sided"


def _wilson(sample: Proportion) -> tuple[float, float]:
    interval = stats.binomtest(sample.yes, sample.n).proportion_ci(CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def _smoothed_variance(sample: Proportion) -> float:
    """Of the rate, with half a case added to either side: never 0, however few cases."""
    rate = (sample.yes + 0.5) / (sample.n + 1)
    return rate * (1 - rate) / sample.n
