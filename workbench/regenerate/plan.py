"""What would be played with the parameters of now, and whether what was played belongs to other ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import orjson
import streamlit as st

from shared.improvement.models import Scenario
from shared.llm.settings import LLMSettings
from shared.runs.approvals import APPROVED
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import JOURNAL, SCENARIOS
from shared.runs.simulation_setup import SimulationSetup, read_setup

EVIDENCE = "evidence.jsonl"
KEPT_PLANS = 16
_HEADER_BYTES = 1 << 16
CODES: Mapping[str, str] = {
    "max turns": "max_turns",
    "current prompts": "prompts",
    "approved prompts": "prompts",
    "model service": "model",
    "domain pack": "rules",
    "customer and judge": "rules",
}
"""What to call a condition of the journal; the others go by their own name."""


def setup(folder: RunFolder, settings: RunSettings) -> SimulationSetup:
    """Scenarios and releases. Raises `RunError`, `OSError`."""
    times = [(folder / name).stat().st_mtime_ns for name in (EVIDENCE, APPROVED, "run.json")]
    return _setup(str(folder.path), settings.model_dump_json(), *times)


def changes(folder: RunFolder, now: SimulationSetup, llm: LLMSettings) -> tuple[str, ...]:
    """What differs from the conditions under which the run's journal was begun; nothing where there is none.

    Of scenarios, trials, seed, temperature, max_turns, prompts, model, rules.
    """
    begun = _begun_under(folder / JOURNAL)
    if not begun:
        return ()
    different = {name for name, value in now.conditions(llm).items() if begun.get(name) != value}
    return tuple(sorted({CODES.get(name, name) for name in different}))


def scenarios(folder: RunFolder) -> Mapping[str, Scenario]:
    """The scenarios of the simulation that was begun; none where they cannot be read."""
    path = folder / SCENARIOS
    try:
        return _scenarios(str(path), path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}


def _begun_under(journal: Path) -> Mapping[str, str]:
    try:
        with journal.open("rb") as file:
            found = orjson.loads(file.readline(_HEADER_BYTES)).get("conditions", {})
    except (OSError, orjson.JSONDecodeError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}


@st.cache_resource(max_entries=KEPT_PLANS, show_spinner=False)
def _setup(path: str, settings: str, evidence: int, approved: int, info: int) -> SimulationSetup:
    return read_setup(RunFolder(path), RunSettings.model_validate_json(settings))


@st.cache_resource(max_entries=KEPT_PLANS, show_spinner=False)
def _scenarios(path: str, mtime: int) -> dict[str, Scenario]:
    found = [Scenario.model_validate_json(line) for line in Path(path).read_bytes().splitlines() if line]
    return {scenario.scenario_id: scenario for scenario in found}
