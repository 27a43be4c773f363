"""Two people on the texts of one run: what this tab has loaded or kept, and what somebody else did since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from shared.improvement.approval import ApprovedPrompts, PromptPair
from shared.runs.approvals import approvals
from workbench.approve import drafts
from workbench.approve.drafts import Draft
from workbench.desk import Desk


@dataclass(slots=True)
class Tab:
    """`begun`: what the editors began with; `round` counts how often they did. `typed`: the texts as they are now,
    `kept`: as they were last loaded or kept here. `draft`, `approved`: what the run held when this tab last looked."""

    round: int
    begun: PromptPair
    typed: PromptPair
    kept: PromptPair
    draft: Draft | None
    approved: ApprovedPrompts | None

    def begin_with(self, pair: PromptPair) -> None:
        """Put a text into the editors. Nothing is kept by that."""
        self.round, self.begun, self.typed = self.round + 1, pair, pair


class Meanwhile(NamedTuple):
    """A draft that somebody left and an approval that somebody gave since this tab last looked."""

    draft: Draft | None
    approved: ApprovedPrompts | None


def known(here: Desk) -> Tab | None:
    """What this tab knows of the run's texts; None before they were first loaded."""
    found: Tab | None = st.session_state.get(_key(here))
    return found


def begin_anew(here: Desk) -> None:
    """Load what there is to edit: a draft, else what was approved last, else the proposal, else the current prompts."""
    before = known(here)
    draft, approved, pair = drafts.read_draft(here.folder), _approved(here), drafts.start(here.folder, here.pack).pair
    number = before.round + 1 if before else 0
    st.session_state[_key(here)] = Tab(number, pair, pair, pair, draft, approved)


def since(here: Desk, tab: Tab) -> Meanwhile:
    """What others did. A draft that is gone takes nothing away: the text is in the editors still."""
    draft, approved = drafts.read_draft(here.folder), _approved(here)
    return Meanwhile(draft if draft != tab.draft else None, approved if approved != tab.approved else None)


def load_theirs(here: Desk, tab: Tab) -> None:
    """Take the others' text; a draft of one's own that stands in its way goes."""
    draft = drafts.read_draft(here.folder)
    if draft is not None and draft == tab.draft and draft.by == here.state.by:
        drafts.drop_draft(here.folder)
    begin_anew(here)


def keep_mine(here: Desk, tab: Tab) -> None:
    """Go on with one's own text, which is the draft from then on."""
    tab.draft, tab.approved = drafts.read_draft(here.folder), _approved(here)
    tab.kept = drafts.start(here.folder, here.pack).pair


def _approved(here: Desk) -> ApprovedPrompts | None:
    return next(iter(approvals(here.folder)), None)


def _key(here: Desk) -> str:
    return f"approve-begun-{here.run.id}"
