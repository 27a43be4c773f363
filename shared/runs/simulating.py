"""The simulation stage of a run: both releases play the same scenarios, journaled, resumable, in a fixed order."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from shared.conversations.writing import write_jsonl
from shared.improvement.batch import BatchResult, ProgressCallback, cost_of, run_batch
from shared.improvement.journal import Journal, run_lock, set_aside
from shared.improvement.models import Arm, EndReason, SimulatedConversation
from shared.improvement.recording import kept_cost
from shared.improvement.simulated_records import (
    META_COLUMNS,
    end_reasons,
    meta_row,
    simulated_record,
    usage_by,
)
from shared.improvement.worker import Conditions, GatewaySource, ModelSource
from shared.llm.catalog import model_notes
from shared.llm.settings import LLMSettings
from shared.runs.approvals import APPROVED
from shared.runs.folder import RunFolder
from shared.runs.proposals_kept import proposals_cost
from shared.runs.settings import RunSettings
from shared.runs.simulation_setup import SimulationSetup, read_setup

JOURNAL = "journal.jsonl"
SCENARIOS = "scenarios.jsonl"
SIMULATION = "simulation.json"
OF_ARM = {Arm.BASELINE: "baseline_simulated.jsonl", Arm.PROPOSED: "proposed_conversations.jsonl"}
PROPOSED_META = "proposed_meta.csv"
PLAYED = ("conversations_per_context", "scenarios", "trials", "temperature", "max_turns", "seed")
"""The settings that the simulated conversations depend on."""

OUTDATED = (*OF_ARM.values(), PROPOSED_META, SIMULATION, "comparison.json", "report.html", "report.md")
"""What a simulation that is not finished yet outdates."""


@dataclass(frozen=True, slots=True)
class SimulationOutcome:
    """How a simulation went. `failures`: conversations that infrastructure ended; the next call tries them again.
    `stopped` says, if it did not get to the end, why and how to go on; `stop_requested`: somebody asked for it;
    `budget_reached`: the money is used up."""

    done: int
    total: int
    failures: int
    cost_usd: float
    stopped: str | None
    notes: tuple[str, ...]
    stop_requested: bool = False
    budget_reached: bool = False

    @property
    def complete(self) -> bool:
        return self.done == self.total


def simulate(
    folder: RunFolder,
    llm: LLMSettings,
    *,
    settings: RunSettings | None = None,
    executor: Executor | None = None,
    processes: int = 1,
    fresh: bool = False,
    progress: ProgressCallback | None = None,
    model: ModelSource | None = None,
    stop: threading.Event | None = None,
) -> SimulationOutcome:
    """Play every scenario with both releases, going on where an earlier call stopped, and write the results.

    `settings` replace those in `run.json`. `processes` is how many processes `executor` spreads over: they share the
    budget. `fresh` sets an earlier journal aside. `model` replaces the gateway (tests, benchmarks). Once `stop` is
    set nothing new starts, what is paid for is kept, and another call goes on. Raises `RunError`, `JournalError`.
    """
    began = time.monotonic()
    folder.need("run.json", "evidence.jsonl", APPROVED)
    with run_lock(folder.path):
        setup = read_setup(folder, settings)
        if fresh:
            start_over(folder)
        with Journal.open(folder / JOURNAL, setup.conditions(llm)) as journal:
            _prepare(folder, setup, journal)
            result = _play(folder, setup, journal, llm, executor, processes, progress, model, stop)
        _write(folder, setup, result)
        folder.finish_stage("simulate", time.monotonic() - began, setup.settings)
    return _outcome(setup, result, model_notes(llm.openai_model, llm.openai_fallback_model))


def start_over(folder: RunFolder) -> None:
    """Set the journal aside and forget the replies of unfinished conversations. The caller holds the run's lock."""
    set_aside(folder / JOURNAL)
    shutil.rmtree(folder.partial, ignore_errors=True)


def _prepare(folder: RunFolder, setup: SimulationSetup, journal: Journal) -> None:
    if not all(journal.settled(case.key) for case in setup.cases):
        folder.discard(OUTDATED)
    folder.partial.mkdir(exist_ok=True)
    write_jsonl(folder / SCENARIOS, [s.model_dump(mode="json") for s in setup.plan.scenarios])


