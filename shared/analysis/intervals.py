"""Estimates with 95 % intervals, and the sums behind them, which add up in any grouping."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
DECIMALS = 6
"""Figures are written with this many decimals: beyond them stands only the order of summation."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the number of known values behind it and its 95 % interval; `None` where nothing is known."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None

    def as_record(self) -> dict[str, float | int | None]:
        """The figure as JSON writes it: value, n, low, high."""
        return {
            "value": rounded(self.value),
            "n": self.n,
            "low": rounded(self.low),
            "high": rounded(self.high),
        }


def rounded(value: float | None, decimals: int = DECIMALS) -> float | None:
    """`value` rounded for writing; what is unknown or not finite is `None`, and -0.0 becomes 0.0."""
    return None if value is None or not math.isfinite(value) else round(value, decimals) + 0.0


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of the known cases were a yes."""

    yes: int = 0
    known: int = 0

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Proportion:
        """From 1 (yes), 0 (no) and NaN (unknown)."""
        return cls(int(np.count_nonzero(values == 1.0)), int(np.count_nonzero(~np.isnan(values))))

    def __add__(self, other: Proportion) -> Proportion:
        return Proportion(self.yes + other.yes, self.known + other.known)

    def estimate(self) -> Estimate:
        """yes / known with its Wilson interval."""
        return wilson(self.yes, self.known)


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and sum of squared deviations of the known values."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Moments:
        """From numbers and NaN (unknown)."""
        known = values[~np.isnan(values)]
        if known.size == 0:
            return cls()
        with np.errstate(over="ignore"):  # an absurd value (1e300 s) makes the interval infinite, hence unknown
            mean = float(known.mean())
            return cls(int(known.size), mean, float(np.square(known - mean).sum()))

    def __add__(self, other: Moments) -> Moments:
        """The moments of both sets together (Chan, Golub and LeVeque 1979), which loses no digits to cancellation."""
        n = self.n + other.n
        if n == 0:
            return self
        apart = other.mean - self.mean
        mean = self.mean + apart * other.n / n
        return Moments(n, mean, self.squares + other.squares + apart * apart * self.n * other.n / n)

    def estimate(self) -> Estimate:
        """The mean with its Student t interval; a single value has no interval."""
        return student(self)


def wilson(yes: int, known: int) -> Estimate:
    """The share yes / known with its Wilson score interval (Wilson 1927); unknown where `known` is 0."""
    if known == 0:
        return Estimate(None, 0)
    share = yes / known
    widened = 1 + Z_95**2 / known
    centre = (share + Z_95**2 / (2 * known)) / widened
    half = Z_95 * math.sqrt(share * (1 - share) / known + Z_95**2 / (4 * known**2)) / widened
    low = 0.0 if yes == 0 else max(0.0, centre - half)
    high = 1.0 if yes == known else min(1.0, centre + half)
    return Estimate(share, known, low, high)


def student(moments: Moments) -> Estimate:
    """The mean with the interval mean ± t(n-1, 97.5 %) * s / sqrt(n)."""
    if moments.n == 0:
        return Estimate(None, 0)
    if moments.n == 1:
        return Estimate(moments.mean, 1)
    deviation = math.sqrt(moments.squares / (moments.n - 1))
    half = student_quantile(moments.n - 1) * deviation / math.sqrt(moments.n)
    return Estimate(moments.mean, moments.n, moments.mean - half, moments.mean + half)


def student_quantile(freedom: int) -> float:
    """The 97.5 % quantile of Student's t distribution with `freedom` degrees of freedom."""
    from scipy.special import stdtrit  # only the end of an analysis needs it, and importing it takes a second

    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2))


def newcombe(better: Estimate, other: Estimate) -> tuple[float, float] | None:
    """The 95 % interval of the difference `better - other` of two independent shares from their own intervals
    (Newcombe 1998, method 10); `None` where one of them is unknown."""
    if better.value is None or other.value is None:
        return None
    if better.low is None or better.high is None or other.low is None or other.high is None:
        return None
    apart = better.value - other.value
    below = math.hypot(better.value - better.low, other.high - other.value)
    above = math.hypot(better.high - better.value, other.value - other.low)
    return apart - below, apart + above
