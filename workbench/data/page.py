"""The data page: four ways in, then a look, the analysis, and what was found."""

from __future__ import annotations

import streamlit as st

from workbench.data import contents, draft, progress, ways_in
from workbench.desk import Desk
from workbench.jobs.record import JobKind
from workbench.steps import Step


def show(here: Desk) -> None:
    """What the run on screen needs next."""
    if here.entry is None:
        _title(here, "data.lead")
        ways_in.show(here)
        return
    job = here.job
    if job and job.under_way and job.kind in {JobKind.IMPORT, JobKind.ANALYZE}:
        _title(here, "data.lead.working")
        progress.show(here)
    elif (here.folder / "metrics.json").is_file():
        if st.session_state.pop(ways_in.GO_ON, "") == here.entry.id:
            here.go(Step.METRICS)
        _title(here, "data.lead.done")
        contents.show(here)
    else:
        _title(here, "data.lead.draft")
        draft.show(here)


def _title(here: Desk, lead: str) -> None:
    st.title(here.say("step.data"))
    st.write(here.say(lead))
