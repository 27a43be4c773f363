"""What the report shows, worked out from the artefacts: rows and figures in words, no layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shared.improvement.comparison import Comparison, ScenarioChange, sum_usage
from shared.improvement.models import Arm, Scenario, SimulatedConversation
from shared.improvement.number_format import number, percent
from shared.improvement.paired import STUDENT, PairedEstimate
from shared.improvement.pairing import METRICS
from shared.improvement.report_charts import ForestMark, forest_mark, reach_of
from shared.improvement.report_sources import RunArtefacts
from shared.improvement.report_texts import Texts

SHOWN_REGRESSIONS = 8
SHOWN_OTHER_PAIRS = 6
MAX_LISTED_IDS = 40
USUAL_ALPHA = 0.05
"""The level that most readers expect, and that the 95 % interval goes with."""
_DECIMALS = {"score": 2, "csat": 2, "turns": 1}
_NO_BREAK = "\u00a0"


class PairedRow(NamedTuple):
    """A line of the table of paired results. `mark` is None where there is nothing to draw."""

    label: str
    n: str
    baseline: str
    proposed: str
    difference: str
    interval: str
    detectable: str
    p_value: str
    mark: ForestMark | None


@dataclass(frozen=True, slots=True)
class PlayedPair:
    """Both conversations of a scenario; one that was not kept is None."""

    scenario_id: str
    title: str
    goal: str
    baseline: SimulatedConversation | None
    proposed: SimulatedConversation | None


class CostRow(NamedTuple):
    """Usage of one purpose by one arm (the analyst has none)."""

    label: str
    arm: str
    usage: Mapping[str, float]


class ReportView:
    """The view of one run in one language."""

    def __init__(self, run: RunArtefacts, texts: Texts) -> None:
        self.run = run
        self.texts = texts
        self.comparison: Comparison = run.comparison

    def amount(self, metric: str, value: float | None) -> str:
        """A figure of the paired results in its unit."""
        if metric == "resolution":
            return percent(value, self.texts.language)
        return number(value, self.texts.language, _DECIMALS.get(metric, 0))

    def difference(self, metric: str, value: float | None, *, signed: bool = True) -> str:
        """A difference of such figures; of shares in percentage points."""
        if metric == "resolution" and value is not None:
            return f"{number(value * 100, self.texts.language, signed=signed)}{_NO_BREAK}pp"
        return number(value, self.texts.language, _DECIMALS.get(metric, 0), signed=signed)

    def interval(self, metric: str, estimate: PairedEstimate) -> str:
        """As in "−0.05 … +0.12"."""
        if estimate.low is None or estimate.high is None:
            return number(None, self.texts.language)
        low, high = (self.difference(metric, v) for v in (estimate.low, estimate.high))
        return f"{low} … {high}"

    @property
    def hint(self) -> str:
        """What to say where the usual level is met and the verdict's stricter one is not; else nothing."""
        p = self.comparison.metrics["score"].p_value
        if p is None or not self.comparison.rule.alpha <= p < USUAL_ALPHA:
            return ""
        alpha = number(self.comparison.rule.alpha, self.texts.language, 2)
        return self.texts("verdict.hint", p=p_words(p, self.texts), alpha=alpha)

    def paired_rows(self) -> list[PairedRow]:
        """The main results, one a figure, each drawn to its own scale."""
        return [self._row(self.texts(f"metric.{m}"), m, self.comparison.metrics[m], band=True) for m in METRICS]

    def segment_rows(self, segments: Mapping[str, Mapping[str, PairedEstimate]], kind: str) -> list[PairedRow]:
        """The Score of each segment, all drawn to one scale; the largest segments first."""
        scores = {name: metrics["score"] for name, metrics in segments.items() if metrics["score"].n}
        reach = reach_of(list(scores.values()))
        ordered = sorted(scores.items(), key=lambda item: (-item[1].n, item[0]))
        return [self._row(self.label(kind, name), "score", score, reach=reach) for name, score in ordered]

    def _row(
        self, label: str, metric: str, estimate: PairedEstimate, *, reach: float | None = None, band: bool = False
    ) -> PairedRow:
        known = estimate.difference is not None
        return PairedRow(
            label=label,
            n=number(estimate.n, self.texts.language),
            baseline=self.amount(metric, estimate.baseline),
            proposed=self.amount(metric, estimate.proposed),
            difference=self.difference(metric, estimate.difference),
            interval=self.interval(metric, estimate),
            detectable=self.difference(metric, estimate.smallest_detectable, signed=False),
            p_value=p_words(estimate.p_value, self.texts),
            mark=forest_mark(metric, estimate, reach, band=band) if known else None,
        )

    def test_words(self) -> str:
        """The name of the Score's test."""
        test = self.comparison.metrics["score"].test
        if test is None:
            return self.texts("paired.test_none")
        return self.texts("paired.test_t" if test == STUDENT else "paired.test_flip")

    def label(self, kind: str, name: str) -> str:
        """What the pack calls an intent or a context; its id where the pack does not know it."""
        pack, language = self.run.pack, self.texts.language
        if pack is None:
            return name
        labels = {i.id: i.label for i in pack.intents} if kind == "intent" else pack.contexts
        return labels.get(name, {}).get(language) or name

    @property
    def unchanged(self) -> bool:
        return self.run.approved.get("source") == "unchanged"

    @property
    def offline(self) -> bool:
        return any(model.startswith("offline") for model in self.comparison.models)

    def regressions(self) -> list[PlayedPair]:
        """The gravest, with both conversations."""
        return [self._played(c.scenario_id, c.trial) for c in self.comparison.regressions[:SHOWN_REGRESSIONS]]

    def further_regressions(self) -> list[str]:
        """The ids of those that are not shown in full."""
        return [c.scenario_id for c in self.comparison.regressions[SHOWN_REGRESSIONS:]][:MAX_LISTED_IDS]

    def other_pairs(self) -> list[PlayedPair]:
        """Improvements first, then scenarios evenly over the run."""
        taken = {c.scenario_id for c in self.comparison.regressions}
        improved = self.comparison.improvements[: SHOWN_OTHER_PAIRS // 2]
        keys = [(c.scenario_id, c.trial) for c in improved]
        taken |= {key[0] for key in keys} | {c.scenario_id for c in self.comparison.improvements}
        rest = [(s, trial) for s, trial in self._complete() if s not in taken and trial == 0]
        wanted = SHOWN_OTHER_PAIRS - len(keys)
        step = max(1, len(rest) // wanted)
        return [self._played(*key) for key in keys + rest[::step][:wanted]]

    def _complete(self) -> Iterable[tuple[str, int]]:
        found = self.run.conversations
        return ((s, t) for s, t, arm in found if arm is Arm.BASELINE and (s, t, Arm.PROPOSED) in found)

    def _played(self, scenario_id: str, trial: int) -> PlayedPair:
        scenario = self.run.scenarios.get(scenario_id)
        baseline, proposed = (self.run.conversations.get((scenario_id, trial, arm)) for arm in Arm)
        return PlayedPair(scenario_id, self._title(scenario), scenario.goal if scenario else "", baseline, proposed)

    def _title(self, scenario: Scenario | None) -> str:
        if scenario is None:
            return ""
        names = [self.label("context", scenario.context), *(self.label("intent", i) for i in scenario.intents)]
        return " · ".join(names)

    def outcome(self, conversation: SimulatedConversation) -> list[str]:
        """How it ended, in a few words each."""
        state = {True: "resolved", False: "unresolved", None: "unknown"}[conversation.resolved]
        return [
            self.texts(f"conversation.{state}"),
            f"CSAT {self.amount('csat', conversation.csat)}",
            self.texts("conversation.messages", count=len(conversation.transcript)),
            self.texts(f"end.{conversation.end_reason.value}"),
        ]

    def cost_rows(self) -> list[CostRow]:
        """By purpose and arm, the proposal first, the total last."""
        analyst = self.run.proposal_record.get("usage")
        rows = [CostRow(self.texts("cost.analyst"), "", analyst)] if analyst else []
        for arm, purposes in self.comparison.usage.items():
            rows += [CostRow(self._purpose(p), self.texts(f"arm.{arm}"), usage) for p, usage in purposes.items()]
        total = sum_usage({"total": row.usage} for row in rows).get("total", {})
        return [*rows, CostRow(self.texts("cost.total"), "", total)]

    def _purpose(self, purpose: str) -> str:
        key = f"cost.{purpose}"
        return self.texts(key) if self.texts.has(key) else purpose

    def changes_of(self, change: ScenarioChange) -> str:
        """As in "Score 0.81 → 0.32, CSAT 4.5 → 2.0"."""
        parts = [
            f"{self.texts(f'metric.{name}').split(' (')[0]} {self.amount(name, pair[0])} → {self.amount(name, pair[1])}"
            for name, pair in (("resolution", change.resolution), ("csat", change.csat), ("score", change.score))
            if pair is not None
        ]
        return " · ".join(parts)


def p_words(p: float | None, texts: Texts) -> str:
    """As in "p = 0.013"; "p < 0.001" below that."""
    if p is None:
        return ""
    smallest = 0.001
    if p < smallest:
        return f"p < {number(smallest, texts.language, 3)}"
    return f"p = {number(p, texts.language, 3)}"
