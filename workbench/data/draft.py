"""A run that is not analysed yet: its title, a look at its files, and the button that starts the analysis."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from shared.improvement.journal import JournalError
from workbench.components.plain import as_is
from workbench.components.reader import transcript
from workbench.data import beginning
from workbench.data.missing_view import show_missing
from workbench.data.preview import Preview, Problem, look
from workbench.data.reasons import code_of
from workbench.data.sizes import written_size
from workbench.data.ways_in import example
from workbench.desk import Desk
from workbench.jobs.jobs import Busy, jobs
from workbench.jobs.record import JobKind
from workbench.widgets import of_widget
from workbench.workspace import Origin, workspace

LOOKED_AT = 5
"""Files; of further ones only names are shown."""
SHOWN = 3


def show(here: Desk) -> None:
    """Look, then analyse."""
    if here.run.about.origin is Origin.LIVE and not all(Path(one).is_file() for one in here.run.inputs):
        _import_again(here)
        return
    title_input(here)
    usable = [_file(here, number, Path(path)) for number, path in enumerate(here.run.inputs[:LOOKED_AT])]
    if len(here.run.inputs) > LOOKED_AT:
        st.caption(here.count("data.more_files", len(here.run.inputs) - LOOKED_AT))
    if not all(usable):
        st.caption(here.say("data.leave_out.first"))
    with st.container(horizontal=True):
        st.button(here.say("data.analyze"), type="primary", icon=":material/query_stats:", key="data-analyze",
                  on_click=_analyze, args=[here], disabled=not usable or not all(usable))  # fmt: skip
        _discard(here)


def title_input(here: Desk) -> None:
    """The run's title; it can be changed at any time."""
    key = f"data-title-{here.run.id}"
    st.text_input(here.say("data.title"), here.run.title, max_chars=120, key=key, on_change=_rename, args=(here, key))


@of_widget
def _rename(here: Desk, key: str) -> None:
    if st.session_state[key].strip():
        workspace().rename(here.run, st.session_state[key])


def _analyze(here: Desk) -> None:
    try:
        beginning.analyze(here, here.run)
    except (Busy, JournalError):
        st.toast(here.say("data.busy"), icon=":material/hourglass:")


def _import_again(here: Desk) -> None:
    """An import that did not get to its end."""
    st.info(here.say("data.live.unfinished"), icon=":material/cloud_download:")
    with st.container(horizontal=True):
        st.button(here.say("data.live.again"), type="primary", key="data-import-again", on_click=_resume, args=[here])
        _discard(here)


def _resume(here: Desk) -> None:
    job = here.job
    if job is not None and job.kind is JobKind.IMPORT:
        try:
            beginning.import_again(here, job)
        except (Busy, JournalError):
            st.toast(here.say("data.busy"), icon=":material/hourglass:")


def _discard(here: Desk) -> None:
    with st.popover(here.say("data.discard"), icon=":material/delete:"):
        st.write(here.say("data.discard.sure"))
        st.button(here.say("data.discard.yes"), key="data-discard", on_click=_delete, args=[here])


def _delete(here: Desk) -> None:
    try:
        jobs().delete(here.run, workspace())
    except (Busy, JournalError):
        st.toast(here.say("data.busy"), icon=":material/hourglass:")
        return
    here.open(None)


def _file(here: Desk, number: int, path: Path) -> bool:
    """One file's card; whether anything in it can be used."""
    with st.container(key=f"card-file-{number}"):
        st.header(as_is(path.name), anchor=False)
        seen, size = _seen(path)
        if seen.problem:
            _problem(here, seen, number, path)
            return False
        kind = here.say(f"data.format.{seen.format}")
        st.caption(here.say("data.file", size=written_size(size, here.language), format=kind))
        _beginning(here, seen, number)
        return True


def _seen(path: Path) -> tuple[Preview, int]:
    """The look at a file, and its size in bytes."""
    try:
        stat = path.stat()
    except OSError:
        return Preview(problem=Problem.UNREADABLE), 0
    return _look(str(path), stat.st_mtime_ns, stat.st_size), stat.st_size


@st.cache_data(show_spinner=False, max_entries=16)
def _look(path: str, mtime: int, size: int) -> Preview:
    return look(Path(path))


def _problem(here: Desk, seen: Preview, number: int, path: Path) -> None:
    """What was found in the file and what is expected."""
    problem = seen.problem or Problem.UNREADABLE
    st.error(here.say(f"data.problem.{problem}"), icon=":material/error:")
    if seen.found and problem is not Problem.OTHER_FILE:
        st.caption(here.say("data.found"))
        st.code(seen.found, language=None, wrap_lines=True)
    st.caption(here.say("data.expected"))
    with st.container(horizontal=True):
        example(here, f"file-{number}")
        st.button(here.say("data.leave_out"), icon=":material/close:", key=f"data-leave-out-{number}-{path.name}",
                  on_click=_leave_out, args=(here, path))  # fmt: skip


def _leave_out(here: Desk, path: Path) -> None:
    beginning.leave_out(workspace().entry(here.run.id, with_live=here.state.may_see_live), path)


def _beginning(here: Desk, seen: Preview, number: int) -> None:
    key = "data.read_all" if seen.whole else "data.read_beginning"
    st.write(here.count(key, len(seen.conversations)))
    for conversation in seen.conversations[:SHOWN]:
        first = conversation.transcript[0].content.replace("\n", " ")[:90]
        with st.expander(as_is(f"{conversation.conversation_id} · {first}")):
            transcript(here, conversation.transcript)
    show_missing(here, seen.missing)
    if seen.rejections:
        st.warning(here.count("data.rejected_so_far", len(seen.rejections)), icon=":material/rule:")
        rows = [
            {
                here.say("data.line"): one.line_number,
                here.say("data.why"): here.say(f"data.reason.{code_of(one.reason)}"),
                here.say("data.begins"): one.raw[:120].decode("utf-8", "replace"),
            }
            for one in seen.rejections[:5]
        ]
        st.dataframe(rows, hide_index=True, width="stretch", key=f"data-lines-{number}")
