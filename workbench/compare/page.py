"""The compare page, from the verdict down to the single message."""

from __future__ import annotations

import streamlit as st

from shared.improvement.journal import RunLocked
from shared.improvement.report_sources import ReportError
from shared.improvement.report_view import ReportView
from shared.runs.folder import RunError
from workbench.compare import apart, figures, reading, scenarios, verdict
from workbench.desk import Desk
from workbench.i18n.catalogue import LANGUAGE_NAMES
from workbench.jobs.jobs import Busy, jobs
from workbench.jobs.record import JobKind, JobState
from workbench.steps import Step

LOOK_EVERY_SEC = 0.5
TABS = ("scenarios", "segments", "coverage", "cost", "imported")


def show(here: Desk) -> None:
    """The page. A damaged artefact is said, with the way to make it anew."""
    st.title(here.say("compare.title"))
    job = here.job
    if job and job.under_way and job.kind is JobKind.COMPARE:
        _wait(here)
        return
    try:
        view = reading.view(here.folder, here.language)
    except (ReportError, OSError) as error:
        st.error(here.say("compare.damaged", error=error), icon=":material/error:")
        _recompute_button(here, "compare.again")
        return
    _show(here, view)


def _show(here: Desk, view: ReportView) -> None:
    pairs = reading.pairing(view.run, here.settings)
    if reading.outdated(view.run, pairs):
        st.warning(here.say("compare.outdated"), icon=":material/update:")
        _recompute_button(here, "compare.recompute")
    _changed(here)
    verdict.show(here, view)
    _report(here)
    figures.show(here, view)
    tabs = st.tabs([here.say(f"compare.tab.{name}") for name in TABS])
    with tabs[0]:
        scenarios.show(here, view, pairs.pairs)
    with tabs[1]:
        figures.segments(here, view)
    for tab, part in zip(tabs[2:], (apart.coverage, apart.cost, apart.imported), strict=True):
        with tab:
            part(here, view)


def _changed(here: Desk) -> None:
    """The verdict is one of what was played: what was chosen since is said, with the way to play it."""
    try:
        changed = reading.changed_since(here.folder, here.settings)
    except RunError:  # a damaged file: the page shows what it can
        return
    if not changed:
        return
    names = ", ".join(here.say(f"regenerate.changed.{name}") for name in changed)
    st.warning(here.say("compare.changed", names=names), icon=":material/update:")
    if st.button(here.say("compare.to_regenerate"), icon=":material/replay:", key="to-regenerate"):
        here.go(Step.REGENERATE)


def _report(here: Desk) -> None:
    """The report to take along; in the reader's language once it is asked for."""
    written = reading.report_language(here.folder)
    with st.container(horizontal=True, vertical_alignment="center", key="report"):
        if written is not None:
            label = here.say("compare.report", name=LANGUAGE_NAMES[written])
            st.link_button(label, f"/runs/{here.run.id}/{reading.REPORT}", icon=":material/description:")
        if written != here.language:
            _recompute_button(here, "compare.report_in", name=LANGUAGE_NAMES[here.language])
        if st.button(here.say("compare.export"), icon=":material/ios_share:", key="to-export"):
            here.go(Step.EXPORT)


def _recompute_button(here: Desk, text: str, **values: str) -> None:
    if not st.button(here.say(text, **values), icon=":material/refresh:", key=text):
        return
    try:
        jobs().start(here.run, JobKind.COMPARE, here.state.by, {"language": here.language})
    except Busy:
        st.error(here.say("compare.busy"), icon=":material/hourglass_top:")
    except RunLocked:
        st.error(here.say("compare.locked"), icon=":material/lock:")
    else:
        st.rerun()


@st.fragment(run_every=LOOK_EVERY_SEC)
def _wait(here: Desk) -> None:
    job = jobs().view(here.run)
    if job is None or job.state is not JobState.RUNNING:
        st.rerun()
    st.info(here.say("compare.under_way"), icon=":material/hourglass_top:")
