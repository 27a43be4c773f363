"""A guard for looking at a live test as often as one likes: always-valid intervals and the decision they allow.

A fixed-sample interval looked at every day excludes a true zero sooner or later. The mixture sequential probability
ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh 2017, "Peeking at A/B Tests") gives an interval that covers
the truth at all times together with probability 1 − alpha, in exchange for being wider at each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from shared.experiments.differences import Difference

ALPHA = 0.05
MIN_CASES = 50
"""Cases an arm must have before anything is decided: the interval rests on the central limit theorem."""


class Action(StrEnum):
    KEEP_RUNNING = "keep_running"
    BETTER = "better"
    WORSE = "worse"
    NO_RELEVANT_DIFFERENCE = "no_relevant_difference"


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be concluded at a look; `low`/`high` is the always-valid interval of B − A."""

    action: Action
    low: float
    high: float


def always_valid_interval(value: float, variance: float, scale: float, alpha: float = ALPHA) -> tuple[float, float]:
    """The interval of a difference `value` with `variance`, valid at every look.

    `scale` is the size of the differences that are expected (the standard deviation of the mixing distribution): the
    interval is narrowest for these. It must be chosen before the data are seen. Raises `ValueError` unless positive.
    """
    if variance <= 0 or scale <= 0:
        raise ValueError("variance and scale must be more than 0")
    mixed = variance + scale**2
    margin = math.sqrt(variance * mixed / scale**2 * (2 * math.log(1 / alpha) + math.log(mixed / variance)))
    return value - margin, value + margin


def read(difference: Difference, cases: int, relevant: float, alpha: float = ALPHA) -> Reading:
    """What `difference` allows to conclude now; `cases` is the smaller arm's, `relevant` the smallest difference that
    would change a decision (also the scale). Raises `ValueError` unless `relevant` is more than 0."""
    low, high = always_valid_interval(difference.value, difference.variance, relevant, alpha)
    if cases < MIN_CASES:
        return Reading(Action.KEEP_RUNNING, low, high)
    if low > 0:
        return Reading(Action.BETTER, low, high)
    if high < 0:
        return Reading(Action.WORSE, low, high)
    if -relevant < low and high < relevant:
        return Reading(Action.NO_RELEVANT_DIFFERENCE, low, high)
    return Reading(Action.KEEP_RUNNING, low, high)
