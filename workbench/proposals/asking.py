"""Asking for a proposal: what it will use, the start, and how far it is."""

from __future__ import annotations

import streamlit as st

from shared.improvement.journal import JournalError
from shared.runs.current_prompts import CurrentPrompts
from shared.runs.folder import RunError
from workbench.components.plain import plain
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.jobs.jobs import Busy, jobs
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.model import llm_settings
from workbench.proposals import baseline
from workbench.proposals.outlook import Outlook, outlook

WATCHED_EVERY_SEC = 1.0


def first(here: Desk) -> None:
    """The page of a run without a proposal."""
    with st.container(key="card-start"):
        st.header(here.say("proposals.start.title"))
        st.write(here.say("proposals.start.parts"))
        _ask(here, here.say("proposals.start"), "proposals-start")


def again(here: Desk) -> None:
    """Another one, behind a click that shows what it costs."""
    with st.popover(here.say("proposals.again"), icon=":material/refresh:", width="stretch"):
        st.caption(here.say("proposals.again.kept"))
        _ask(here, here.say("proposals.again"), "proposals-again")


def watch(here: Desk) -> None:
    """The job under way, looked at every second; the page comes back when it has ended."""
    st.fragment(_watch, run_every=WATCHED_EVERY_SEC)(here)


def is_under_way(job: JobRecord | None) -> bool:
    return job is not None and job.kind is JobKind.PROPOSE and job.under_way


def _ask(here: Desk, label: str, key: str) -> None:
    given = baseline.to_give(here)
    try:
        _uses(here, outlook(here.folder, llm_settings(), given))
        st.caption(baseline.words(here, given))
    except RunError as error:
        plain(str(error), "quiet")
    busy = bool(here.job and here.job.under_way)
    if busy:
        st.caption(here.say("proposals.busy"))
    st.button(label, type="primary", key=key, disabled=busy, icon=":material/auto_awesome:",
              on_click=_start, args=[here, given])  # fmt: skip


def _uses(here: Desk, seen: Outlook) -> None:
    cost = here.say("proposals.uses.free")
    if seen.most_usd:
        amounts = {"cost": seen.cost_usd, "most": seen.most_usd}
        shown = {name: formats.usd(amount, here.language) for name, amount in amounts.items()}
        cost = here.say("proposals.uses.cost_most", **shown)
    counts = {"n": seen.examples, "all": seen.evidence}
    evidence = here.say(
        "proposals.uses.evidence_of", **{k: formats.count_of(v, here.language) for k, v in counts.items()}
    )
    rows = {"model": seen.model, "evidence": evidence, "cost": cost}
    for column, (name, value) in zip(st.columns(3), rows.items(), strict=True):
        with column:
            st.caption(here.say(f"proposals.uses.{name}"))
            plain(value, "strong")
    st.caption(here.say("proposals.uses.privacy"))


def _start(here: Desk, given: CurrentPrompts | None) -> None:
    arguments = {"current": given.model_dump(mode="json")} if given else None
    try:
        jobs().start(here.run, JobKind.PROPOSE, here.state.by, arguments)
    except Busy:
        st.toast(here.say("proposals.busy"), icon=":material/hourglass:")
    except JournalError as error:
        st.toast(str(error), icon=":material/error:")


def _watch(here: Desk) -> None:
    job = here.job
    if job is None or not is_under_way(job):
        st.rerun()
    with st.container(key="card-progress"):
        paused = job.state is JobState.PAUSED
        phase = job.progress.get("phase", "asking")
        st.header(here.say("proposals.paused" if paused else f"proposals.phase.{phase}"))
        if not paused:
            st.progress(_nearly(int(job.progress.get("characters", 0))))
        elapsed = formats.duration(job.worked_sec, here.language)
        st.caption(here.count("proposals.progress", int(job.progress.get("characters", 0)), time=elapsed))
        with st.container(horizontal=True):  # what stays comes first: it does not move under the pointer
            st.button(here.say("proposals.cancel"), key="proposals-cancel", on_click=jobs().stop, args=[here.run])
            if paused:
                st.button(here.say("proposals.resume"), key="proposals-resume", on_click=_resume, args=[here])


def _resume(here: Desk) -> None:
    jobs().resume(here.run, here.state.by)


def _nearly(characters: int) -> float:
    """Nobody knows how long the answer will be: fast at first, never quite full."""
    typical = 6_000
    return min(0.95, 1 - 1 / (1 + 2 * characters / typical))
