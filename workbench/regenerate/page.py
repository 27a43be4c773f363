"""The regenerate page: what it shows in each state of the run."""

from __future__ import annotations

import streamlit as st

from shared.improvement.scenarios import ScenarioPlan
from shared.runs.folder import RunError
from shared.runs.simulating import SIMULATION
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.jobs.record import CAN_GO_ON, JobKind, JobState
from workbench.model import llm_settings
from workbench.regenerate import before, copying, finished, plan, running, starting
from workbench.steps import Step, missing


def show(here: Desk) -> None:
    """While it runs: the work; else where it stands and what can be started; below, what is finished."""
    st.title(here.say("step.regenerate"))
    st.write(here.say("regenerate.lead"))
    starting.problem(here)
    live = running.under_way(here)
    if live:
        running.panel(here)
    else:
        _follow_others(here)
        _at_rest(here)
    finished.show(here, live=live)


@st.fragment(run_every=running.LOOK_EVERY_SEC)
def _follow_others(here: Desk) -> None:
    """Whoever starts it, in whichever browser or process: it is seen here."""
    if running.under_way(here):
        st.rerun()


def _at_rest(here: Desk) -> None:
    try:
        setup = plan.setup(here.folder, here.settings)
    except (RunError, OSError) as error:
        st.error(here.say("regenerate.no_plan", error=error), icon=":material/error:")
        return
    changed = plan.changes(here.folder, setup, llm_settings())
    if changed:
        _other_parameters(here, changed)
    elif not _finished_card(here):
        _interrupted_card(here)
    _plan(here, setup.plan, changed)


def _plan(here: Desk, wanted: ScenarioPlan, changed: tuple[str, ...]) -> None:
    """What can be played: folded away once something was."""
    begun = running.view(here).done > 0
    with st.expander(here.say("regenerate.plan"), expanded=bool(changed)) if begun else st.container():
        before.releases(here)
        before.cost(here, here.settings, wanted, may_start=not begun)
        before.scenarios(here, wanted)
        before.details(here, here.settings)


def _other_parameters(here: Desk, changed: tuple[str, ...]) -> None:
    """The journal belongs to other parameters: try these in a copy, or start over here."""
    names = ", ".join(here.say(f"regenerate.changed.{name}") for name in changed)
    with st.container(key="card-changed"):
        st.header(here.say("regenerate.changed"))
        st.write(here.say("regenerate.changed.help", names=names))
        with st.container(horizontal=True):
            copying.button(here)
            before.start_button(here, here.say("regenerate.fresh"), fresh=True, key="start-over", primary=False)


def _finished_card(here: Desk) -> bool:
    """Whether the simulation got to its end; then what came of it, and the way on."""
    if not (here.folder / SIMULATION).is_file() or not here.folder.read_json(SIMULATION).get("complete"):
        return False
    now = running.view(here)
    with st.container(key="card-done"):
        st.header(here.say("regenerate.done"))
        done = formats.count_of(now.done, here.language)
        st.write(here.say("regenerate.done.help", n=done, cost=formats.usd(now.cost_usd, here.language)))
        with st.container(horizontal=True):
            _verdict_button(here)
            if now.failures:
                before.start_button(
                    here, here.count("regenerate.retry", now.failures), fresh=False, key="retry-failed", primary=False
                )
        if now.failures:
            st.caption(here.say("regenerate.failures.help"))
    return True


def _verdict_button(here: Desk) -> None:
    """The way on; where the verdict was not worked out yet (by `acs simulate` alone), that first."""
    is_there = missing(Step.COMPARE, here.folder) is None
    text = here.say("regenerate.to_compare" if is_there else "regenerate.work_out")
    if not st.button(text, type="primary", icon=":material/balance:", key="to-compare"):
        return
    if is_there:
        here.go(Step.COMPARE)
    starting.start(here)  # nothing is left to play
    st.rerun()


def _interrupted_card(here: Desk) -> None:
    """Stopped or failed in the middle: why, and that going on pays for nothing twice."""
    job, now = here.job, running.view(here)
    known = job is not None and job.kind is JobKind.SIMULATE and job.state in CAN_GO_ON
    if not known and not now.done:
        return
    with st.container(key="card-interrupted"):
        failed = known and job is not None and job.state is JobState.FAILED
        st.header(here.say("regenerate.state.failed" if failed else "regenerate.state.stopped"))
        if failed and job:
            st.error(here.say(f"regenerate.why.{job.code or 'other'}"), icon=":material/error:")
            with st.expander(here.say("regenerate.why.words")):
                st.text(job.error)
        done = formats.count_of(now.done, here.language)
        st.write(here.say("regenerate.interrupted.help", n=done, total=formats.count_of(now.total, here.language)))
        before.start_button(here, here.say("regenerate.go_on"), fresh=False, key="go-on")
