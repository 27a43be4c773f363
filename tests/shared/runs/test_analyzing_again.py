"""A run that is analysed again: nothing stays that belongs to other figures."""

from __future__ import annotations

from pathlib import Path

from shared.llm.settings import LLMSettings
from shared.runs import analyzing, simulating, stages
from shared.runs.folder import RunFolder
from shared.runs.improving import improve
from shared.runs.settings import RunSettings
from tests.shared.runs.conftest import SAMPLE


def test_what_came_of_other_figures_goes_and_what_was_decided_or_paid_for_stays(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    results = (*simulating.OUTDATED, simulating.SCENARIOS, stages.PROPOSAL)
    kept = (stages.APPROVED, simulating.JOURNAL)
    analyzing.analyze([SAMPLE], folder, RunSettings(), LLMSettings())
    for name in (*results, *kept):
        (folder / name).write_text("{}")
    analyzing.analyze([SAMPLE], folder, RunSettings(), LLMSettings())
    assert [name for name in results if (folder / name).exists()] == []
    assert [name for name in kept if not (folder / name).exists()] == []


def test_a_cycle_that_starts_over_and_waits_shows_no_result_of_other_figures(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    results = (*simulating.OUTDATED, simulating.SCENARIOS, simulating.JOURNAL, stages.APPROVED)
    for name in results:
        (folder / name).write_text("{}")
    waits = improve([str(SAMPLE)], folder, RunSettings(), LLMSettings(), approve_proposal=False, fresh=True)
    assert waits is None
    assert [name for name in results if (folder / name).exists()] == []
    assert (folder / stages.PROPOSAL).is_file()
    assert (folder / "journal.1.jsonl").is_file()
