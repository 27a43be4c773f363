"""What a simulation will take before it is started: conversations, calls, tokens, USD and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import reduce
from typing import Any

from shared.improvement.estimated_time import Basis, Loads, seconds_of
from shared.improvement.estimating import Load, Span, guesses, habits_of, load_of
from shared.improvement.simulation import Case
from shared.llm.catalog import ModelInfo, model_info
from shared.llm.protocol import Usage
from shared.llm.settings import OFFLINE_MODEL, LLMSettings
from shared.runs.folder import RunFolder
from shared.runs.measured_load import load_of_usage, measured, read_played
from shared.runs.proposals_kept import proposals_cost
from shared.runs.settings import RunSettings
from shared.runs.simulation_setup import SimulationSetup, read_setup
from shared.runs.stages import read_evidence
from shared.runs.watching import SimulationView

CASES_RENDERED = 12
"""So many conversations are rendered, evenly chosen; the others are taken to be like them."""
PACE_PRIOR = 3
"""The estimate counts as so many conversations beside those that were timed."""


_TOKENS = ("input_tokens", "cached_tokens", "output_tokens")


class EstimateNote(StrEnum):
    """What a person should know beside the figures."""

    OFFLINE = "offline"
    PRICE_ASSUMED = "price_assumed"
    RATE_LIMITED = "rate_limited"
    OVER_BUDGET = "over_budget"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class SimulationEstimate:
    """What is still to come. `conversations` is the total, `missing` those still to be played: all further figures are
    theirs. `input_tokens` and `output_tokens` are the middle of their range."""

    scenarios: int
    conversations: int
    missing: int
    calls_low: int
    calls: int
    calls_high: int
    input_tokens: int
    output_tokens: int
    cost_usd: Span
    seconds: Span
    basis: Basis
    notes: tuple[EstimateNote, ...]


def estimate(
    folder: RunFolder, llm: LLMSettings, settings: RunSettings | None = None, *, today: date | None = None
) -> SimulationEstimate:
    """What `simulate` with these settings would take. Asks nothing of the model and changes nothing. From the day on
    which the model is shut down (`today`: in UTC) the prices are those of the one that answers in its place.

    Raises `RunError` where the run is not ready to be simulated.
    """
    setup = read_setup(folder, settings)
    model = _answering(llm, today or datetime.now(UTC).date())
    played = read_played(folder, setup.conditions(llm))
    missing = [case for case in setup.cases if case.key not in played]
    paid = played if model.name == llm.openai_model else _at_prices_of(model, played)
    loads = measured(paid, len(missing)) or _rendered(folder, setup, missing, model)
    seconds, limited = seconds_of(loads, len(missing), setup.settings.threads, llm)
    calls = loads.of("calls")
    found = SimulationEstimate(
        scenarios=len(setup.plan.scenarios),
        conversations=len(setup.cases),
        missing=len(missing),
        calls_low=round(calls.low),
        calls=round(calls.mid),
        calls_high=round(calls.high),
        input_tokens=round(loads.mid.input_tokens),
        output_tokens=round(loads.mid.output_tokens),
        cost_usd=loads.of("cost_usd"),
        seconds=seconds,
        basis=loads.basis,
        notes=(EstimateNote.RATE_LIMITED,) if limited else (),
    )
    budget = setup.settings.budget_usd
    over = budget is not None and found.cost_usd.mid > budget - _spent(folder, played)
    return replace(found, notes=_notes(found, model, llm, over_budget=over))


def left(estimate: SimulationEstimate, view: SimulationView, elapsed_sec: float) -> float:
    """Seconds until a simulation that was begun `elapsed_sec` ago is done, from the pace so far; at its beginning the
    estimate decides."""
    before = estimate.conversations - estimate.missing
    played = max(view.done - view.failures - before, 0)
    if played >= estimate.missing:
        return 0.0
    expected = estimate.seconds.mid / estimate.missing
    pace = (expected * PACE_PRIOR + elapsed_sec * (played > 0)) / (PACE_PRIOR + played)
    return pace * (estimate.missing - played)


def _answering(llm: LLMSettings, today: date) -> ModelInfo:
    """The row of the model that will answer on that day."""
    chosen = model_info(OFFLINE_MODEL if llm.offline else llm.openai_model)
    over = chosen.shutdown is not None and today >= chosen.shutdown
    return model_info(llm.openai_fallback_model) if over and llm.openai_fallback_model else chosen


def _at_prices_of(model: ModelInfo, played: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The journal's lines as if `model` had answered: what further ones like them will cost."""
    return {case: {**line, "conversation": _priced(model, line["conversation"])} for case, line in played.items()}


def _priced(model: ModelInfo, conversation: Mapping[str, Any]) -> dict[str, Any]:
    usage = {
        purpose: {**amounts, "cost_usd": model.cost_usd(Usage(**{name: amounts[name] for name in _TOKENS}))}
        for purpose, amounts in conversation["usage"].items()
    }
    return {**conversation, "usage": usage}


def _rendered(folder: RunFolder, setup: SimulationSetup, missing: Sequence[Case], model: ModelInfo) -> Loads:
    habits = habits_of(read_evidence(folder / "evidence.jsonl"), setup.settings.max_turns)
    chosen = missing[:: max(len(missing) // CASES_RENDERED, 1)]
    low, mid, high = (
        reduce(Load.__add__, (load_of(case, setup.pack, habits, guess, model) for case in chosen), Load())
        for guess in guesses(habits, model)
    )
    share = len(missing) / max(len(chosen), 1)
    return Loads(low.times(share), mid.times(share), high.times(share), Basis.RENDERED)


def _spent(folder: RunFolder, played: Mapping[str, Mapping[str, Any]]) -> float:
    """USD of the run so far, but for conversations that are not finished."""
    costs = (load_of_usage(line["conversation"]["usage"]).cost_usd for line in played.values())
    return proposals_cost(folder) + sum(costs)


def _notes(
    found: SimulationEstimate, model: ModelInfo, llm: LLMSettings, *, over_budget: bool
) -> tuple[EstimateNote, ...]:
    said = {
        EstimateNote.NOTHING_LEFT: found.missing == 0,
        EstimateNote.OFFLINE: llm.offline,
        EstimateNote.PRICE_ASSUMED: not model.known,
        EstimateNote.OVER_BUDGET: over_budget,
    }
    return (*(note for note, holds in said.items() if holds), *found.notes)
