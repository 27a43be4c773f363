"""Proposals that were paid for stay: regenerated, looked at again, swapped back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from shared.improvement.journal import RunLocked, run_lock
from shared.llm.settings import LLMSettings
from shared.runs.analyzing import analyze
from shared.runs.folder import RunError, RunFolder
from shared.runs.proposals_kept import KEPT, kept, proposals_cost, use
from shared.runs.stages import PROPOSAL, propose, read_proposal
from tests.shared.runs.conftest import SAMPLE, SETTINGS


def reworded(run: RunFolder, rationale: str) -> None:
    """Give the current proposal other words, so that it can be told from the next."""
    record = run.read_json(PROPOSAL)
    record["proposal"]["prompt_changes"]["rationale"] = rationale
    run.write_json(PROPOSAL, record)


def rationales(run: RunFolder) -> list[tuple[int, str, bool]]:
    return [(p.number, p.proposal.prompt_changes.rationale[:5], p.current) for p in kept(run)]


@pytest.fixture
def three(run: RunFolder) -> RunFolder:
    """A run with the proposals 1, 2 and 3."""
    reworded(run, "first")
    propose(run, LLMSettings())
    reworded(run, "secon")
    propose(run, LLMSettings())
    reworded(run, "third")
    return run


def test_a_new_proposal_keeps_the_one_before(three: RunFolder) -> None:
    assert rationales(three) == [(1, "first", False), (2, "secon", False), (3, "third", True)]
    proposal = kept(three)[0]
    assert proposal.model == "offline-rules-1"
    assert proposal.made_at >= three.info().created_at
    assert not proposal.outdated


def test_any_can_be_made_the_current_one_and_back(three: RunFolder) -> None:
    use(three, 1)
    assert rationales(three) == [(1, "first", True), (2, "secon", False), (3, "third", False)]
    assert read_proposal(three).prompt_changes.rationale == "first"
    use(three, 3)
    use(three, 3)
    assert rationales(three) == [(1, "first", False), (2, "secon", False), (3, "third", True)]
    propose(three, LLMSettings())
    assert [p.number for p in kept(three)] == [1, 2, 3, 4]


def test_a_swap_that_was_cut_off_shows_each_once(three: RunFolder) -> None:
    (three / KEPT / "3.json").write_bytes((three / PROPOSAL).read_bytes())
    assert rationales(three) == [(1, "first", False), (2, "secon", False), (3, "third", True)]


def test_what_is_not_there_or_locked_is_not_used(three: RunFolder) -> None:
    with pytest.raises(RunError, match="keeps no proposal with the number 9"):
        use(three, 9)
    with run_lock(three.path), pytest.raises(RunLocked):
        use(three, 1)
    assert rationales(three)[2] == (3, "third", True)


def test_a_proposal_of_a_version_that_numbered_none_is_the_first(run: RunFolder) -> None:
    record = run.read_json(PROPOSAL)
    run.write_json(PROPOSAL, {name: record[name] for name in record if name not in ("number", "made_at")})
    assert [(p.number, p.current, p.made_at[:2]) for p in kept(run)] == [(1, True, "20")]
    propose(run, LLMSettings())
    assert [(p.number, p.current) for p in kept(run)] == [(1, False), (2, True)]


def test_a_new_analysis_keeps_them_as_outdated(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.runs.analyzing.utc_now", lambda: "2999-01-01T00:00:00+00:00")
    analyze([SAMPLE], run, SETTINGS, LLMSettings())
    assert not (run / PROPOSAL).exists()
    assert [(p.number, p.current, p.outdated) for p in kept(run)] == [(1, False, True)]


def test_damaged_files_are_left_out(three: RunFolder) -> None:
    (three / KEPT / "1.json").write_text("{")
    (three / KEPT / "2.json").write_text('{"proposal": {}}')
    (three / KEPT / "note.json").write_text("{}")
    assert [p.number for p in kept(three)] == [3]


def test_all_count_against_the_budget(three: RunFolder) -> None:
    record = three.read_json(PROPOSAL)
    three.write_json(PROPOSAL, {**record, "usage": {**record["usage"], "cost_usd": 0.5}})
    use(three, 1)
    assert proposals_cost(three) == 0.5


def test_a_run_without_any_has_none(tmp_path: Path) -> None:
    assert kept(RunFolder(tmp_path)) == ()


def test_a_stopped_proposal_replaces_none(three: RunFolder) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(RunError, match="was stopped"):
        propose(three, LLMSettings(), stop=stop)
    assert rationales(three)[2] == (3, "third", True)
