"""The simulation stage end to end with the offline model: same bytes however it was run."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from shared.conversations.reading import read_line
from shared.improvement.approval import Choice
from shared.improvement.journal import JournalMismatch
from shared.improvement.models import EndReason
from shared.improvement.simulated_records import META_COLUMNS, read_simulated
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import OF_ARM, SimulationOutcome, simulate
from shared.runs.stages import approve
from tests.shared.improvement.detectors import keyword_detector
from tests.shared.improvement.fakes import COST_USD, FakeSource
from tests.shared.runs.run_folders import make_approved_run, make_run

__all__ = ["keyword_detector"]
LLM = LLMSettings()
FINAL = ("baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv", "simulation.json")


def final_bytes(folder: RunFolder) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (*FINAL, "scenarios.jsonl")}


def records(folder: RunFolder, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_bytes().splitlines()]


pytestmark = pytest.mark.usefixtures("keyword_detector")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, keyword_detector: None) -> tuple[RunFolder, SimulationOutcome]:
    folder = make_approved_run(tmp_path_factory.mktemp("finished") / "run", threads=1)
    return folder, simulate(folder, LLM)


def test_both_arms_play_every_scenario(finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder, outcome = finished
    assert (outcome.done, outcome.total, outcome.failures, outcome.stopped) == (12, 12, 0, None)
    scenarios = [record["scenario_id"] for record in records(folder, "scenarios.jsonl")]
    for arm, name in OF_ARM.items():
        with (folder / name).open("rb") as file:
            played = list(read_simulated(file))
        assert [c.scenario_id for c in played] == scenarios
        assert {c.arm for c in played} == {arm}
        assert {c.model for c in played} == {"offline-rules-1"}


def test_records_are_in_the_conversation_format(finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder, _ = finished
    for line in (folder / "proposed_conversations.jsonl").read_bytes().splitlines():
        record, read = json.loads(line), read_line(line)
        assert read.conversation_id == record["conversation_id"]
        assert read.meta.resolved == record["meta"]["resolved"]
        assert read.meta.num_interactions == len(read.transcript)
        assert read.outcomes.csat_estimated_1_5 == record["outcomes"]["csat_estimated_1_5"]
        assert read.extra["simulation"]["end_reason"] in set(EndReason)


def test_the_ledger_adds_up(finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder, _ = finished
    usage = folder.read_json("simulation.json")["usage"]
    for group in ("by_purpose", "by_arm"):
        assert sum(part["calls"] for part in usage[group].values()) == usage["total"]["calls"]
    assert usage["by_purpose"]["judge"]["calls"] == 12
    assert usage["total"]["cost_usd"] == 0


def test_the_table_has_a_row_a_conversation(finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder, _ = finished
    lines = (folder / "proposed_meta.csv").read_text().splitlines()
    assert lines[0] == ",".join(META_COLUMNS)
    assert len(lines) == 7


@pytest.mark.parametrize("threads", [4, 16])
def test_threads_change_no_byte(tmp_path: Path, finished: tuple[RunFolder, SimulationOutcome], threads: int) -> None:
    folder = make_approved_run(tmp_path / "run", threads=threads)
    simulate(folder, LLM)
    assert final_bytes(folder) == final_bytes(finished[0])


def test_processes_change_no_byte(tmp_path: Path, finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder = make_approved_run(tmp_path / "run")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        simulate(folder, LLM, executor=pool, processes=2)
    assert final_bytes(folder) == final_bytes(finished[0])


def test_doing_it_again_changes_no_byte_and_asks_nothing(finished: tuple[RunFolder, SimulationOutcome]) -> None:
    folder, first = finished
    before, journal = final_bytes(folder), (folder / "journal.jsonl").read_bytes()
    assert simulate(folder, LLM) == first
    assert final_bytes(folder) == before
    assert (folder / "journal.jsonl").read_bytes() == journal


def test_a_model_that_fails_one_call_in_five_gets_to_the_end(
    tmp_path: Path, finished: tuple[RunFolder, SimulationOutcome]
) -> None:
    folder = make_approved_run(tmp_path / "run")
    faults = LLMSettings(
        offline_model_faults="rate=0.2,seed=1,kinds=429|500|timeout|cut|invalid_json", openai_timeout_sec=0.3
    )
    outcome = simulate(folder, faults)
    assert outcome.complete
    counted = folder.read_json("simulation.json")["conversations"]
    assert counted["infrastructure_errors"] == outcome.failures <= 3
    ends = [record["simulation"]["end_reason"] for name in OF_ARM.values() for record in records(folder, name)]
    assert ends.count(EndReason.INFRASTRUCTURE) == outcome.failures


def test_a_budget_stops_with_the_way_to_go_on(tmp_path: Path) -> None:
    folder = make_approved_run(tmp_path / "run")
    budget = 20.5 * COST_USD
    settings = folder.info().settings.model_copy(update={"budget_usd": budget})
    outcome = simulate(folder, LLM, settings=settings, model=FakeSource(budget_usd=budget))
    assert not outcome.complete
    assert outcome.stopped is not None
    assert f"{outcome.done} of 12 conversations are kept" in outcome.stopped
    assert "--budget-usd" in outcome.stopped
    assert folder.read_json("simulation.json")["complete"] is False
    more = settings.model_copy(update={"budget_usd": None})
    assert simulate(folder, LLM, settings=more, model=FakeSource()).complete


def test_changed_prompts_or_settings_are_an_error_and_fresh_starts_over(tmp_path: Path) -> None:
    folder = make_approved_run(tmp_path / "run", conversations_per_context=1)
    simulate(folder, LLM)
    before = final_bytes(folder)
    with pytest.raises(JournalMismatch, match=r"\(scenarios, seed changed since\)"):
        simulate(folder, LLM, settings=folder.info().settings.model_copy(update={"seed": 5}))
    approve(folder, LLM, Choice(unchanged=True))
    with pytest.raises(JournalMismatch, match=r"\(approved prompts changed since\).*--fresh"):
        simulate(folder, LLM)
    assert final_bytes(folder) == before
    simulate(folder, LLM, fresh=True)
    assert final_bytes(folder) != before
    assert (folder / "journal.1.jsonl").exists()


def test_threads_retries_and_budget_may_change_between_calls(tmp_path: Path) -> None:
    folder = make_approved_run(tmp_path / "run", conversations_per_context=1)
    simulate(folder, LLM)
    settings = folder.info().settings.model_copy(update={"threads": 2, "retries": 8, "budget_usd": 5.0})
    assert simulate(folder, LLM, settings=settings).complete


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"first run: acs approve"):
        simulate(make_run(tmp_path / "run"), LLM)
    folder = make_approved_run(tmp_path / "other")
    with pytest.raises(RunError, match="analyzed with the domain kavak, not airline"):
        simulate(folder, LLM, settings=RunSettings(domain="airline"))


def test_trials_play_each_scenario_again_with_other_noise(tmp_path: Path) -> None:
    folder = make_approved_run(tmp_path / "run", conversations_per_context=1, trials=3)
    assert simulate(folder, LLM).total == 3 * 3 * 2
    with (folder / "baseline_simulated.jsonl").open("rb") as file:
        played = list(read_simulated(file))
    assert [c.trial for c in played[:3]] == [0, 1, 2]
    assert len({str(c.transcript) for c in played}) > len({c.scenario_id for c in played})
