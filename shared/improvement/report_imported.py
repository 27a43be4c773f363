"""What the report says about the imported conversations: figures, intents, the ranking of tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS, RANKING_PARTS
from shared.improvement.number_format import number, percent
from shared.improvement.report_charts import Slice, stacked
from shared.improvement.report_texts import Texts

FIGURES = (
    "resolution_rate",
    "avg_csat",
    "avg_turns",
    "avg_duration_sec",
    "first_contact_resolution",
    "handoff_rate",
)
TABLE_FIGURES = FIGURES[:4]
_SHARES = frozenset({"resolution_rate", "first_contact_resolution", "handoff_rate"})

Label = Callable[[str, str], str]
"""What to call a segment: (kind, id) → words."""


class Figure(NamedTuple):
    """A figure in words: its value, its interval and how many known values it has ("—" where unknown)."""

    label: str
    value: str
    interval: str
    n: str
    known: bool


class SegmentRow(NamedTuple):
    label: str
    total: str
    figures: tuple[Figure, ...]


class IntentBar(NamedTuple):
    """An intent's bar: its resolved, unresolved and unknown conversations side by side, in per cent of the longest."""

    label: str
    conversations: str
    share: str
    slices: tuple[Slice, ...]
    resolved: str


class RankingBar(NamedTuple):
    """A tool's score as the sum of its weighted parts, and the impact with its interval (per cent of the largest)."""

    rank: str
    tool: str
    intent: str
    score: str
    slices: tuple[Slice, ...]
    effort: str
    impact: str
    impact_interval: str
    impact_width: float | None
    impact_low: float | None
    impact_high: float | None


