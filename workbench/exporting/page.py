"""The export page: take the files along, then publish what was approved."""

from __future__ import annotations

import streamlit as st

from workbench.desk import Desk
from workbench.exporting import section
from workbench.publishing import section as publishing


def show(here: Desk) -> None:
    st.title(here.say("step.export"))
    st.write(here.say("step.export.help"))
    if wrong := st.session_state.pop(section.WRONG, ""):
        st.error(here.say("export.report.failed", error=wrong), icon=":material/error:")
    section.show(here)
    publishing.show(here)
