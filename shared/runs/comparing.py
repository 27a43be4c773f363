"""The last stage of a run: both arms of the simulation paired, a verdict, and the report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from shared.conversations.writing import replacing
from shared.improvement.comparison import Comparison
from shared.improvement.comparison import compare as compare_arms
from shared.improvement.journal import run_lock
from shared.improvement.models import Arm, Scenario, SimulatedConversation
from shared.improvement.number_format import Language
from shared.improvement.pairing import ScoreRule
from shared.improvement.report import build_report
from shared.improvement.report_sources import ReportError
from shared.improvement.simulated_records import read_simulated
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import OF_ARM, SCENARIOS, SIMULATION
from shared.runs.stages import APPROVED, read_approved

COMPARISON = "comparison.json"


def compare(folder: RunFolder, *, language: Language = "es") -> Comparison:
    """Compare the two arms of a finished simulation and write `comparison.json`, `report.html` and `report.md`.

    Raises `RunError` when the simulation is missing, unfinished or damaged.
    """
    began = time.monotonic()
    folder.need("run.json", SCENARIOS, *OF_ARM.values(), SIMULATION)
    simulation = folder.read_json(SIMULATION)
    if not simulation.get("complete"):
        counts = simulation.get("conversations", {})
        raise RunError(
            f"the simulation of {folder.path} is not finished ({counts.get('done')} of {counts.get('total')} "
            f"conversations); run acs simulate {folder.path} to go on"
        )
    _check_up_to_date(folder, simulation)
    settings = folder.info().settings
    with run_lock(folder.path):
        metrics = folder.read_json("metrics.json") if (folder / "metrics.json").is_file() else {}
        scenarios, conversations = _scenarios(folder), _conversations(folder)
        _check_whole(folder, simulation, scenarios, conversations)
        comparison = compare_arms(
            scenarios,
            conversations,
            _score_rule(settings),
            imported=metrics.get("overall"),
        )
        folder.write_json(COMPARISON, comparison.model_dump(mode="json"))
        folder.finish_stage("compare", time.monotonic() - began)
        _write_report(folder, language)
    return comparison


def report_again(folder: RunFolder, *, language: Language) -> None:
    """Write `report.html` and `report.md` anew, in another language; the comparison stays as it is.

    Raises `RunError` where there is no comparison yet or it is outdated, and `RunLocked`.
    """
    folder.need(COMPARISON, SIMULATION)
    _check_up_to_date(folder, folder.read_json(SIMULATION))
    with run_lock(folder.path):
        _write_report(folder, language)


def _check_up_to_date(folder: RunFolder, simulation: Mapping[str, Any]) -> None:
    """Raises `RunError` where other prompts were approved since: the report would show what was not played."""
    if not (folder / APPROVED).is_file():
        return
    approved = read_approved(folder)
    now = {Arm.BASELINE.value: approved.baseline_release_id, Arm.PROPOSED.value: approved.proposed_release_id}
    if simulation.get("releases", now) != now:
        raise RunError(
            f"other prompts were approved since the simulation of {folder.path}; "
            f"run acs simulate {folder.path} --fresh first"
        )


def _check_whole(
    folder: RunFolder,
    simulation: Mapping[str, Any],
    scenarios: Sequence[Scenario],
    conversations: Sequence[SimulatedConversation],
) -> None:
    """Raises `RunError` where a file lost lines: a comparison of what is left could turn out otherwise."""
    known = {scenario.scenario_id for scenario in scenarios}
    missing = next((c.scenario_id for c in conversations if c.scenario_id not in known), None)
    played = simulation.get("conversations", {}).get("done")
    problem = ""
    if missing is not None:
        problem = f"{SCENARIOS} lacks the scenario {missing}"
    elif played is not None and played != len(conversations):
        problem = f"{len(conversations)} of {played} simulated conversations are there"
    if problem:
        raise RunError(f"the simulation in {folder.path} is damaged: {problem}; run acs simulate {folder.path} again")


def _write_report(folder: RunFolder, language: Language) -> None:
    try:
        html, markdown = build_report(folder.path, language)
    except ReportError as error:
        raise RunError(str(error)) from error
    for name, text in (("report.html", html), ("report.md", markdown)):
        with replacing(folder / name) as file:
            file.write(text.encode())


def _score_rule(settings: RunSettings) -> ScoreRule:
    return ScoreRule(settings.weights, settings.targets)


def _scenarios(folder: RunFolder) -> list[Scenario]:
    try:
        lines = (folder / SCENARIOS).read_bytes().splitlines()
        return [Scenario.model_validate_json(line) for line in lines if line]
    except ValidationError as error:
        raise RunError(f"{folder / SCENARIOS} is damaged; run acs simulate {folder.path} again") from error


def _conversations(folder: RunFolder) -> list[SimulatedConversation]:
    found: list[SimulatedConversation] = []
    for name in OF_ARM.values():
        try:
            found += read_simulated((folder / name).read_bytes().splitlines())
        except ValueError as error:
            raise RunError(f"{folder / name}: {error}; run acs simulate {folder.path} again") from error
    return found
