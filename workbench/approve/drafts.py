"""The texts that somebody is editing: kept in the run, so that a reload or another browser finds them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.domains.pack import Pack
from shared.improvement.approval import ApprovedPrompts, PromptPair
from shared.runs.approvals import approvals
from shared.runs.current_prompts import read_current
from shared.runs.folder import RunError, RunFolder, utc_now
from shared.runs.proposals_kept import read_proposal

DRAFT = "draft_prompts.json"


class Draft(BaseModel):
    """`draft_prompts.json`."""

    model_config = ConfigDict(frozen=True)

    system_prompt: str
    user_template: str
    by: str
    at: str

    @property
    def pair(self) -> PromptPair:
        return PromptPair(system_prompt=self.system_prompt, user_template=self.user_template)


class Source(StrEnum):
    """Where the texts to edit come from."""

    DRAFT = "draft"
    APPROVED = "approved"
    PROPOSAL = "proposal"
    CURRENT = "current"


class Start(NamedTuple):
    """What the editors begin with."""

    source: Source
    pair: PromptPair


def read_draft(folder: RunFolder) -> Draft | None:
    """None where there is none or it is damaged."""
    try:
        return Draft.model_validate_json((folder / DRAFT).read_bytes())
    except (OSError, ValidationError):
        return None


def keep_draft(folder: RunFolder, pair: PromptPair, by: str) -> None:
    """Raises `OSError`."""
    folder.write_json(DRAFT, {**pair.model_dump(), "by": by, "at": utc_now()})


def drop_draft(folder: RunFolder) -> None:
    folder.discard([DRAFT])


def sources(folder: RunFolder, pack: Pack) -> dict[Source, PromptPair]:
    """What can be edited, in the order in which it is preferred."""
    found: dict[Source, PromptPair] = {}
    if draft := read_draft(folder):
        found[Source.DRAFT] = draft.pair
    if last := next(iter(approvals(folder)), None):
        found[Source.APPROVED] = pair_of(last)
    if proposed := _proposed(folder):
        found[Source.PROPOSAL] = proposed
    return found | {Source.CURRENT: baseline(folder, pack)}


def start(folder: RunFolder, pack: Pack) -> Start:
    """An unfinished draft, else what was approved last, else the proposal, else the current prompts."""
    source, pair = next(iter(sources(folder, pack).items()))
    return Start(source, pair)


def baseline(folder: RunFolder, pack: Pack) -> PromptPair:
    """The prompts that the run is compared with. Raises `RunError`."""
    return read_current(folder, pack).pair


def pair_of(approved: ApprovedPrompts) -> PromptPair:
    return PromptPair(system_prompt=approved.system_prompt, user_template=approved.user_template)


def _proposed(folder: RunFolder) -> PromptPair | None:
    try:
        changes = read_proposal(folder).prompt_changes
    except RunError:
        return None
    return PromptPair(system_prompt=changes.system_prompt, user_template=changes.user_template)
