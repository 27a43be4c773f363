"""Results in words, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.analysis.engine import AnalysisResult
    from shared.improvement.approval import ApprovedPrompts
    from shared.improvement.comparison import Comparison
    from shared.improvement.proposals import Proposed
    from shared.runs.simulating import SimulationOutcome


UNKNOWN = "—"
FIGURES = (
    ("resolution_rate", "resolution rate", 100.0, "%"),
    ("avg_csat", "CSAT", 1.0, ""),
    ("avg_turns", "messages", 1.0, ""),
    ("avg_duration_sec", "duration", 1.0, " s"),
)


def _figure(estimate: Mapping[str, Any], scale: float, unit: str) -> str:
    if estimate["value"] is None:
        return f"{UNKNOWN} (unknown in every conversation)"
    text = f"{estimate['value'] * scale:.4g}{unit}"
    if estimate["low"] is not None:
        text += f" [{estimate['low'] * scale:.4g}, {estimate['high'] * scale:.4g}]"
    return f"{text}, n = {estimate['n']}"


def analysis_words(result: AnalysisResult, run: Path) -> str:
    """Figures with 95 % intervals, the tools worth building, and where the files are."""
    overall, score, counts = result.metrics["overall"], result.metrics["score"], result.counts
    lines = [
        f"{counts['accepted']} conversations ({counts['rejected']} lines rejected) in {result.timings['total']:.1f} s"
    ]
    lines += [f"  {label:<16} {_figure(overall[name], scale, unit)}" for name, label, scale, unit in FIGURES]
    left_out = f" (without {', '.join(score['left_out'])}: unknown)" if score["left_out"] else ""
    value = UNKNOWN if score["value"] is None else f"{score['value']:.3f}"
    lines.append(f"  {'score':<16} {value}{left_out}")
    lines += [
        f"  tool {tool.rank}: {tool.tool} ({tool.intent}, score {tool.score:.2f})"
        for tool in result.ranking[:3]
        if tool.score is not None  # nobody asked for it
    ]
    return "\n".join([*lines, f"Files in {run}. Next: acs propose {run}"])


def proposal_words(proposed: Proposed, run: Path) -> str:
    """The five parts, by number."""
    proposal = proposed.proposal
    return "\n".join(
        [
            f"{proposed.model} proposes a new system prompt ({len(proposal.prompt_changes.system_prompt)} characters), "
            f"{len(proposal.code_changes)} code changes, {len(proposal.tools)} tools, {len(proposal.risks)} risks.",
            *(f"  warning: {warning}" for warning in proposed.warnings),
            f"Read {run / 'llm_rewrite_response.json'}. Next: acs approve {run}",
        ]
    )


def approval_words(approved: ApprovedPrompts, run: Path) -> str:
    """What was approved, from where."""
    return (
        f"Approved ({approved.source}) by {approved.approved_by}: release {approved.proposed_release_id} against "
        f"{approved.baseline_release_id}. Next: acs simulate {run}"
    )


def simulation_words(outcome: SimulationOutcome, run: Path) -> str:
    """How many conversations there are and what stands in the way."""
    failures = (
        f", {outcome.failures} ended by infrastructure (acs simulate tries them again)" if outcome.failures else ""
    )
    lines = [f"{outcome.done} of {outcome.total} simulated conversations{failures}, ${outcome.cost_usd:.4f}"]
    lines += [f"  note: {note}" for note in outcome.notes]
    return "\n".join([*lines, f"Next: acs compare {run}"])


def comparison_words(comparison: Comparison, run: Path, language: str) -> str:
    """The verdict first."""
    words = comparison.verdict_words.get(language) or comparison.verdict_words["en"]
    return f"{comparison.verdict.upper()}: {words}\nReport: {run / 'report.html'}"
