"""The score of a set of conversations: one number from 0 to 1, of four weighted parts.

score = Σ weight × part, with the weights scaled to sum 1 over the parts that are known:
csat = min(avg_csat / target, 1); resolution = resolution_rate; turns = clip(1 − avg_turns / max_turns, 0, 1);
latency = clip(1 − avg_duration / target, 0, 1).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from shared.analysis.intervals import rounded

MAX_WEIGHT = 1_000_000
"""Weights say how parts compare; huge ones would only make their sum overflow."""
PARTS = ("csat", "resolution", "turns", "latency")
DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"csat": 0.35, "resolution": 0.35, "turns": 0.15, "latency": 0.15}
)


@dataclass(frozen=True, slots=True)
class Targets:
    """What counts as good: CSAT on a scale of 1 to 5, turns in messages, latency in seconds a conversation."""

    csat: float = 4.5
    max_turns: float = 6
    latency: float = 120.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part's value (0 to 1) and the share of the score that it decides; unknown parts decide nothing."""

    value: float | None
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """The score (0 to 1, `None` where no part with a weight is known), its parts and those left out."""

    value: float | None
    parts: Mapping[str, Part] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """The score as `metrics.json` holds it."""
        return {
            "value": rounded(self.value),
            "parts": {
                name: {"value": rounded(part.value), "weight": rounded(part.weight), "unknown": part.value is None}
                for name, part in self.parts.items()
            },
            "left_out": list(self.left_out),
        }


def score(
    *,
    avg_csat: float | None,
    resolution_rate: float | None,
    avg_turns: float | None,
    avg_duration_sec: float | None,
    targets: Targets | None = None,
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
) -> Score:
    """The score of these averages. Raises `ValueError` for weights that `checked_weights` refuses."""
    aims = targets or Targets()
    values = {
        "csat": None if avg_csat is None else min(avg_csat / aims.csat, 1.0),
        "resolution": resolution_rate,
        "turns": None if avg_turns is None else _clip(1 - avg_turns / aims.max_turns),
        "latency": None if avg_duration_sec is None else _clip(1 - avg_duration_sec / aims.latency),
    }
    shared_out = weighted(values, checked_weights(weights, PARTS))
    return Score(
        value=shared_out.value,
        parts={name: Part(values[name], shared_out.weights[name]) for name in PARTS},
        left_out=tuple(name for name in PARTS if values[name] is None),
    )


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weighted sum and the weights that made it, scaled to sum 1 over what is known."""

    value: float | None
    weights: Mapping[str, float]


def weighted(values: Mapping[str, float | None], weights: Mapping[str, float]) -> Weighted:
    """Σ weight × value over the known values, the weight of the unknown ones shared out in proportion."""
    known = {name: value for name, value in values.items() if value is not None}
    total = math.fsum(weights[name] for name in known)
    if total == 0:
        return Weighted(None, dict.fromkeys(values, 0.0))
    scaled = {name: weights[name] / total if name in known else 0.0 for name in values}
    return Weighted(math.fsum(scaled[name] * value for name, value in known.items()), scaled)


def checked_weights(weights: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """The weights of all `names`, in their order; one that is not given counts 0.

    Raises `ValueError` for a name that does not exist, a weight below 0 or above `MAX_WEIGHT`, or when all are 0.
    """
    order = tuple(names)
    foreign = sorted(set(weights) - set(order))
    if foreign:
        raise ValueError(f"there is no weight {foreign[0]!r}; the weights are {', '.join(order)}")
    for name, weight in weights.items():
        if not 0 <= weight <= MAX_WEIGHT:  # false for NaN too
            raise ValueError(f"the weight {name} must be a number from 0 to {MAX_WEIGHT:,}, not {weight}")
    if not any(weights.values()):
        raise ValueError("at least one weight must be more than 0")
    return {name: float(weights.get(name, 0.0)) for name in order}


def _clip(value: float) -> float:
    return min(max(value, 0.0), 1.0)
