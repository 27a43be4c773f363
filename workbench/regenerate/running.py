"""The work while it goes on: how far, what it costs, and the buttons that hold it. Two browsers see the same."""

from __future__ import annotations

import streamlit as st

from shared.improvement.models import Arm
from shared.improvement.report_texts import Texts
from shared.runs.folder import RunFolder
from shared.runs.watching import RunWatcher, SimulationView
from workbench.components.plain import plain, who
from workbench.components.reader import Fact, facts_html
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.regenerate import starting

LOOK_EVERY_SEC = 1.0
KEPT_WATCHERS = 32


@st.cache_resource(max_entries=KEPT_WATCHERS, show_spinner=False)
def watcher(path: str) -> RunWatcher:
    """One for every browser: each line of the journal is read once."""
    return RunWatcher(RunFolder(path))


def view(here: Desk) -> SimulationView:
    return watcher(str(here.folder.path)).update()


def under_way(here: Desk) -> bool:
    """Whether the run is being played: by this process or by another one."""
    job = jobs().view(here.run)
    if job and job.under_way and job.kind is JobKind.SIMULATE:
        return True
    return jobs().elsewhere(here.run) is not None


@st.fragment(run_every=LOOK_EVERY_SEC)
def panel(here: Desk) -> None:
    """Looks again every second; once the work has ended the whole page is drawn anew."""
    if not under_way(here):
        st.rerun()
    record, now = jobs().view(here.run), view(here)
    with st.container(key="card-running"):
        if record is None or not record.under_way:
            st.header(here.say("regenerate.elsewhere"))
            st.write(here.say("regenerate.elsewhere.help"))
            _bars(here, now, now.total)
            return
        st.header(here.say(f"regenerate.state.{record.state}"))
        started = formats.ago(record.started_at, here.language)
        plain(here.say("regenerate.started", by=who(here, record.by), when=started), "quiet")
        _bars(here, now, int(record.progress.get("total") or 0))
        st.html(facts_html(_facts(here, record, now)))
        _buttons(here, record)


def _bars(here: Desk, now: SimulationView, total: int) -> None:
    """All in one bar, and each version's own."""
    if not total:
        st.progress(0.0, text=here.say("regenerate.preparing"))
        return
    count = {
        "done": formats.count_of(min(now.done, total), here.language),
        "total": formats.count_of(total, here.language),
    }
    st.progress(min(now.done / total, 1.0), text=here.say("regenerate.done_of", **count))
    texts, half = Texts(here.language), max(total // len(Arm), 1)
    for column, arm in zip(st.columns(2), Arm, strict=True):
        done = now.by_arm.get(arm, 0)
        shown = f"{formats.count_of(done, here.language)} / {formats.count_of(half, here.language)}"
        column.progress(min(done / half, 1.0), text=f"{texts(f'arm.{arm.value}')} · {shown}")


def _facts(here: Desk, record: JobRecord, now: SimulationView) -> list[Fact]:
    left = record.progress.get("left_sec") if record.state is JobState.RUNNING else None
    failures = formats.count_of(now.failures, here.language)
    return [
        Fact(here.say("regenerate.fact.elapsed"), formats.duration(record.worked_sec, here.language)),
        Fact(here.say("regenerate.fact.left"), formats.duration(left, here.language)),
        Fact(here.say("regenerate.fact.cost"), formats.usd(now.cost_usd, here.language)),
        Fact(here.say("regenerate.fact.failures"), failures, "warn" if now.failures else ""),
    ]


def _buttons(here: Desk, record: JobRecord) -> None:
    """What stays comes first: it does not move under the pointer when the other one changes."""
    with st.container(horizontal=True, key="running-buttons"):
        st.button(
            here.say("regenerate.stop"), icon=":material/stop:", key="stop", on_click=starting.stop, args=(here,),
            help=here.say("regenerate.stop.help"),
        )  # fmt: skip
        if record.state is JobState.PAUSED:
            st.button(
                here.say("regenerate.resume"), type="primary", icon=":material/play_arrow:", key="resume",
                on_click=starting.resume, args=(here,),
            )  # fmt: skip
        else:
            st.button(
                here.say("regenerate.pause"), icon=":material/pause:", key="pause", on_click=starting.pause,
                args=(here,),
            )  # fmt: skip
    st.caption(here.say("regenerate.leave"))
