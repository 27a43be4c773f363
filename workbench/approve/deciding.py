"""The approval of what was typed, and what stands in its way."""

from __future__ import annotations

import streamlit as st

from shared.improvement.approval import ApprovalError, Choice, PromptPair
from shared.improvement.journal import JournalError
from shared.improvement.placeholders import wrong_in_system_prompt, wrong_in_template
from shared.runs import stages
from shared.runs.folder import RunError
from workbench.approve import drafts, meanwhile
from workbench.approve.drafts import Source
from workbench.approve.meanwhile import Tab
from workbench.components.plain import plain, who
from workbench.desk import Desk
from workbench.model import llm_settings


def show(here: Desk, tab: Tab, now: PromptPair) -> None:
    """The buttons below the texts. `now` are the texts that the run is compared with."""
    pair = tab.typed
    wrong = bool(wrong_in_system_prompt(pair.system_prompt) or wrong_in_template(pair.user_template))
    busy = bool(here.job and here.job.under_way)
    with st.container(key="card-decide"):
        left, right = st.columns([2, 1])
        with left:
            plain(here.say("approve.signed", who=who(here, here.state.by)), "quiet")
            approved = pair == drafts.sources(here.folder, here.pack).get(Source.APPROVED)
            blocked = wrong or busy or approved or pair == now
            label = here.say("approve.approve")
            if st.button(label, type="primary", icon=":material/check:", key="approve-approve", disabled=blocked):
                _approve(here, tab, Choice(pair.system_prompt, pair.user_template))
            _why_not(here, wrong=wrong, same=pair == now, approved=approved, busy=busy)
        with right, st.popover(here.say("approve.unchanged"), width="stretch"):
            st.write(here.say("approve.unchanged.why"))
            if st.button(here.say("approve.unchanged.do"), key="approve-unchanged", disabled=busy):
                _approve(here, tab, Choice(unchanged=True))


def _why_not(here: Desk, *, wrong: bool, same: bool, approved: bool, busy: bool) -> None:
    reasons = {
        "approve.busy": busy,
        "approve.nothing_changed": same,
        "approve.already": approved,
        "approve.fix_first": wrong,
    }
    for key in [key for key, holds in reasons.items() if holds][:1]:
        st.caption(here.say(key))


def _approve(here: Desk, tab: Tab, choice: Choice) -> None:
    """Keep the approval, and draw the whole page anew. What somebody else approved meanwhile is looked at first."""
    other = meanwhile.since(here, tab).approved
    if other is not None:
        st.toast(here.say("approve.meanwhile.look", who=who(here, other.approved_by)), icon=":material/group:")
        return
    try:
        stages.approve(here.folder, llm_settings(), choice, here.state.by)
    except (RunError, JournalError, ApprovalError) as error:
        st.toast(str(error), icon=":material/error:")
        return
    if meanwhile.since(here, tab).draft is None:
        drafts.drop_draft(here.folder)
    meanwhile.begin_anew(here)
    st.rerun()
