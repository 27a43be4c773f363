"""What follows from the figures as `metrics.json` holds them: the score and the ranking of the tools.

Both are made from the written figures only, also in an analysis, so that they can be made again later, under other
weights or targets, with the very same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.analysis.intervals import Estimate, wilson
from shared.analysis.ranking import IntentFigures, RankedTool, rank_tools
from shared.analysis.score import Score, Targets, score
from shared.domains.pack import Intent, Pack


def score_of(metrics: Mapping[str, Any], targets: Targets, weights: Mapping[str, float]) -> Score:
    """The score of everything. Raises `ValueError` for wrong weights, `KeyError` where a figure is not there."""
    overall = metrics["overall"]
    return score(
        avg_csat=overall["avg_csat"]["value"],
        resolution_rate=_share(overall["resolution_rate"]).value,
        avg_turns=overall["avg_turns"]["value"],
        avg_duration_sec=overall["avg_duration_sec"]["value"],
        targets=targets,
        weights=weights,
    )


def ranking_of(
    metrics: Mapping[str, Any],
    pack: Pack,
    examples: Mapping[str, tuple[str, ...]],
    *,
    target_csat: float,
    weights: Mapping[str, float],
) -> tuple[RankedTool, ...]:
    """The ranking of the pack's tools; `examples` are ids of conversations by intent. Raises `ValueError` for wrong
    weights, `KeyError` where a figure is not there."""
    by_intent, total = metrics["by"]["intent"], metrics["overall"]["total"]
    figures = [_intent_figures(i, by_intent[i.id], examples.get(i.id, ())) for i in pack.intents]
    return rank_tools(figures, total, target_csat=target_csat, weights=weights)


def _intent_figures(intent: Intent, figures: Mapping[str, Any], examples: tuple[str, ...]) -> IntentFigures:
    return IntentFigures(
        intent=intent.id,
        tool=intent.tool,
        effort=intent.effort,
        conversations=figures["total"],
        resolution_rate=_share(figures["resolution_rate"]),
        avg_csat=Estimate(figures["avg_csat"]["value"], figures["avg_csat"]["n"]),
        examples=examples,
    )


def _share(figure: Mapping[str, Any]) -> Estimate:
    """A share from its written figure, exact again: it is a whole number of cases over n."""
    return wilson(round((figure["value"] or 0.0) * figure["n"]), figure["n"])
