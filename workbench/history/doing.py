"""Renaming, copying and deleting a run, in a dialog: what cannot be undone is asked once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import streamlit as st

from shared.improvement.journal import JournalError
from shared.runs.duplicating import duplicate
from shared.runs.folder import RunError
from workbench.desk import Desk
from workbench.exporting.bundle import ZIP
from workbench.history.rows import Row
from workbench.jobs.jobs import Busy, jobs
from workbench.jobs.record import FILE as JOB
from workbench.steps import Step
from workbench.workspace import ABOUT, About, RunEntry, workspace

MAX_TITLE = 120
ASKED = "acs.history_asked"
"""The run whose dialog is open."""
OWN = (ABOUT, JOB, ZIP)
"""Files of the workbench that are about the one run only."""


def ask(run: str) -> None:
    """Have the dialog of a run shown."""
    st.session_state[ASKED] = run


def _close() -> None:
    st.session_state.pop(ASKED, None)


def show(here: Desk, every: Sequence[Row]) -> None:
    """The dialog that was asked for, titled with words of ours: a run's title may hold anything."""
    row = next((row for row in every if row.entry.id == st.session_state.get(ASKED)), None)
    if row is not None:
        st.dialog(here.say("history.manage"), on_dismiss=_close)(_manage)(here, row)


def _manage(here: Desk, row: Row) -> None:
    st.text(row.entry.title)
    title = st.text_input(here.say("history.title"), row.entry.title, max_chars=MAX_TITLE, key=f"title-{row.entry.id}")
    if st.button(here.say("history.rename"), key=f"rename-{row.entry.id}", disabled=not title.strip()):
        workspace().rename(row.entry, title)
        _close()
        st.rerun()
    st.divider()
    _copy(here, row)
    st.divider()
    _delete(here, row)


def _copy(here: Desk, row: Row) -> None:
    st.write(here.say("history.copy.how"))
    if st.button(here.say("history.copy"), icon=":material/content_copy:", key=f"copy-{row.entry.id}"):
        try:
            copy = copied(row.entry, here.say("history.copy.title", title=row.entry.title), here.state.by)
        except JournalError:
            st.error(here.say("history.is_busy"))
        except (RunError, OSError) as error:
            st.error(here.say("history.failed", error=error))
        else:
            _close()
            here.open(copy)
            here.go(Step.METRICS)


def copied(entry: RunEntry, title: str, by: str) -> RunEntry:
    """A copy to be tried with other parameters; what was played stays behind. A copy of customers' data is that too.

    Raises `RunError`, `RunLocked`, `OSError`; then nothing is left of it.
    """
    about = entry.about
    new = workspace().create(
        About(title=title[:MAX_TITLE], origin=about.origin, created_by=by, copy_of=entry.id, sources=about.sources)
    )
    try:
        duplicate(entry.folder, new.folder.path, without=OWN)
    except BaseException:
        shutil.rmtree(new.folder.path, ignore_errors=True)
        raise
    return new


def _delete(here: Desk, row: Row) -> None:
    if row.busy:
        st.info(here.say("history.is_busy"), icon=":material/hourglass_top:")
        return
    st.write(here.count("history.delete.what", row.summary.conversations or 0))
    sure = st.checkbox(here.say("history.delete.sure"), key=f"sure-{row.entry.id}")
    if st.button(
        here.say("history.delete"), icon=":material/delete:", type="primary", key=f"delete-{row.entry.id}",
        disabled=not sure,
    ):  # fmt: skip
        try:
            jobs().delete(row.entry, workspace())
        except (Busy, JournalError, FileNotFoundError):
            st.error(here.say("history.is_busy"))
            return
        _close()
        if here.state.run == row.entry.id:
            here.open(None)
        st.rerun()
