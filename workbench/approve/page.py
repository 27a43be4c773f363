"""The page of approving: what is approved, the editors, and every approval so far."""

from __future__ import annotations

import streamlit as st

from shared.improvement.approval import ApprovedPrompts
from shared.runs.approvals import approvals
from shared.runs.folder import RunError
from workbench.approve import editing, history
from workbench.components.plain import plain, who
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.proposals import baseline
from workbench.steps import Step


def show(here: Desk) -> None:
    """All of it."""
    st.title(here.say("step.approve"))
    st.write(here.say("approve.lead"))
    st.caption(baseline.words(here))
    every = _approvals(here)
    if every:
        _in_force(here, every[0])
    editing.show(here)
    if every:
        history.show(here, every)


def _approvals(here: Desk) -> tuple[ApprovedPrompts, ...]:
    try:
        return approvals(here.folder)
    except RunError as error:
        plain(str(error), "quiet")
        return ()


def _in_force(here: Desk, approved: ApprovedPrompts) -> None:
    with st.container(key="card-approved"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            st.header(f":material/verified: {here.say(f'approve.in_force.{approved.source}')}")
            when = formats.moment(approved.approved_at, here.language, st.context.timezone)
            plain(here.say("approve.by", who=who(here, approved.approved_by), when=when))
            ids = {"baseline": approved.baseline_release_id, "proposed": approved.proposed_release_id}
            plain(here.say("approve.releases", **ids), "quiet")
        with right:
            if st.button(here.say("approve.next"), type="primary", width="stretch", key="approve-next"):
                here.go(Step.REGENERATE)
