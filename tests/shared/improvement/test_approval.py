"""Approval: the proposal, an edit, or nothing new; and prompts that cannot be approved."""

from __future__ import annotations

import pytest

from shared.improvement.approval import ApprovalError, ApprovedPrompts, Choice, PromptPair, approve, releases
from shared.improvement.models import Proposal
from shared.improvement.placeholders import template_problems
from tests.shared.improvement.fakes import PACK
from tests.shared.improvement.proposed import TEMPLATE, make_proposal

SYSTEM = "Eres el asistente. Usa las herramientas y da siempre el siguiente paso."


def approved(choice: Choice, proposal: Proposal | None = None, current: PromptPair | None = None) -> ApprovedPrompts:
    return approve(
        choice, proposal, PACK, model="m", approved_at="2026-11-22T00:00:00+00:00", approved_by="ana", current=current
    )


def test_the_proposal_as_it_is() -> None:
    result = approved(Choice(), make_proposal())
    assert result.source == "proposal"
    assert result.system_prompt == make_proposal().prompt_changes.system_prompt
    assert result.baseline.system_prompt == PACK.prompts.system
    assert result.baseline_release_id != result.proposed_release_id


def test_an_edited_prompt_keeps_the_rest_of_the_proposal() -> None:
    result = approved(Choice(system_prompt=SYSTEM), make_proposal())
    assert (result.source, result.system_prompt, result.user_template) == ("edited", SYSTEM, TEMPLATE)


def test_an_edit_without_a_proposal_keeps_the_rest_of_the_current_prompts() -> None:
    result = approved(Choice(system_prompt=SYSTEM))
    assert (result.source, result.user_template) == ("edited", PACK.prompts.user_template)


def test_an_edit_that_changes_nothing_is_the_proposal() -> None:
    assert approved(Choice(user_template=TEMPLATE), make_proposal()).source == "proposal"


def test_unchanged_is_one_release_twice() -> None:
    result = approved(Choice(unchanged=True), make_proposal())
    assert result.source == "unchanged"
    assert result.baseline_release_id == result.proposed_release_id
    baseline, proposed = releases(result, PACK)
    assert baseline == proposed


def test_the_releases_are_those_that_were_approved() -> None:
    result = approved(Choice(), make_proposal())
    baseline, proposed = releases(result, PACK)
    assert (baseline.release_id, proposed.release_id) == (result.baseline_release_id, result.proposed_release_id)


def test_given_prompts_are_what_the_approved_ones_play_against() -> None:
    current = PromptPair(system_prompt=SYSTEM, user_template=TEMPLATE)
    result = approved(Choice(), make_proposal(), current)
    baseline, _ = releases(result, PACK)
    assert (result.baseline, baseline.system_prompt) == (current, SYSTEM)
    assert baseline.release_id == result.baseline_release_id != approved(Choice(), make_proposal()).baseline_release_id
    assert approved(Choice(unchanged=True), current=current).system_prompt == SYSTEM
    assert approved(Choice(user_template=f"{TEMPLATE} "), current=current).system_prompt == SYSTEM


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(), "there is no proposal"),
        (Choice(system_prompt=SYSTEM, unchanged=True), "--unchanged keeps"),
        (Choice(system_prompt="corto"), "the system prompt has 5 characters"),
        (Choice(user_template="{contexto} {tono} {idioma}"), r"lacks \{canal\}"),
    ],
)
def test_what_cannot_be_approved_is_said(choice: Choice, said: str) -> None:
    with pytest.raises(ApprovalError, match=said):
        approved(choice)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (TEMPLATE, None),
        (TEMPLATE + " {nombre}", "unknown placeholders {nombre}"),
        (TEMPLATE + " {}", "unknown placeholders {}"),
        (TEMPLATE + " {tono!r}", "unknown placeholders {tono!r}"),
        (TEMPLATE + " {", "a brace that opens or closes nothing"),
        ("", "lacks {contexto}, {tono}, {idioma}, {canal}"),
        (TEMPLATE * 200, "more than 4,000"),
    ],
)
def test_template_problems_are_named(template: str, said: str | None) -> None:
    problems = "; ".join(template_problems(template))
    assert problems == "" if said is None else said in problems
