"""Trying other parameters in a copy of the run: what was played with the earlier ones stays where it is."""

from __future__ import annotations

import streamlit as st

from shared.improvement.journal import JournalError
from shared.runs.folder import RunError
from workbench.desk import Desk
from workbench.history.doing import copied


def button(here: Desk) -> None:
    """One click: the copy, with the parameters of now, is the run on screen."""
    if not st.button(here.say("regenerate.copy"), type="primary", icon=":material/content_copy:", key="try-in-copy"):
        return
    try:
        copy = copied(here.run, here.say("regenerate.copy.title", title=here.run.title), here.state.by)
    except (RunError, JournalError, OSError) as error:
        st.error(here.say("regenerate.copy.failed", error=error), icon=":material/error:")
    else:
        here.open(copy)
        st.rerun()