def _play(
    folder: RunFolder,
    setup: SimulationSetup,
    journal: Journal,
    llm: LLMSettings,
    executor: Executor | None,
    processes: int,
    progress: ProgressCallback | None,
    model: ModelSource | None,
    stop: threading.Event | None,
) -> BatchResult:
    settings, batch = setup.settings, uuid.uuid4().hex
    budget = None if settings.budget_usd is None else settings.budget_usd - proposals_cost(folder)
    share = None if budget is None else max(budget - _spent(folder, setup, journal), 0.0) / max(processes, 1)
    conditions = Conditions(
        domain=settings.domain,
        seed=settings.seed,
        max_messages=2 * settings.max_turns,
        temperature=settings.temperature,
        partial=folder.partial.resolve(),
        model=model or GatewaySource(llm, settings.retries, share, batch),
        batch=batch,
    )
    return run_batch(
        setup.cases,
        conditions,
        journal,
        executor=executor,
        threads=settings.threads,
        budget_usd=budget,
        progress=progress,
        stop=stop,
    )


def _spent(folder: RunFolder, setup: SimulationSetup, journal: Journal) -> float:
    """USD of the conversations in the journal and of the replies that unfinished ones have."""
    done = [journal.conversations[case.key] for case in setup.cases if journal.settled(case.key)]
    return sum(map(cost_of, done)) + sum(map(kept_cost, sorted(folder.partial.glob("*.jsonl"))))


def _write(folder: RunFolder, setup: SimulationSetup, result: BatchResult) -> None:
    """The results, in the order of the scenarios, whatever the order in which they were played."""
    scenarios = {scenario.scenario_id: scenario for scenario in setup.plan.scenarios}
    played = [conversation for conversation in result.conversations if conversation is not None]
    for arm, name in OF_ARM.items():
        write_jsonl(
            folder / name, [simulated_record(c, scenarios[c.scenario_id], setup.pack) for c in played if c.arm is arm]
        )
    rows = [meta_row(c, scenarios[c.scenario_id]) for c in played if c.arm is Arm.PROPOSED]
    folder.write_table(PROPOSED_META, META_COLUMNS, rows)
    folder.write_json(SIMULATION, _summary(setup, result, played))
    if not any(folder.partial.iterdir()):
        folder.partial.rmdir()


def _summary(setup: SimulationSetup, result: BatchResult, played: Sequence[SimulatedConversation]) -> dict[str, Any]:
    """`simulation.json`: nothing in it depends on how or when the work was done."""
    return {
        "complete": result.complete,
        "conversations": {
            "total": len(result.conversations),
            "done": len(played),
            "infrastructure_errors": _failures(played),
        },
        "end_reasons": end_reasons(played),
        "usage": usage_by(played),
        "models": sorted({c.model for c in played if c.model}),
        "releases": {arm.value: release.release_id for arm, release in setup.releases.items()},
        "settings": setup.settings.model_dump(mode="json", include=set(PLAYED)),
        "scenarios": setup.plan.report.model_dump(mode="json"),
        "notes": setup.plan.report.notes,
    }


def _failures(played: Iterable[SimulatedConversation]) -> int:
    return sum(conversation.end_reason is EndReason.INFRASTRUCTURE for conversation in played)


def _outcome(setup: SimulationSetup, result: BatchResult, notes: tuple[str, ...]) -> SimulationOutcome:
    played = [conversation for conversation in result.conversations if conversation is not None]
    total = len(result.conversations)
    stopped = None
    if result.stopped:
        how = "with a larger --budget-usd " if result.budget_reached else ""
        stopped = f"{result.stopped}; {len(played)} of {total} conversations are kept: run acs simulate {how}to go on"
    return SimulationOutcome(
        done=len(played),
        total=total,
        failures=_failures(played),
        cost_usd=sum(map(cost_of, played)),
        stopped=stopped,
        notes=(*setup.plan.report.notes, *notes),
        stop_requested=result.stop_requested,
        budget_reached=result.budget_reached,
    )
