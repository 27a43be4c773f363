"""A run in a few figures, whole or damaged; two runs side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shared.improvement.approval import Choice
from shared.improvement.journal import run_lock
from shared.improvement.verdict import Verdict
from shared.llm.settings import LLMSettings
from shared.runs.comparing import compare
from shared.runs.folder import RunFolder
from shared.runs.simulating import simulate
from shared.runs.stages import approve
from shared.runs.summary import Beside, RunSummary, compare_runs, summarise
from tests.timing import assert_within

STAGES = ("analyze", "propose", "approve", "simulate", "compare")
QUICK_SEC = 0.005


@pytest.fixture(scope="module")
def finished(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = RunFolder(shutil.copytree(prepared, tmp_path_factory.mktemp("finished") / "june"))
    settings = folder.info().settings.model_copy(update={"scenarios": None, "conversations_per_context": 3})
    simulate(folder, LLMSettings(), settings=settings)
    compare(folder)
    return folder


def test_a_finished_run_says_what_its_artefacts_say(finished: RunFolder) -> None:
    summary = summarise(finished)
    metrics, comparison = finished.read_json("metrics.json"), finished.read_json("comparison.json")
    assert (summary.name, summary.domain, summary.stages, summary.problem) == ("june", "kavak", STAGES, None)
    assert summary.created_at == finished.info().created_at
    assert summary.conversations == metrics["overall"]["total"]
    assert summary.score == metrics["score"]["value"]
    assert summary.resolution_rate == metrics["overall"]["resolution_rate"]["value"]
    assert summary.avg_csat == metrics["overall"]["avg_csat"]["value"]
    assert summary.verdict is Verdict(comparison["verdict"])
    assert summary.verdict_words["es"] == comparison["verdict_words"]["es"]
    score, difference = comparison["metrics"]["score"], summary.score_difference
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == (score["difference"], score["low"], score["high"])
    assert summary.cost_usd == 0.0


def test_it_is_quick(finished: RunFolder) -> None:
    assert_within(20 * QUICK_SEC, lambda: [summarise(finished) for _ in range(20)])


def test_stages_that_are_not_done_are_not_told(run: RunFolder) -> None:
    summary = summarise(run)
    assert summary.stages == STAGES[:3]
    assert (summary.verdict, summary.score_difference) == (None, None)


def test_a_run_that_is_worked_on_says_by_whom(run: RunFolder) -> None:
    with run_lock(run.path):
        assert summarise(run).locked_by is not None
    assert summarise(run).locked_by is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["run.json", "metrics.json", "simulation.json", "comparison.json"])
def test_a_damaged_file_is_a_problem_and_no_error(run: RunFolder, name: str, content: bytes) -> None:
    (run / name).write_bytes(content)
    assert summarise(run).problem == f"{name} is damaged"


def test_fields_of_another_shape_are_unknown(run: RunFolder) -> None:
    run.write_json("metrics.json", {"overall": {"total": "many", "avg_csat": 3}, "score": []})
    run.write_json("comparison.json", {"verdict": "splendid", "metrics": {"score": {"difference": "x"}}})
    run.write_json("run.json", {"settings": 7})
    summary = summarise(run)
    assert (summary.conversations, summary.avg_csat, summary.verdict) == (None, None, None)
    assert compare_runs(run, run).settings == ()


def test_a_folder_without_anything_is_an_empty_run(tmp_path: Path) -> None:
    assert summarise(RunFolder(tmp_path / "new")) == RunSummary(name="new")


def test_two_runs_stand_side_by_side(finished: RunFolder, run: RunFolder) -> None:
    approve(run, LLMSettings(), Choice(unchanged=True), "luz")
    beside = compare_runs(finished, run)
    assert beside.settings == (Beside("scenarios", None, 6),)
    figures = {row.name: (row.a, row.b) for row in beside.figures}
    assert figures["score"][0] == figures["score"][1] is not None
    assert figures["verdict"][0] is not None
    assert figures["verdict"][1] is None
    prompts = {row.name: row for row in beside.prompts}
    assert prompts["system_prompt"].a != prompts["system_prompt"].b
