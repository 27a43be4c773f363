"""The page of proposals: ask, watch, read, choose."""

from __future__ import annotations

import streamlit as st

from shared.runs.proposals_kept import PROPOSAL, kept
from workbench.desk import Desk
from workbench.proposals import asking, choosing, parts
from workbench.steps import Step


def show(here: Desk) -> None:
    """What fits the state of the run."""
    st.title(here.say("step.proposals"))
    st.write(here.say("proposals.lead"))
    if asking.is_under_way(here.job):
        asking.watch(here)
        return
    found = kept(here.folder)
    if not found:
        if (here.folder / PROPOSAL).is_file():
            st.error(here.say("proposals.damaged"), icon=":material/broken_image:")
        asking.first(here)
        return
    st.info(here.say("proposals.only_data"), icon=":material/shield:")
    shown = choosing.choose(here, found)
    if not choosing.compared(here, found, shown):
        parts.show(here, shown.proposal)
    if st.button(here.say("proposals.next"), type="primary", icon=":material/arrow_forward:", key="proposals-next"):
        here.go(Step.APPROVE)
