"""The paired comparison of two releases over the same scenarios: what `comparison.json` holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.improvement.models import Arm, Scenario, SimulatedConversation
from shared.improvement.paired import PairedEstimate, estimate_pairs
from shared.improvement.pairing import METRICS, Pairing, ScenarioPair, ScoreRule, TrialPair, pair_conversations
from shared.improvement.verdict import Decision, Reason, Verdict, VerdictRule, decide, verdict_words

SPANS: Mapping[str, float] = {"score": 1.0, "resolution": 1.0, "csat": 4.0}
"""The largest distance between two values; turns and duration have none."""
SEGMENT_METRICS = ("score", "resolution", "csat")
CSAT_HARM = 1.0
"""A scenario whose CSAT falls by this much or more is listed as a regression."""
RESOLUTION_HARM = 0.5
"""So is one whose share of resolved trials falls by this much or more."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScenarioChange(_Frozen):
    """A scenario that one release served clearly worse; `trial` is where it shows most."""

    scenario_id: str
    trial: int
    context: str
    intents: tuple[str, ...]
    goal: str
    resolution: tuple[float, float] | None
    csat: tuple[float, float] | None
    score: tuple[float, float] | None


class ArmCount(_Frozen):
    baseline: int
    proposed: int


class Coverage(_Frozen):
    """How much was played: infrastructure failures and missing conversations are counted here, never as results."""

    scenarios: int
    pairs: int
    trials: int
    infrastructure_failures: ArmCount
    missing: ArmCount
    scenarios_left_out: int


class Comparison(_Frozen):
    """The result. `by_intent` and `by_context` are exploratory: many looks, no verdict.

    `usage`: arm → purpose → calls, tokens and USD, failed conversations included. `imported`: the overall figures of
    the imported conversations, for reference only; they enter no difference.
    """

    verdict: Verdict
    reason: Reason
    verdict_words: Mapping[str, str]
    scenarios_needed: int | None
    rule: VerdictRule
    coverage: Coverage
    metrics: Mapping[str, PairedEstimate]
    by_intent: Mapping[str, Mapping[str, PairedEstimate]]
    by_context: Mapping[str, Mapping[str, PairedEstimate]]
    regressions: tuple[ScenarioChange, ...]
    improvements: tuple[ScenarioChange, ...]
    releases: Mapping[str, str]
    models: tuple[str, ...]
    usage: Mapping[str, Mapping[str, Mapping[str, float]]]
    imported: Mapping[str, Any] | None


def compare(
    scenarios: Sequence[Scenario],
    conversations: Iterable[SimulatedConversation],
    score_rule: ScoreRule,
    *,
    imported: Mapping[str, Any] | None = None,
    verdict_rule: VerdictRule | None = None,
) -> Comparison:
    """Compare both arms of `conversations`, paired by scenario. A pure function of its arguments."""
    rule, played = verdict_rule or VerdictRule(), tuple(conversations)
    pairing = pair_conversations(scenarios, played, score_rule)
    metrics = estimate_metrics(pairing.pairs, METRICS)
    decision = decide(metrics, rule)
    return Comparison(
        **_verdict_fields(decision, metrics["score"], rule),
        coverage=_coverage(len(scenarios), pairing),
        metrics=metrics,
        by_intent=_by_segment(pairing.pairs, lambda pair: pair.scenario.intents),
        by_context=_by_segment(pairing.pairs, lambda pair: (pair.scenario.context,)),
        regressions=_changes(pairing.pairs, sign=1),
        improvements=_changes(pairing.pairs, sign=-1),
        releases={c.arm.value: c.release_id for c in sorted(played, key=lambda c: c.arm)},
        models=tuple(sorted({c.model for c in played if c.model})),
        usage={arm.value: sum_usage(c.usage for c in played if c.arm is arm) for arm in Arm},
        imported=imported,
    )


def estimate_metrics(
    pairs: Sequence[ScenarioPair], names: Sequence[str], *, tested: bool = True
) -> dict[str, PairedEstimate]:
    """Each figure over the pairs in which it is known."""
    estimates = {}
    for name in names:
        known = [pair.figures[name] for pair in pairs if name in pair.figures]
        estimates[name] = estimate_pairs([a for a, _ in known], [b for _, b in known], SPANS.get(name), tested=tested)
    return estimates


def sum_usage(parts: Iterable[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """Add up records of usage: purpose → unit → amount."""
    total: dict[str, dict[str, float]] = {}
    for part in parts:
        for purpose, amounts in part.items():
            sums = total.setdefault(purpose, {})
            for unit, amount in amounts.items():
                sums[unit] = round(sums.get(unit, 0) + amount, 8)
    return dict(sorted(total.items()))


def _verdict_fields(decision: Decision, score: PairedEstimate, rule: VerdictRule) -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "verdict_words": verdict_words(decision, score, rule),
        "scenarios_needed": decision.scenarios_needed,
        "rule": rule,
    }


def _coverage(scenarios: int, pairing: Pairing) -> Coverage:
    return Coverage(
        scenarios=scenarios,
        pairs=len(pairing.pairs),
        trials=sum(len(pair.trials) for pair in pairing.pairs),
        infrastructure_failures=ArmCount(**{arm.value: n for arm, n in pairing.infrastructure.items()}),
        missing=ArmCount(**{arm.value: n for arm, n in pairing.missing.items()}),
        scenarios_left_out=pairing.scenarios_left_out,
    )


def _by_segment(
    pairs: Sequence[ScenarioPair], segments_of: Callable[[ScenarioPair], Sequence[str]]
) -> dict[str, dict[str, PairedEstimate]]:
    names = sorted({name for pair in pairs for name in segments_of(pair)})
    members = {name: [pair for pair in pairs if name in segments_of(pair)] for name in names}
    return {name: estimate_metrics(members[name], SEGMENT_METRICS, tested=False) for name in names}


def _changes(pairs: Sequence[ScenarioPair], sign: int) -> tuple[ScenarioChange, ...]:
    """Scenarios clearly worse in the proposed arm (`sign` 1) or in the current one (−1), the largest change first."""
    clear = [pair for pair in pairs if _harmed(pair, sign)]
    ordered = sorted(clear, key=lambda pair: (sign * (pair.difference("score") or 0.0), pair.scenario.scenario_id))
    return tuple(_change(pair, sign) for pair in ordered)


def _harmed(pair: ScenarioPair, sign: int) -> bool:
    resolution, csat = pair.difference("resolution"), pair.difference("csat")
    return (resolution is not None and -sign * resolution >= RESOLUTION_HARM) or (
        csat is not None and -sign * csat >= CSAT_HARM
    )


def _change(pair: ScenarioPair, sign: int) -> ScenarioChange:
    worst = min(pair.trials, key=lambda trial: (sign * _trial_change(trial), trial.baseline.trial))
    scenario = pair.scenario
    return ScenarioChange(
        scenario_id=scenario.scenario_id,
        trial=worst.baseline.trial,
        context=scenario.context,
        intents=scenario.intents,
        goal=scenario.goal,
        resolution=pair.figures.get("resolution"),
        csat=pair.figures.get("csat"),
        score=pair.figures.get("score"),
    )


def _trial_change(trial: TrialPair) -> float:
    """CSAT points, with a resolution lost or won weighing as the whole scale."""
    resolved = float(bool(trial.proposed.resolved)) - float(bool(trial.baseline.resolved))
    known = trial.baseline.csat is not None and trial.proposed.csat is not None
    return 4 * resolved + ((trial.proposed.csat or 0.0) - (trial.baseline.csat or 0.0) if known else 0.0)
