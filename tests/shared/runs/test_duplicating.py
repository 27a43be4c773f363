"""A copied run is a run of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.improvement.approval import Choice
from shared.improvement.journal import RunLocked, run_lock
from shared.llm.settings import LLMSettings
from shared.runs.approvals import approvals
from shared.runs.comparing import compare
from shared.runs.duplicating import duplicate
from shared.runs.folder import RunError, RunFolder
from shared.runs.proposals_kept import kept
from shared.runs.simulating import JOURNAL, SCENARIOS, SIMULATION, simulate
from shared.runs.stages import approve, propose
from shared.runs.summary import summarise

LLM = LLMSettings()


@pytest.fixture
def source(run: RunFolder) -> RunFolder:
    """A run with two proposals, an input, a simulation and a journal that was set aside."""
    propose(run, LLM)
    (run / "inputs").mkdir()
    (run / "inputs" / "a.jsonl").write_bytes(b"x" * 2_000_000)
    simulate(run, LLM)
    simulate(run, LLM, fresh=True)
    compare(run)
    return run


def names(folder: RunFolder) -> set[str]:
    return {str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file()}


def test_what_a_person_made_comes_along_and_what_was_played_does_not(source: RunFolder, tmp_path: Path) -> None:
    copy = duplicate(source, tmp_path / "copy")
    assert names(source) - names(copy) == {
        JOURNAL, "journal.1.jsonl", SCENARIOS, SIMULATION, "baseline_simulated.jsonl", "proposed_conversations.jsonl",
        "proposed_meta.csv", "comparison.json", "report.html", "report.md",
    }  # fmt: skip
    assert [p.number for p in kept(copy)] == [1, 2]
    assert approvals(copy) == approvals(source)
    assert set(copy.info().stages) == {"analyze", "propose", "approve"}
    assert summarise(copy).stages == ("analyze", "propose", "approve")
    settings = copy.info().settings.model_copy(update={"seed": 9})
    assert simulate(copy, LLM, settings=settings).complete


def test_with_the_simulation_nothing_is_played_again(source: RunFolder, tmp_path: Path) -> None:
    copy = duplicate(source, tmp_path / "copy", with_simulation=True)
    assert (copy / "comparison.json").read_bytes() == (source / "comparison.json").read_bytes()
    journal = (copy / JOURNAL).read_bytes()
    assert simulate(copy, LLM).complete
    assert (copy / JOURNAL).read_bytes() == journal


def test_the_copy_shares_large_files_and_changes_nothing_in_the_source(source: RunFolder, tmp_path: Path) -> None:
    before = {name: (source / name).read_bytes() for name in names(source)}
    copy = duplicate(source, tmp_path / "copy", with_simulation=True)
    assert (copy / "inputs/a.jsonl").samefile(source / "inputs/a.jsonl")
    assert not (copy / JOURNAL).samefile(source / JOURNAL)
    propose(copy, LLM)
    approve(copy, LLM, Choice(unchanged=True), "luz")
    simulate(copy, LLM, fresh=True)
    compare(copy)
    assert {name: (source / name).read_bytes() for name in names(source)} == before


def test_a_disk_without_links_gets_copies(source: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    copy = duplicate(source, tmp_path / "copy")
    assert (copy / "inputs/a.jsonl").read_bytes() == (source / "inputs/a.jsonl").read_bytes()


def test_further_files_can_be_left_out_and_a_folder_without_a_run_filled(source: RunFolder, tmp_path: Path) -> None:
    (source / "job.json").write_text("{}")
    target = tmp_path / "copy"
    target.mkdir()
    (target / "own.json").write_text("mine")
    copy = duplicate(source, target, without=("job.json",))
    assert not (copy / "job.json").exists()
    assert (copy / "own.json").read_text() == "mine"


def test_a_run_is_neither_overwritten_nor_copied_while_it_is_worked_on(source: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="there is a run at"):
        duplicate(source, source.path)
    with run_lock(source.path), pytest.raises(RunLocked):
        duplicate(source, tmp_path / "copy")
    with pytest.raises(RunError, match="there is no run at"):
        duplicate(RunFolder(tmp_path / "none"), tmp_path / "copy")
