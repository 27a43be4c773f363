"""Other weights and targets: the same files as an analysis with them, without reading the conversations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.analysis.outputs import RANKING, ranking_frame
from shared.improvement.journal import RunLocked, run_lock
from shared.runs.folder import RunError, RunFolder
from shared.runs.reranking import rank, rerank, rescore
from shared.runs.settings import RunSettings
from tests.shared.analysis.records import record, write_lines
from tests.shared.runs.analysed import analysed, artefacts
from tests.timing import assert_within

WEIGHTS = {"frequency": 0.1, "unresolved": 0.6, "csat_gap": 0.2, "effort": 0.1}
OTHER = RunSettings(
    ranking_weights=WEIGHTS, weights={"csat": 1.0, "turns": 2.0}, target_csat=3.5, max_turns=9, target_latency=400
)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return analysed(tmp_path / "run")


def test_the_runs_own_weights_give_the_ranking_that_it_has(run: RunFolder) -> None:
    ranking = rank(run, run.info().settings.ranking_weights)
    assert ranking_frame(ranking).write_csv().encode() == (run / RANKING).read_bytes()
    assert any(row.examples for row in ranking)


def test_a_slider_is_answered_at_once_and_writes_nothing(run: RunFolder) -> None:
    before = artefacts(run)
    rank(run, WEIGHTS)
    assert_within(0.05, lambda: rank(run, {"effort": 1.0}))
    assert rank(run, {"effort": 1.0})[0].effort == 1
    assert artefacts(run) == before


def test_new_settings_leave_what_an_analysis_with_them_writes(run: RunFolder, tmp_path: Path) -> None:
    before = artefacts(run)
    ranking = rescore(run, OTHER)
    fresh = analysed(tmp_path / "fresh", settings=OTHER)
    assert artefacts(run) == artefacts(fresh) != before
    assert run.info().settings == fresh.info().settings == OTHER
    assert ranking_frame(ranking).write_csv().encode() == (fresh / RANKING).read_bytes()


def test_new_weights_of_the_ranking_leave_everything_else(run: RunFolder, tmp_path: Path) -> None:
    assert rerank(run, WEIGHTS) == rank(run, WEIGHTS)
    settings = RunSettings(ranking_weights=WEIGHTS)
    assert artefacts(run) == artefacts(analysed(tmp_path / "fresh", settings=settings))
    assert run.info().settings == settings


def test_ids_that_look_like_formulas_stay_as_they_are(tmp_path: Path) -> None:
    lines = [record(name, "¿me dan un crédito para el carro?") for name in ("=1+1", "-b", "'=c")]
    run = analysed(tmp_path / "run", write_lines(tmp_path / "in.jsonl", [*lines]))
    before = (run / RANKING).read_bytes()
    rerank(run, run.info().settings.ranking_weights)
    assert (run / RANKING).read_bytes() == before


@pytest.mark.parametrize("weights", [{}, {"effort": -1}, {"charm": 1.0}, {"effort": float("nan")}])
def test_weights_that_say_nothing_are_refused_and_change_nothing(run: RunFolder, weights: dict[str, float]) -> None:
    before = artefacts(run)
    for refuse in (rank, rerank):
        with pytest.raises(ValueError, match="weight"):
            refuse(run, weights)
    assert artefacts(run) == before


def test_another_domain_or_seed_asks_for_another_analysis(run: RunFolder) -> None:
    for settings in (RunSettings(domain="airline"), RunSettings(seed=7)):
        with pytest.raises(RunError, match="another analysis"):
            rescore(run, settings)


def test_a_run_that_is_busy_missing_or_damaged_says_so(run: RunFolder, tmp_path: Path) -> None:
    with run_lock(run.path), pytest.raises(RunLocked):
        rerank(run, WEIGHTS)
    with pytest.raises(RunError, match="acs analyze"):
        rank(RunFolder(tmp_path / "none"), WEIGHTS)
    metrics = json.loads((run / "metrics.json").read_bytes())
    run.write_json("metrics.json", metrics | {"by": {"intent": {}}})
    with pytest.raises(RunError, match="analyze again"):
        rank(run, WEIGHTS)
    (run / RANKING).write_bytes(b"\xff\n")
    with pytest.raises(RunError, match="damaged"):
        rank(run, WEIGHTS)
