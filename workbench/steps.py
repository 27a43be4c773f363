"""The nine steps, what each needs and when it is done: read off the files of a run, never remembered."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shared.runs.folder import RunFolder


class Step(StrEnum):
    """In the order of the flow; the value is the page's address and the key of its texts."""

    DATA = "data"
    METRICS = "metrics"
    INTENTS = "intents"
    PROPOSALS = "proposals"
    APPROVE = "approve"
    REGENERATE = "regenerate"
    COMPARE = "compare"
    EXPORT = "export"
    HISTORY = "history"


class StepState(StrEnum):
    DONE = "done"
    OPEN = "open"
    WAITING = "waiting"
    """What it needs is not there yet."""


NEEDS: Mapping[Step, str | None] = {
    Step.DATA: None,
    Step.METRICS: "metrics.json",
    Step.INTENTS: "candidate_tools_ranked.csv",
    Step.PROPOSALS: "evidence.jsonl",
    Step.APPROVE: "llm_rewrite_response.json",
    Step.REGENERATE: "approved_prompts.json",
    Step.COMPARE: "comparison.json",
    Step.EXPORT: "metrics.json",
    Step.HISTORY: None,
}
"""The file of the run without which a step has nothing to show; `None` needs no run."""

MADE_IN: Mapping[str, Step] = {
    "metrics.json": Step.DATA,
    "candidate_tools_ranked.csv": Step.DATA,
    "evidence.jsonl": Step.DATA,
    "llm_rewrite_response.json": Step.PROPOSALS,
    "approved_prompts.json": Step.APPROVE,
    "comparison.json": Step.REGENERATE,
}
"""Where a missing file is made."""

DONE_WITH: Mapping[Step, str] = {
    Step.DATA: "metrics.json",
    Step.METRICS: "metrics.json",
    Step.INTENTS: "candidate_tools_ranked.csv",
    Step.PROPOSALS: "llm_rewrite_response.json",
    Step.APPROVE: "approved_prompts.json",
    Step.REGENERATE: "simulation.json",
    Step.COMPARE: "comparison.json",
    Step.EXPORT: "comparison.json",
}


def missing(step: Step, folder: RunFolder | None) -> str | None:
    """The file that the step still needs; "run.json" where it needs a run and there is none."""
    need = NEEDS[step]
    if need is None:
        return None
    if folder is None:
        return "run.json"
    return None if (folder / need).is_file() else need


def states(folder: RunFolder | None) -> dict[Step, StepState]:
    """How far a run is."""
    return {step: _state(step, folder) for step in Step}


def _state(step: Step, folder: RunFolder | None) -> StepState:
    if missing(step, folder):
        return StepState.WAITING
    done = DONE_WITH.get(step)
    return StepState.DONE if folder and done and (folder / done).is_file() else StepState.OPEN
