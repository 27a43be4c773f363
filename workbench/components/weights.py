"""Weights as sliders from 0 to 1: only their relation counts, and `acs` takes larger ones too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def as_shares(weights: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """The weights of `names` in the same relation, none above 1. Those that all fit are as they are."""
    largest = max(1.0, *weights.values())
    return {name: float(weights.get(name, 0.0)) / largest for name in names}
