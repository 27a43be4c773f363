"""Approving with texts, and the list of who approved what."""

from __future__ import annotations

import pytest

from shared.improvement.approval import ApprovalError, Choice
from shared.llm.settings import LLMSettings
from shared.runs.approvals import APPROVALS, APPROVED, approvals, read_approved
from shared.runs.folder import RunFolder
from shared.runs.stages import approve, read_proposal

EDITED = "Eres el asistente de la empresa. Usa las herramientas antes de responder."


def test_an_edited_text_is_approved_by_whom_it_says(run: RunFolder) -> None:
    approved = approve(run, LLMSettings(), Choice(system_prompt=EDITED), "ana@example.com")
    assert (approved.source, approved.system_prompt, approved.approved_by) == ("edited", EDITED, "ana@example.com")
    assert approved.user_template == read_proposal(run).prompt_changes.user_template
    assert read_approved(run) == approved


def test_every_approval_is_kept_newest_first(run: RunFolder) -> None:
    first = read_approved(run)
    edited = approve(run, LLMSettings(), Choice(system_prompt=EDITED), "ana")
    unchanged = approve(run, LLMSettings(), Choice(unchanged=True), "luz")
    assert approvals(run) == (unchanged, edited, first)


def test_what_cannot_be_approved_is_not_in_the_list(run: RunFolder) -> None:
    before = approvals(run)
    with pytest.raises(ApprovalError):
        approve(run, LLMSettings(), Choice(user_template="{contexto}"), "ana")
    assert approvals(run) == before == (read_approved(run),)


def test_a_half_written_line_is_left_out_and_spoils_no_other(run: RunFolder) -> None:
    first = read_approved(run)
    with (run / APPROVALS).open("ab") as file:
        file.write(b'{"system_prompt": "cut o')
    assert approvals(run) == (first,)
    second = approve(run, LLMSettings(), Choice(unchanged=True), "luz")
    assert approvals(run) == (second, first)


def test_the_approval_of_a_version_without_a_list_is_the_list(run: RunFolder) -> None:
    (run / APPROVALS).unlink()
    assert approvals(run) == (read_approved(run),)
    (run / APPROVED).unlink()
    assert approvals(run) == ()
