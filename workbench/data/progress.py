"""An import or an analysis under way: how far it is, how fast, how long it takes yet."""

from __future__ import annotations

import streamlit as st

from workbench.data.live_choice import imported
from workbench.data.sizes import written_size
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobRecord, JobState

EVERY_SEC = 1.0
_SURE_AFTER_SEC = 1.0


def show(here: Desk) -> None:
    """Follow the job; at its end the page is drawn anew."""
    with st.container(key="card-progress"):
        st.fragment(run_every=EVERY_SEC)(_follow)(here)


def _follow(here: Desk) -> None:
    job = here.job
    if job is None or not job.under_way:
        st.rerun()
    st.progress(job.fraction or 0.0, text=here.say(f"data.working.{_phase(job)}"))
    st.caption(" · ".join(told(here, job)))
    _buttons(here, job)


def _phase(job: JobRecord) -> str:
    if job.state is JobState.PAUSED:
        return "paused"
    return "importing" if "imported" in job.progress else "analyzing"


def told(here: Desk, job: JobRecord) -> list[str]:
    """What is known of the job, in words."""
    language = here.language
    size, done = float(job.progress.get("size") or 0), float(job.progress.get("bytes") or 0)
    words = [imported(here, job.progress)] if "imported" in job.progress else []
    if done:
        read = written_size(done, language)
        words.append(here.say("data.bytes_of", done=read, all=written_size(size, language)) if size else read)
    if done and job.worked_sec > _SURE_AFTER_SEC:
        words.append(here.say("data.speed", speed=written_size(done / job.worked_sec, language)))
    if job.fraction and job.worked_sec > _SURE_AFTER_SEC and "imported" not in job.progress:
        left = job.worked_sec * (1 - job.fraction) / job.fraction
        words.append(here.say("data.left", time=formats.duration(left, language)))
    return words or [here.say("data.beginning")]


def _buttons(here: Desk, job: JobRecord) -> None:
    """What stays comes first: it does not move under the pointer when the other one appears."""
    with st.container(horizontal=True):
        st.button(here.say("data.stop"), key="data-stop", icon=":material/stop_circle:", on_click=jobs().stop,
                  args=[here.run])  # fmt: skip
        if job.state is JobState.PAUSED:
            st.button(here.say("data.resume"), key="data-resume", on_click=jobs().resume,
                      args=(here.run, here.state.by))  # fmt: skip
