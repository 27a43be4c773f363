"""Propose and approve on a run folder, with the offline model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.domains.pack import load_pack
from shared.improvement.approval import ApprovalError, Choice
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunError
from shared.runs.stages import approve, propose, read_approved, read_table
from tests.shared.improvement.proposed import make_proposal
from tests.shared.improvement.test_proposals import Analyst
from tests.shared.runs.run_folders import make_run

LLM = LLMSettings()


def test_the_offline_model_proposes_and_the_proposal_is_approved(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    proposed = propose(folder, LLM)
    kept = folder.read_json("llm_rewrite_response.json")
    assert kept["model"] == proposed.model == "offline-rules-1"
    assert kept["proposal"]["prompt_changes"]["system_prompt"] != load_pack("kavak").prompts.system
    approved = approve(folder, LLM, approved_by="ana")
    assert approved == read_approved(folder)
    assert (approved.source, approved.approved_by) == ("proposal", "ana")
    assert set(folder.info().stages) == {"propose", "approve"}


def test_a_proposal_that_cannot_be_used_is_kept_to_be_read(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    bad = make_proposal(user_template="{contexto}")
    with pytest.raises(RunError, match=r"cannot be used: .* kept in .*llm_rewrite_rejected\.txt"):
        propose(folder, LLM, model=Analyst(bad, bad))
    assert (folder / "llm_rewrite_rejected.txt").read_text() == bad.model_dump_json()
    assert not (folder / "llm_rewrite_response.json").exists()


def test_without_a_proposal_there_is_nothing_to_approve_but_an_edit_or_the_current_prompts(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    with pytest.raises(RunError, match=r"has no llm_rewrite_response\.json yet; first run: acs propose"):
        approve(folder, LLM)
    assert approve(folder, LLM, Choice(unchanged=True)).source == "unchanged"
    template = "Ctx {contexto}, {tono}, {idioma}, {canal}"
    edited = approve(folder, LLM, Choice(user_template=template))
    assert (edited.source, edited.user_template) == ("edited", template)


def test_a_template_without_its_placeholders_is_refused_by_name(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    with pytest.raises(ApprovalError, match=r"lacks \{contexto\}.*unknown placeholders \{nombre\}"):
        approve(folder, LLM, Choice(user_template="Hola {nombre}"))
    assert not (folder / "approved_prompts.json").exists()


def test_damaged_artefacts_are_one_clear_error(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    (folder / "llm_rewrite_response.json").write_text(json.dumps({"proposal": {"risks": []}}))
    with pytest.raises(RunError, match="is not a proposal"):
        approve(folder, LLM)
    (folder / "approved_prompts.json").write_text("{}")
    with pytest.raises(RunError, match="does not hold together"):
        read_approved(folder)


def test_table_cells_are_numbers_texts_or_unknown(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run")
    row = read_table(folder / "candidate_tools_ranked.csv")[0]
    assert (row["rank"], row["score"], row["tool"], row["csat_gap"]) == (1, 0.61, "Payout Status Tracker", None)
