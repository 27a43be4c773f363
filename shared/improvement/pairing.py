"""From played conversations to pairs: the same scenario, answered by both releases.

A pair's figures are means over the trials that both arms finished, so that neither arm is judged on a draw that the
other was spared. The Score of a conversation is the run's formula applied to it alone; a part unknown in either arm
leaves both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from shared.analysis.score import DEFAULT_WEIGHTS, Targets, score
from shared.improvement.models import Arm, EndReason, Scenario, SimulatedConversation

METRICS = ("score", "resolution", "csat", "turns", "duration")


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """The run's weights and targets of the Score."""

    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    targets: Targets = field(default_factory=Targets)

    def score(self, figures: Mapping[str, float | None], known: Container[str]) -> float | None:
        """The Score of one conversation, of the figures that are in `known` only."""
        return score(
            avg_csat=figures["csat"] if "csat" in known else None,
            resolution_rate=figures["resolution"] if "resolution" in known else None,
            avg_turns=figures["turns"] if "turns" in known else None,
            avg_duration_sec=figures["duration"] if "duration" in known else None,
            targets=self.targets,
            weights=self.weights,
        ).value


@dataclass(frozen=True, slots=True)
class TrialPair:
    """One trial of a scenario, finished by both arms."""

    baseline: SimulatedConversation
    proposed: SimulatedConversation

    def figures(self, rule: ScoreRule) -> dict[str, tuple[float, float]]:
        """What is known in both arms: figure → (current, proposed)."""
        first, second = _figures(self.baseline), _figures(self.proposed)
        shared = {name for name in first if first[name] is not None and second[name] is not None}
        first["score"], second["score"] = rule.score(first, shared), rule.score(second, shared)
        pairs = ((name, first[name], second[name]) for name in METRICS)
        return {name: (a, b) for name, a, b in pairs if a is not None and b is not None}


@dataclass(frozen=True, slots=True)
class ScenarioPair:
    """A scenario with its trials and the mean of each figure in both arms."""

    scenario: Scenario
    trials: tuple[TrialPair, ...]
    figures: Mapping[str, tuple[float, float]]

    def difference(self, metric: str) -> float | None:
        """Proposed − current, or None where unknown."""
        known = self.figures.get(metric)
        return None if known is None else known[1] - known[0]


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs in the order of the scenarios, and what could not be paired.

    `infrastructure`: conversations an arm lost to failures of infrastructure. `missing`: conversations never played by
    an arm although the other played them. `scenarios_left_out`: scenarios without a single trial finished by both.
    """

    pairs: tuple[ScenarioPair, ...]
    infrastructure: Mapping[Arm, int]
    missing: Mapping[Arm, int]
    scenarios_left_out: int


def pair_conversations(
    scenarios: Sequence[Scenario], conversations: Iterable[SimulatedConversation], rule: ScoreRule
) -> Pairing:
    """Pair by scenario and trial. A conversation played again after a failure counts once, the last time."""
    played = {(c.scenario_id, c.trial, c.arm): c for c in conversations}
    trials_of: defaultdict[str, set[int]] = defaultdict(set)
    for scenario_id, trial, _ in played:
        trials_of[scenario_id].add(trial)
    keys = [(s.scenario_id, trial) for s in scenarios for trial in sorted(trials_of[s.scenario_id])]
    pairs = [pair for s in scenarios if (pair := _pair(s, sorted(trials_of[s.scenario_id]), played, rule))]
    return Pairing(
        pairs=tuple(pairs),
        infrastructure={arm: sum(_failed(played.get((*key, arm))) for key in keys) for arm in Arm},
        missing={arm: sum((*key, arm) not in played for key in keys) for arm in Arm},
        scenarios_left_out=len(scenarios) - len(pairs),
    )


def _pair(
    scenario: Scenario,
    trials: Sequence[int],
    played: Mapping[tuple[str, int, Arm], SimulatedConversation],
    rule: ScoreRule,
) -> ScenarioPair | None:
    finished = []
    for trial in trials:
        baseline = played.get((scenario.scenario_id, trial, Arm.BASELINE))
        proposed = played.get((scenario.scenario_id, trial, Arm.PROPOSED))
        if baseline and proposed and not _failed(baseline) and not _failed(proposed):
            finished.append(TrialPair(baseline, proposed))
    return ScenarioPair(scenario, tuple(finished), _means(finished, rule)) if finished else None


def _means(trials: Sequence[TrialPair], rule: ScoreRule) -> dict[str, tuple[float, float]]:
    figures = [trial.figures(rule) for trial in trials]
    known = {name: [f[name] for f in figures if name in f] for name in METRICS}
    return {
        name: (fmean(a for a, _ in values), fmean(b for _, b in values)) for name, values in known.items() if values
    }


def _failed(conversation: SimulatedConversation | None) -> bool:
    return conversation is not None and conversation.end_reason is EndReason.INFRASTRUCTURE


def _figures(conversation: SimulatedConversation) -> dict[str, float | None]:
    """Turns in messages, duration in seconds; None is unknown."""
    return {
        "resolution": None if conversation.resolved is None else float(conversation.resolved),
        "csat": conversation.csat,
        "turns": float(len(conversation.transcript)),
        "duration": conversation.duration_sec,
    }
