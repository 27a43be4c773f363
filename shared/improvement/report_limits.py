"""What a report must say that it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from shared.improvement.number_format import number
from shared.improvement.report_imported import ImportedView
from shared.improvement.report_view import ReportView
from shared.llm.catalog import model_info


def limits(view: ReportView, imported: ImportedView) -> list[str]:
    """The limits of this run's results, the most important first."""
    return [*_of_the_method(view), *_of_the_simulation(view), *imported.unknowns(), *_of_the_input(view)]


def _of_the_method(view: ReportView) -> Iterator[str]:
    texts, comparison = view.texts, view.comparison
    yield texts("limits.simulated")
    if view.offline:
        yield texts("limits.offline")
    smallest = comparison.metrics["score"].smallest_detectable
    if smallest is not None:
        n = number(comparison.coverage.pairs, texts.language)
        yield texts("limits.small", n=n, size=view.amount("score", smallest))
    if len(comparison.models) > 1:
        yield texts("limits.models", models=", ".join(comparison.models))
    yield texts("limits.duration")
    asked = model_info(str(view.run.info.get("model", "")))
    if asked.known and not asked.temperature:
        yield texts("limits.temperature", model=asked.name)
    if asked.shutdown:
        yield texts("limits.shutdown", model=asked.name, date=asked.shutdown.isoformat())


def _of_the_simulation(view: ReportView) -> Iterator[str]:
    texts, coverage = view.texts, view.comparison.coverage
    lost, missing = coverage.infrastructure_failures, coverage.missing
    if lost.baseline or lost.proposed:
        yield texts(
            "limits.infrastructure",
            baseline=lost.baseline,
            proposed=lost.proposed,
            left_out=coverage.scenarios_left_out,
        )
    else:
        yield texts("limits.no_infrastructure")
    if missing.baseline or missing.proposed:
        yield texts("limits.missing", baseline=missing.baseline, proposed=missing.proposed)


def _of_the_input(view: ReportView) -> Iterator[str]:
    texts, scenarios = view.texts, view.run.simulation.get("scenarios", {})
    total = scenarios.get("scenarios", 0)
    if scenarios.get("reused"):
        yield texts("limits.reused", reused=scenarios["reused"], scenarios=total)
    if scenarios.get("without_intent"):
        yield texts("limits.without_intent", count=scenarios["without_intent"], scenarios=total)
    undeclared = scenarios.get("undeclared_contexts")
    if undeclared:
        named = ", ".join(f"{name} ({count})" for name, count in undeclared.items())
        yield texts("limits.undeclared", contexts=named)
    if view.run.rejected:
        yield texts("imported.rejected", count=number(view.run.rejected, texts.language))