class ImportedView:
    """`metrics.json` and the ranking in words. Both may be empty: then nothing is claimed. `weights` are those that the
    ranking was made with."""

    def __init__(
        self,
        metrics: Mapping[str, Any],
        ranking: Sequence[Mapping[str, str]],
        texts: Texts,
        label: Label,
        weights: Mapping[str, float] = DEFAULT_RANKING_WEIGHTS,
    ) -> None:
        self.overall: Mapping[str, Any] = metrics.get("overall", {})
        self.score: Mapping[str, Any] = metrics.get("score", {})
        self._by: Mapping[str, Any] = metrics.get("by", {})
        self._ranking, self._weights = ranking, weights
        self._texts = texts
        self._label = label

    @property
    def total(self) -> str:
        return number(self.overall.get("total"), self._texts.language)

    def figures(self) -> list[Figure]:
        """The overall figures."""
        return [self._figure(name, self.overall.get(name, {})) for name in FIGURES]

    def by_context(self) -> list[SegmentRow]:
        """The main figures of each context, the largest first."""
        segments = sorted(self._by.get("context", {}).items(), key=lambda item: (-item[1]["total"], item[0]))
        return [
            SegmentRow(
                self._label("context", name),
                number(figures["total"], self._texts.language),
                tuple(self._figure(figure, figures.get(figure, {})) for figure in TABLE_FIGURES),
            )
            for name, figures in segments
        ]

    def unknowns(self) -> list[str]:
        """Which figures are unknown for some or all conversations, and what follows from it."""
        total = self.overall.get("total", 0)
        names: dict[int, list[str]] = {}
        for name in FIGURES:
            names.setdefault(self.overall.get(name, {}).get("n", 0), []).append(self._texts(f"figure.{name}"))
        return [
            self._texts(
                "imported.unknown_some" if known else "imported.unknown_all",
                figures=", ".join(figures),
                n=number(known, self._texts.language),
                total=self.total,
            )
            for known, figures in names.items()
            if known < total
        ]

    def score_words(self) -> list[str]:
        """The Score of the imported conversations and the parts it lacks."""
        if self.score.get("value") is None:
            return []
        words = [self._texts("imported.score", value=number(self.score["value"], self._texts.language, 2))]
        if self.score.get("left_out"):
            parts = ", ".join(self._texts(f"part.{part}") for part in self.score["left_out"])
            words.append(self._texts("imported.score_left_out", parts=parts))
        return words

    def intent_bars(self) -> list[IntentBar]:
        """The intents that occur, the most frequent first."""
        found = {n: f for n, f in self._by.get("intent", {}).items() if f["total"]}
        longest = max((f["total"] for f in found.values()), default=1)
        ordered = sorted(found.items(), key=lambda item: (-item[1]["total"], item[0]))
        return [self._intent_bar(name, figures, longest) for name, figures in ordered]

    def ranking_bars(self) -> list[RankingBar]:
        """The tools in the order of the ranking; without those that nobody asked for."""
        rows = [row for row in self._ranking if row.get("score")]
        largest = max((_float(row, "impact_high") or 0.0 for row in rows), default=0.0) or 1.0
        return [self._ranking_bar(row, largest) for row in rows]

    def _figure(self, name: str, estimate: Mapping[str, Any]) -> Figure:
        value, low, high = (estimate.get(key) for key in ("value", "low", "high"))
        interval = f"{self._amount(name, low)} – {self._amount(name, high)}" if low is not None else ""
        n = number(estimate.get("n", 0), self._texts.language)
        return Figure(self._texts(f"figure.{name}"), self._amount(name, value), interval, n, value is not None)

    def _amount(self, name: str, value: float | None) -> str:
        if name in _SHARES:
            return percent(value, self._texts.language)
        decimals = {"avg_csat": 2, "avg_turns": 1}.get(name, 0)
        unit = " s" if name == "avg_duration_sec" and value is not None else ""
        return number(value, self._texts.language, decimals) + unit

    def _intent_bar(self, name: str, figures: Mapping[str, Any], longest: int) -> IntentBar:
        language, rate = self._texts.language, figures["resolution_rate"]
        known = rate["value"] is not None
        yes = (rate["value"] or 0.0) * rate["n"]
        parts = {"resolved": yes, "unresolved": rate["n"] - yes, "unknown": figures["total"] - rate["n"]}
        resolved = (
            self._texts("intents.resolved", share=percent(rate["value"], language), n=number(rate["n"], language))
            if known
            else self._texts("intents.unknown")
        )
        overall = self.overall.get("total")
        return IntentBar(
            label=self._label("intent", name),
            conversations=number(figures["total"], language),
            share=percent(figures["total"] / overall if overall else None, language),
            slices=stacked(parts, longest),
            resolved=resolved,
        )

    def _ranking_bar(self, row: Mapping[str, str], largest: float) -> RankingBar:
        language = self._texts.language
        impact, low, high = (_float(row, name) for name in ("impact", "impact_low", "impact_high"))
        return RankingBar(
            rank=row["rank"],
            tool=row["tool"],
            intent=self._label("intent", row["intent"]),
            score=number(_float(row, "score"), language, 2),
            slices=stacked(_weighted_parts(row, self._weights)),
            effort=row.get("effort", ""),
            impact=number(impact, language),
            impact_interval=f"{number(low, language)} – {number(high, language)}" if low is not None else "",
            impact_width=_share(impact, largest),
            impact_low=_share(low, largest),
            impact_high=_share(high, largest),
        )


def _weighted_parts(row: Mapping[str, str], weights: Mapping[str, float]) -> dict[str, float]:
    """Each part's contribution to the score; an unknown part has none, and its weight is shared out to the others: the
    contributions are scaled to add up to the score in the row."""
    known = {part: value for part in RANKING_PARTS if (value := _float(row, f"{part}_scaled")) is not None}
    contributions = {part: weights.get(part, 0.0) * value for part, value in known.items()}
    total, score = sum(contributions.values()), _float(row, "score") or 0.0
    return {part: value * score / total if total else 0.0 for part, value in contributions.items()}


def _float(row: Mapping[str, str], name: str) -> float | None:
    text = row.get(name, "")
    return float(text) if text else None


def _share(value: float | None, largest: float) -> float | None:
    return None if value is None else round(100 * value / largest, 2)
