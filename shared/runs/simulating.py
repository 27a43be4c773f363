"""The simulation stage of a run: both releases play the same scenarios, journaled, resumable, in a fixed order."""

from __future__ import annotations

import hashlib
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import orjson

from shared.agent.release import AgentRelease
from shared.conversations.writing import write_jsonl
from shared.domains.pack import Pack, load_pack
from shared.improvement import approval, customer, judge
from shared.improvement.batch import BatchResult, ProgressCallback, cases_of, cost_of, run_batch
from shared.improvement.journal import Journal, run_lock, set_aside
from shared.improvement.models import Arm, EndReason, SimulatedConversation
from shared.improvement.recording import kept_cost
from shared.improvement.scenarios import NoScenarios, ScenarioPlan, plan_scenarios
from shared.improvement.simulated_records import (
    META_COLUMNS,
    end_reasons,
    meta_row,
    simulated_record,
    usage_by,
)
from shared.improvement.simulation import Case
from shared.improvement.worker import Conditions, GatewaySource, ModelSource
from shared.llm.catalog import model_notes
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder, pack_hash
from shared.runs.settings import RunSettings
from shared.runs.stages import APPROVED, PROPOSAL, read_approved, read_evidence

JOURNAL = "journal.jsonl"
SCENARIOS = "scenarios.jsonl"
SIMULATION = "simulation.json"
OF_ARM = {Arm.BASELINE: "baseline_simulated.jsonl", Arm.PROPOSED: "proposed_conversations.jsonl"}
PROPOSED_META = "proposed_meta.csv"
OUTDATED = (*OF_ARM.values(), PROPOSED_META, SIMULATION, "comparison.json", "report.html", "report.md")
"""What a simulation that is not finished yet outdates."""


@dataclass(frozen=True, slots=True)
class SimulationOutcome:
    """How a simulation went. `failures`: conversations that infrastructure ended; the next call tries them again.
    `stopped` says, if it did not get to the end, why and how to go on."""

    done: int
    total: int
    failures: int
    cost_usd: float
    stopped: str | None
    notes: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class _Setup:
    """Everything that a simulation is made of."""

    settings: RunSettings
    pack: Pack
    releases: Mapping[Arm, AgentRelease]
    plan: ScenarioPlan

    @property
    def cases(self) -> list[Case]:
        return cases_of(self.plan.scenarios, self.releases, self.settings.trials)

    def conditions(self, llm: LLMSettings) -> dict[str, str]:
        """What the conversations depend on: a journal that was begun under other conditions is not gone on with."""
        settings = self.settings
        return {
            "scenarios": _digest(s.model_dump(mode="json") for s in self.plan.scenarios),
            "trials": str(settings.trials),
            "current prompts": self.releases[Arm.BASELINE].release_id,
            "approved prompts": self.releases[Arm.PROPOSED].release_id,
            "seed": str(settings.seed),
            "temperature": str(settings.temperature),
            "max turns": str(settings.max_turns),
            "domain pack": pack_hash(self.pack),
            "model": llm.openai_model,
            "model service": "offline" if llm.offline else llm.openai_base_url or "OpenAI",
            "customer and judge": _digest([customer.INSTRUCTIONS, judge.INSTRUCTIONS]),
        }


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
) -> SimulationOutcome:
    """Play every scenario with both releases, going on where an earlier call stopped, and write the results.

    `settings` replace those in `run.json`. `processes` is how many processes `executor` spreads over: they share the
    budget. `fresh` sets an earlier journal aside. `model` replaces the gateway (tests, benchmarks). Raises `RunError`,
    `JournalError`.
    """
    began = time.monotonic()
    folder.need("run.json", "evidence.jsonl", APPROVED)
    with run_lock(folder.path):
        setup = _setup(folder, settings)
        if fresh:
            set_aside(folder / JOURNAL)
            shutil.rmtree(folder.partial, ignore_errors=True)
        with Journal.open(folder / JOURNAL, setup.conditions(llm)) as journal:
            _prepare(folder, setup, journal)
            result = _play(folder, setup, journal, llm, executor, processes, progress, model)
        _write(folder, setup, result)
        folder.finish_stage("simulate", time.monotonic() - began, setup.settings)
    return _outcome(setup, result, model_notes(llm.openai_model, llm.openai_fallback_model))


def _setup(folder: RunFolder, settings: RunSettings | None) -> _Setup:
    info, approved = folder.info(), read_approved(folder)
    settings = settings or info.settings
    if settings.domain != info.settings.domain:
        raise RunError(f"the run was analyzed with the domain {info.domain}, not {settings.domain}; use a new --out")
    pack = load_pack(settings.domain)
    baseline, proposed = approval.releases(approved, pack)
    try:
        plan = plan_scenarios(
            read_evidence(folder / "evidence.jsonl"),
            pack,
            per_context=settings.conversations_per_context,
            total=settings.scenarios,
            seed=settings.seed,
        )
    except NoScenarios as error:
        raise RunError(str(error)) from error
    return _Setup(settings, pack, {Arm.BASELINE: baseline, Arm.PROPOSED: proposed}, plan)


def _prepare(folder: RunFolder, setup: _Setup, journal: Journal) -> None:
    if not all(journal.settled(case.key) for case in setup.cases):
        folder.discard(OUTDATED)
    folder.partial.mkdir(exist_ok=True)
    write_jsonl(folder / SCENARIOS, [s.model_dump(mode="json") for s in setup.plan.scenarios])


def _play(
    folder: RunFolder,
    setup: _Setup,
    journal: Journal,
    llm: LLMSettings,
    executor: Executor | None,
    processes: int,
    progress: ProgressCallback | None,
    model: ModelSource | None,
) -> BatchResult:
    settings, batch = setup.settings, uuid.uuid4().hex
    budget = None if settings.budget_usd is None else settings.budget_usd - _proposal_cost(folder)
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
    )


def _proposal_cost(folder: RunFolder) -> float:
    """USD of the run's proposal: the budget is the whole run's."""
    if not (folder / PROPOSAL).is_file():
        return 0.0
    return float(folder.read_json(PROPOSAL).get("usage", {}).get("cost_usd", 0.0))


def _spent(folder: RunFolder, setup: _Setup, journal: Journal) -> float:
    """USD of the conversations in the journal and of the replies that unfinished ones have."""
    done = [journal.conversations[case.key] for case in setup.cases if journal.settled(case.key)]
    return sum(map(cost_of, done)) + sum(map(kept_cost, sorted(folder.partial.glob("*.jsonl"))))


def _write(folder: RunFolder, setup: _Setup, result: BatchResult) -> None:
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


def _summary(setup: _Setup, result: BatchResult, played: Sequence[SimulatedConversation]) -> dict[str, Any]:
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
        "scenarios": setup.plan.report.model_dump(mode="json"),
        "notes": setup.plan.report.notes,
    }


def _failures(played: Iterable[SimulatedConversation]) -> int:
    return sum(conversation.end_reason is EndReason.INFRASTRUCTURE for conversation in played)


def _outcome(setup: _Setup, result: BatchResult, notes: tuple[str, ...]) -> SimulationOutcome:
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
    )


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256(orjson.dumps(list(values), option=orjson.OPT_SORT_KEYS)).hexdigest()
