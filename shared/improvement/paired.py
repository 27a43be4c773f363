"""Statistics of paired differences: one number a scenario, proposed minus current.

The test is the sign-flip permutation test: where both arms are the same release, each scenario's difference is as
likely to have either sign, whatever its distribution, so the level holds for ties, halves and small n alike. With many
hundreds of pairs Student's t test says the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy import optimize, stats

ALPHA = 0.02
"""Level of the verdict (two-sided). Stricter than the usual 0.05, so that runs of an unchanged prompt cry wolf in about
one of fifty."""
POWER = 0.80
CONFIDENCE = 0.95
SIGN_FLIP = "sign-flip permutation test of the mean paired difference, two-sided"
STUDENT = "paired Student t test, two-sided"
PERMUTED_UP_TO = 500
"""Above this many pairs the t test gives the same p, and at once."""
_RESAMPLES = 4_999
_DECIMALS = 9
_MAX_PAIRS = 1_000_000

Values = Sequence[float] | NDArray[np.float64]


class PairedEstimate(BaseModel):
    """A figure in both arms and its paired difference (proposed − current), in the figure's own unit.

    `low`/`high`: 95 % interval of the difference. `sd`: of the pairs' differences. `smallest_detectable`: the
    difference that this many pairs find four times in five. `None` where there are too few pairs to know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    baseline: float | None = None
    proposed: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    p_value: float | None = None
    test: str | None = None
    smallest_detectable: float | None = None


def estimate_pairs(
    baseline: Values, proposed: Values, span: float | None = None, *, tested: bool = True
) -> PairedEstimate:
    """Compare two arms of shape (pairs,), in the same order; without `tested` no p is computed.

    `span` is the largest possible distance between two values (1 for a share, 4 for CSAT); with it, an interval is
    given even where all pairs differ by the same amount. Raises `ValueError` where the lengths differ.
    """
    first, second = np.asarray(baseline, np.float64), np.asarray(proposed, np.float64)
    if first.shape != second.shape:
        raise ValueError(f"arms of {first.size} and {second.size} values cannot be paired")
    if not first.size:
        return PairedEstimate(n=0)
    differences = np.round(second - first, _DECIMALS)
    sd = float(differences.std(ddof=1)) if first.size > 1 else None
    p_value, test = paired_test(differences) if tested else (None, None)
    low, high = difference_interval(differences, span)
    return PairedEstimate(
        n=first.size,
        baseline=float(first.mean()),
        proposed=float(second.mean()),
        difference=float(differences.mean()),
        low=low,
        high=high,
        sd=sd,
        p_value=p_value,
        test=test,
        smallest_detectable=smallest_detectable(first.size, sd) if sd else None,
    )


def paired_test(differences: NDArray[np.float64]) -> tuple[float | None, str | None]:
    """The two-sided p of the mean difference and the name of its test; unknown below two pairs.

    The sign-flip test is exact up to 12 pairs, else from 4,999 random flips with a fixed seed.
    """
    if differences.size < 2:
        return None, None
    if not differences.any():
        return 1.0, SIGN_FLIP
    if differences.size > PERMUTED_UP_TO:
        return float(stats.ttest_1samp(differences, 0.0).pvalue), STUDENT
    result = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=_RESAMPLES,
        rng=np.random.default_rng(0),
    )
    return float(result.pvalue), SIGN_FLIP


def difference_interval(
    differences: NDArray[np.float64], span: float | None = None
) -> tuple[float | None, float | None]:
    """The 95 % Student t interval of the mean.

    Where all pairs differ by the same amount t would claim certainty; instead the exact binomial bound on the share of
    pairs of another kind is used, each as far away as `span` allows. (None, None) for a single pair.
    """
    n, mean = differences.size, float(differences.mean())
    if n < 2:
        return None, None
    if differences.std() > 0:
        margin = stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * stats.sem(differences)
        return mean - float(margin), mean + float(margin)
    if span is None:
        return None, None
    unseen = 1 - ((1 - CONFIDENCE) / 2) ** (1 / n)
    return mean - unseen * (mean + span), mean + unseen * (span - mean)


def paired_power(n: int, difference: float, sd: float, alpha: float = ALPHA) -> float:
    """The chance (0 to 1) that `n` pairs show a true `difference`, for differences with standard deviation `sd`."""
    critical = float(stats.t.ppf(1 - alpha / 2, n - 1))
    shift = abs(difference) / sd * math.sqrt(n)
    power = stats.nct.sf(critical, n - 1, shift)
    # scipy's noncentral t gives nan far out in the tails, where the normal distribution is exact enough.
    return float(power) if np.isfinite(power) else float(stats.norm.sf(critical - shift))


def smallest_detectable(n: int, sd: float, alpha: float = ALPHA, power: float = POWER) -> float | None:
    """The true difference that `n` pairs show with this power, in the unit of `sd`; None below two pairs."""
    if n < 2 or sd <= 0:
        return None
    highest = sd * (float(stats.t.ppf(1 - alpha / 2, n - 1)) + 10.0)
    return float(optimize.brentq(lambda d: paired_power(n, d, sd, alpha) - power, 0.0, highest))


def required_pairs(difference: float, sd: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many pairs show a true `difference` (not 0) with this power; at most a million."""
    low, high = 2, 4
    while high < _MAX_PAIRS and paired_power(high, difference, sd, alpha) < power:
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if paired_power(middle, difference, sd, alpha) >= power else (middle, high)
    return min(high, _MAX_PAIRS)
