"""Where marks go: positions as per cent of a plot's width, so that one drawing serves a phone and a wide screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.improvement.paired import ALPHA, PairedEstimate

LOWER_IS_BETTER = frozenset({"turns", "duration"})
_EDGE = 46.0
"""How far from the middle (per cent) the longest mark may reach."""


class ForestMark(NamedTuple):
    """A difference on a line whose middle (50) is "no difference" and whose right side is better.

    `low`/`high`: the interval's ends, left to right; `band_low`/`band_high`: what the data cannot tell from chance.
    """

    point: float
    low: float | None
    high: float | None
    band_low: float | None = None
    band_high: float | None = None
    tone: str = "unclear"


class Slice(NamedTuple):
    """A part of a stacked bar: where it starts and how wide it is (per cent)."""

    name: str
    start: float
    width: float


def forest_mark(metric: str, estimate: PairedEstimate, reach: float | None = None, *, band: bool = False) -> ForestMark:
    """The mark of `estimate`; `reach` is the difference at the plot's edge (else its own largest value).

    An estimate without a difference is not to be drawn. Raises `ValueError`.
    """
    if estimate.difference is None:
        raise ValueError("there is no difference to draw")
    sign = -1.0 if metric in LOWER_IS_BETTER else 1.0
    detectable = estimate.smallest_detectable if band else None
    scale = _EDGE / (reach or reach_of([estimate], band=band) or 1.0)

    def at(value: float) -> float:
        return round(50 + min(max(sign * value * scale, -_EDGE), _EDGE), 2)

    ends = sorted(at(v) for v in (estimate.low, estimate.high) if v is not None)
    low, high = (ends[0], ends[-1]) if ends else (None, None)
    return ForestMark(
        point=at(estimate.difference),
        low=low,
        high=high,
        band_low=None if detectable is None else min(at(detectable), at(-detectable)),
        band_high=None if detectable is None else max(at(detectable), at(-detectable)),
        tone=_tone(sign * estimate.difference, estimate.p_value),
    )


def reach_of(estimates: Sequence[PairedEstimate], *, band: bool = False) -> float:
    """The largest distance from zero that any mark of `estimates` needs; 0 where there is nothing."""
    values = [v for e in estimates for v in (e.difference, e.low, e.high) if v is not None]
    values += [e.smallest_detectable for e in estimates if band and e.smallest_detectable is not None]
    return max((abs(v) for v in values), default=0.0)


def _tone(improvement: float, p_value: float | None) -> str:
    """By the verdict's level, so that no mark claims what the verdict withholds; what is not tested is unclear."""
    if p_value is None or p_value >= ALPHA or not improvement:
        return "unclear"
    return "better" if improvement > 0 else "worse"


def stacked(parts: Mapping[str, float], whole: float = 1.0) -> tuple[Slice, ...]:
    """The parts side by side from the left, `whole` being the full width."""
    slices, start = [], 0.0
    for name, value in parts.items():
        width = 100 * max(value, 0.0) / whole if whole else 0.0
        slices.append(Slice(name, round(start, 2), round(width, 2)))
        start += width
    return tuple(slices)
