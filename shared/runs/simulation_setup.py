"""What a simulation is made of: scenarios, releases, settings, and the conditions under which its journal holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from shared.agent.release import AgentRelease
from shared.domains.pack import Pack, load_pack
from shared.improvement import approval, customer, judge
from shared.improvement.batch import cases_of
from shared.improvement.models import Arm
from shared.improvement.scenarios import NoScenarios, ScenarioPlan, plan_scenarios
from shared.improvement.simulation import Case
from shared.llm.settings import LLMSettings
from shared.runs.approvals import read_approved
from shared.runs.folder import RunError, RunFolder, pack_hash
from shared.runs.settings import RunSettings
from shared.runs.stages import read_evidence


@dataclass(frozen=True, slots=True)
class SimulationSetup:
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


def read_setup(folder: RunFolder, settings: RunSettings | None) -> SimulationSetup:
    """The setup of a run whose prompts are approved; `settings` replace those in `run.json`. Raises `RunError`."""
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
    return SimulationSetup(settings, pack, {Arm.BASELINE: baseline, Arm.PROPOSED: proposed}, plan)


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256(orjson.dumps(list(values), option=orjson.OPT_SORT_KEYS)).hexdigest()
