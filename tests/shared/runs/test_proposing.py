"""A proposal is seen while it is written, can be stopped, and is kept."""

from __future__ import annotations

import threading
import time

import pytest

from shared.improvement.proposal_progress import ProposalPhase, ProposalProgress
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunFolder
from shared.runs.stages import PROPOSAL, ProposalStopped, propose


def test_progress_tells_the_phases_and_counts_what_came(run: RunFolder) -> None:
    seen: list[ProposalProgress] = []
    proposed = propose(run, LLMSettings(), progress=seen.append)
    assert (seen[0].phase, seen[0].attempt, seen[0].characters) == (ProposalPhase.ASKING, 1, 0)
    assert seen[-1].phase is ProposalPhase.CHECKING
    characters = [progress.characters for progress in seen]
    assert len(set(characters)) > 2
    assert characters == sorted(characters)
    assert characters[-1] >= len(proposed.proposal.prompt_changes.system_prompt)
    assert all(progress.elapsed_sec >= 0 for progress in seen)


def test_watching_changes_nothing_in_the_proposal(run: RunFolder) -> None:
    unwatched = propose(run, LLMSettings())
    assert propose(run, LLMSettings(), progress=lambda seen: None).proposal == unwatched.proposal


def test_a_stopped_proposal_leaves_the_run_as_it_was(run: RunFolder) -> None:
    before = {path.name: path.read_bytes() for path in run.path.iterdir() if path.is_file() and path.name != ".lock"}
    stop, began = threading.Event(), time.monotonic()
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    with pytest.raises(ProposalStopped):
        propose(run, LLMSettings(offline_model_latency_ms=30_000), stop=stop)
    timer.join()
    assert time.monotonic() - began < 5
    after = {path.name: path.read_bytes() for path in run.path.iterdir() if path.is_file() and path.name != ".lock"}
    assert after == before
    propose(run, LLMSettings(), stop=threading.Event())
    assert (run / PROPOSAL).is_file()
