"""Which tool to build first: the intents of a pack, ranked by need and effort.

score = .35 frequency + .30 unresolved + .20 CSAT gap + .15 (1 / effort), each min-max scaled over the intents that
occur (0.5 where all are equal). A part that is unknown for an intent leaves its sum and its weight is shared out,
as in the score. Intents that nobody asked for stand at the bottom without a score: the table always shows the whole
pack, but nothing that never happened moves the scales of what did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from shared.analysis.intervals import Estimate, newcombe
from shared.analysis.score import checked_weights, weighted

RANKING_PARTS = ("frequency", "unresolved", "csat_gap", "effort")
DEFAULT_RANKING_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"frequency": 0.35, "unresolved": 0.30, "csat_gap": 0.20, "effort": 0.15}
)


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """What is known about the conversations of one intent."""

    intent: str
    tool: str
    effort: int
    conversations: int
    resolution_rate: Estimate
    avg_csat: Estimate
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """Conversations that would resolve if the tool closed the gap to the best-served intent, with a 95 % interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RankedTool:
    """A row of `candidate_tools_ranked.csv`. `frequency` and `unresolved_rate` are shares (0 to 1), `csat_gap` is in
    CSAT points, the scaled parts are 0 to 1 (`effort_scaled`: 1 is the least effort); `None` is unknown."""

    rank: int
    intent: str
    tool: str
    effort: int
    conversations: int
    frequency: float
    unresolved_rate: float | None
    csat_gap: float | None
    frequency_scaled: float | None
    unresolved_scaled: float | None
    csat_gap_scaled: float | None
    effort_scaled: float | None
    score: float | None
    impact: float | None
    impact_low: float | None
    impact_high: float | None
    examples: tuple[str, ...]


def rank_tools(
    intents: Sequence[IntentFigures],
    total: int,
    *,
    target_csat: float = 4.5,
    weights: Mapping[str, float] = DEFAULT_RANKING_WEIGHTS,
) -> tuple[RankedTool, ...]:
    """The tools in the order to build them; `total` is the number of conversations, with any intent or none.

    Equal scores keep the more frequent intent first, then the pack's order. Raises `ValueError` for wrong weights.
    """
    checked = checked_weights(weights, RANKING_PARTS)
    asked_for = [figures for figures in intents if figures.conversations > 0]
    scaled = _scaled_parts(asked_for, total, target_csat)
    best = best_served(asked_for)
    rows = [_row(figures, total, target_csat, scaled.get(figures.intent), checked, best) for figures in intents]
    ordered = sorted(rows, key=lambda row: (row.score is None, -(row.score or 0.0), -row.conversations))
    return tuple(replace(row, rank=rank) for rank, row in enumerate(ordered, start=1))


def min_max(values: Sequence[float | None]) -> list[float | None]:
    """The values scaled to 0..1 over the known ones; 0.5 where all known ones are equal."""
    known = [value for value in values if value is not None]
    if not known:
        return list(values)
    low, high = min(known), max(known)
    if low == high:
        return [None if value is None else 0.5 for value in values]
    return [None if value is None else (value - low) / (high - low) for value in values]


def best_served(intents: Sequence[IntentFigures]) -> IntentFigures | None:
    """The intent with the highest known resolution rate; of equal ones that with more known outcomes."""
    known = [figures for figures in intents if figures.resolution_rate.value is not None]
    return max(known, key=lambda f: (f.resolution_rate.value or 0.0, f.resolution_rate.n), default=None)


def impact_of(figures: IntentFigures, best: IntentFigures | None) -> Impact:
    """conversations × (rate of the best-served intent − own rate).

    Its interval comes from the Wilson intervals of both rates (Newcombe's difference of two shares), cut at 0:
    a tool takes no resolved conversation away. The best-served intent itself has nothing to gain.
    """
    own = figures.resolution_rate
    if best is None or own.value is None or best.resolution_rate.value is None:
        return Impact()
    if figures.intent == best.intent:
        return Impact(0.0, 0.0, 0.0)
    between = newcombe(best.resolution_rate, own)
    value = figures.conversations * (best.resolution_rate.value - own.value)
    if between is None:
        return Impact(value)
    low, high = (figures.conversations * max(bound, 0.0) for bound in between)
    return Impact(value, low, high)


def _scaled_parts(
    asked_for: Sequence[IntentFigures], total: int, target_csat: float
) -> dict[str, dict[str, float | None]]:
    columns = {
        "frequency": min_max([_share(f.conversations, total) for f in asked_for]),
        "unresolved": min_max([_unresolved(f) for f in asked_for]),
        "csat_gap": min_max([_csat_gap(f, target_csat) for f in asked_for]),
        "effort": min_max([1 / f.effort for f in asked_for]),
    }
    return {
        figures.intent: {part: columns[part][position] for part in RANKING_PARTS}
        for position, figures in enumerate(asked_for)
    }


def _row(
    figures: IntentFigures,
    total: int,
    target_csat: float,
    scaled: Mapping[str, float | None] | None,
    weights: Mapping[str, float],
    best: IntentFigures | None,
) -> RankedTool:
    parts = scaled or dict.fromkeys(RANKING_PARTS)
    impact = impact_of(figures, best) if scaled else Impact(0.0, 0.0, 0.0)
    return RankedTool(
        rank=0,
        intent=figures.intent,
        tool=figures.tool,
        effort=figures.effort,
        conversations=figures.conversations,
        frequency=_share(figures.conversations, total),
        unresolved_rate=_unresolved(figures),
        csat_gap=_csat_gap(figures, target_csat),
        frequency_scaled=parts["frequency"],
        unresolved_scaled=parts["unresolved"],
        csat_gap_scaled=parts["csat_gap"],
        effort_scaled=parts["effort"],
        score=weighted(parts, weights).value,
        impact=impact.value,
        impact_low=impact.low,
        impact_high=impact.high,
        examples=figures.examples,
    )


def _share(conversations: int, total: int) -> float:
    return conversations / total if total else 0.0


def _unresolved(figures: IntentFigures) -> float | None:
    rate = figures.resolution_rate.value
    return None if rate is None else 1 - rate


def _csat_gap(figures: IntentFigures, target_csat: float) -> float | None:
    """How far the mean CSAT is below the target; an intent above it has no gap."""
    csat = figures.avg_csat.value
    return None if csat is None else max(target_csat - csat, 0.0)
