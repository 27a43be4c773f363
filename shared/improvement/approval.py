"""Approval: a person's decision which prompts play against the current ones. Editing is part of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shared.agent.release import AgentRelease
from shared.domains.pack import Pack
from shared.improvement.models import Proposal
from shared.improvement.placeholders import system_prompt_problems, template_problems

Source = Literal["proposal", "edited", "unchanged"]


class ApprovalError(Exception):
    """Prompts that cannot be approved; the message says what to change."""


class PromptPair(BaseModel):
    """A system prompt and a user template."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system_prompt: str
    user_template: str

    @classmethod
    def of_pack(cls, pack: Pack) -> PromptPair:
        """Those that a domain pack ships."""
        return cls(system_prompt=pack.prompts.system, user_template=pack.prompts.user_template)


class ApprovedPrompts(BaseModel):
    """`approved_prompts.json`: the prompts of the proposed release, those of the current one, and who decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system_prompt: str
    user_template: str
    source: Source
    approved_at: str
    approved_by: str
    baseline: PromptPair
    domain: str
    model: str
    baseline_release_id: str
    proposed_release_id: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose: edited texts (`None`: not edited), or to keep the prompts as they are."""

    system_prompt: str | None = None
    user_template: str | None = None
    unchanged: bool = False

    @property
    def edited(self) -> bool:
        return self.system_prompt is not None or self.user_template is not None


def approve(
    choice: Choice,
    proposal: Proposal | None,
    pack: Pack,
    *,
    model: str,
    approved_at: str,
    approved_by: str,
    current: PromptPair | None = None,
) -> ApprovedPrompts:
    """The prompts that are approved; what is not edited comes from the proposal, or is current where there is none.
    `current` are the prompts to play against: the pack's where none are given.

    Raises `ApprovalError`.
    """
    current = current or PromptPair.of_pack(pack)
    pair, source = _chosen(choice, proposal, current)
    problems = system_prompt_problems(pair.system_prompt) + template_problems(pair.user_template)
    if problems:
        raise ApprovalError(f"these prompts cannot be approved: {'; '.join(problems)}")
    baseline = _with(AgentRelease.current(pack, model), current)
    return ApprovedPrompts(
        **pair.model_dump(),
        source=source,
        approved_at=approved_at,
        approved_by=approved_by,
        baseline=current,
        domain=pack.id,
        model=model,
        baseline_release_id=baseline.release_id,
        proposed_release_id=_with(baseline, pair).release_id,
    )


def releases(approved: ApprovedPrompts, pack: Pack) -> tuple[AgentRelease, AgentRelease]:
    """The baseline and the proposed release, on the model that was approved."""
    current = AgentRelease.current(pack, approved.model)
    return _with(current, approved.baseline), _with(current, approved)


def _with(release: AgentRelease, prompts: PromptPair | ApprovedPrompts) -> AgentRelease:
    return replace(release, system_prompt=prompts.system_prompt, user_template=prompts.user_template)


def _chosen(choice: Choice, proposal: Proposal | None, current: PromptPair) -> tuple[PromptPair, Source]:
    if choice.unchanged:
        if choice.edited:
            raise ApprovalError("--unchanged keeps the current prompts: leave out --system and --template")
        return current, "unchanged"
    base = current
    if proposal is not None:
        changes = proposal.prompt_changes
        base = PromptPair(system_prompt=changes.system_prompt, user_template=changes.user_template)
    elif not choice.edited:
        raise ApprovalError("there is no proposal to approve: make one, or give edited prompts")
    edits: dict[str, Any] = {
        name: text
        for name, text in (("system_prompt", choice.system_prompt), ("user_template", choice.user_template))
        if text is not None
    }
    pair = base.model_copy(update=edits)
    return pair, "proposal" if pair == base and proposal is not None else "edited"
