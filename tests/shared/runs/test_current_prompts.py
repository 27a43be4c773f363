"""A run may be given the prompts that it is compared with: every stage uses them, and a copy keeps them."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from shared.domains.pack import load_pack
from shared.improvement.approval import Choice, PromptPair
from shared.improvement.models import Arm
from shared.llm.settings import LLMSettings
from shared.runs.current_prompts import CURRENT, CurrentPrompts, read_current
from shared.runs.duplicating import duplicate
from shared.runs.folder import RunError, RunFolder
from shared.runs.simulating import simulate
from shared.runs.simulation_setup import read_setup
from shared.runs.stages import PROPOSAL, ProposalStopped, approve, propose
from tests.shared.improvement.proposed import TEMPLATE, make_proposal
from tests.shared.improvement.test_proposals import Analyst, sections
from tests.shared.runs.run_folders import make_run

LLM = LLMSettings()
PACK = load_pack("kavak")
LIVE = CurrentPrompts(
    system_prompt=f"{PACK.prompts.system}\nDa siempre un siguiente paso con fecha.",
    user_template=TEMPLATE,
    domain=PACK.id,
    source="3f2a9c01d4be",
)
LATER = LIVE.model_copy(update={"system_prompt": f"{LIVE.system_prompt} Pide perdón.", "source": "9c01d4be3f2a"})


def folder_of(path: Path) -> RunFolder:
    return make_run(path / "run", conversations_per_context=1)


def test_given_prompts_are_proposed_against_approved_simulated_and_copied(tmp_path: Path) -> None:
    folder, analyst = folder_of(tmp_path), Analyst(make_proposal())
    propose(folder, LLM, model=analyst, current=LIVE)
    shown = sections(analyst.requests[0])["prompts"]
    assert shown == {"system": LIVE.system_prompt, "user_template": LIVE.user_template}
    approved = approve(folder, LLM, approved_by="ana")
    assert approved.baseline == LIVE.pair
    played = read_setup(folder, None).releases[Arm.BASELINE]
    assert (played.system_prompt, played.release_id) == (LIVE.system_prompt, approved.baseline_release_id)
    simulate(folder, LLM)
    assert folder.read_json("simulation.json")["releases"]["baseline"] == approved.baseline_release_id
    copy = duplicate(folder, tmp_path / "copy")
    assert read_current(copy, PACK) == LIVE
    assert approve(copy, LLM, Choice(unchanged=True)).system_prompt == LIVE.system_prompt


def test_a_run_with_a_proposal_keeps_what_that_was_made_against(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    propose(folder, LLM, model=Analyst(make_proposal()), current=LIVE)
    again = Analyst(make_proposal())
    propose(folder, LLM, model=again, current=LATER)
    assert sections(again.requests[0])["prompts"]["system"] == LIVE.system_prompt
    assert approve(folder, LLM, current=LATER).baseline == LIVE.pair
    (folder / PROPOSAL).unlink()  # as a new analysis leaves it
    propose(folder, LLM, model=Analyst(make_proposal()), current=LATER)
    assert approve(folder, LLM).baseline == LATER.pair


def test_a_proposal_against_the_pack_keeps_the_pack(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    propose(folder, LLM, model=Analyst(make_proposal()))
    assert not (folder / CURRENT).exists()
    assert approve(folder, LLM, current=LIVE).baseline == PromptPair.of_pack(PACK)
    assert read_current(folder, PACK).source == "pack"


def test_without_a_proposal_edited_prompts_are_approved_against_the_given_ones(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    approved = approve(folder, LLM, Choice(system_prompt=PACK.prompts.system), current=LIVE)
    assert (approved.baseline, approved.user_template) == (LIVE.pair, LIVE.user_template)
    assert read_current(folder, PACK) == LIVE


def test_a_proposal_that_was_stopped_keeps_nothing(tmp_path: Path) -> None:
    folder, stop = folder_of(tmp_path), threading.Event()
    stop.set()
    with pytest.raises(ProposalStopped):
        propose(folder, LLMSettings(offline_model_latency_ms=30_000), stop=stop, current=LIVE)
    assert not (folder / CURRENT).exists()


def test_prompts_of_another_business_are_not_taken(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    other = LIVE.model_copy(update={"domain": "airline"})
    with pytest.raises(RunError, match="of the domain airline, the run is of kavak"):
        propose(folder, LLM, current=other)
    folder.write_json(CURRENT, other.model_dump(mode="json"))
    assert read_current(folder, PACK).of_pack


@pytest.mark.parametrize("content", ["{", json.dumps({"system_prompt": "x"})])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    folder = folder_of(tmp_path)
    (folder / CURRENT).write_text(content)
    with pytest.raises(RunError, match=rf"{CURRENT} (is damaged|does not hold together)"):
        approve(folder, LLM, Choice(unchanged=True))
