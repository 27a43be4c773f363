"""Starting, pausing and ending a regeneration; what stands in the way is said in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from pydantic import ValidationError

from shared.improvement.journal import JournalError, RunLocked
from shared.runs.folder import RunError
from shared.runs.settings import RunSettings
from workbench.changing import change_settings
from workbench.desk import Desk
from workbench.jobs.jobs import Busy, jobs
from workbench.jobs.record import JobKind
from workbench.widgets import of_widget

PROBLEM = "regenerate-problem"


def start(here: Desk, *, fresh: bool = False) -> None:
    """Play what is missing, or everything anew."""
    arguments = {"fresh": fresh, "language": here.language}
    _tried(here, lambda: jobs().start(here.run, JobKind.SIMULATE, here.state.by, arguments))


def resume(here: Desk) -> None:
    _tried(here, lambda: jobs().resume(here.run, here.state.by))


def pause(here: Desk) -> None:
    jobs().pause(here.run)


def stop(here: Desk) -> None:
    jobs().stop(here.run)


@of_widget
def change(here: Desk, name: str, key: str) -> None:
    """Keep in the run what somebody entered in the widget `key` for the parameter `name`. A field that was cleared
    shows its value again where there has to be one."""
    try:
        wanted = RunSettings.model_validate(here.settings.model_dump() | {name: st.session_state[key]})
    except ValidationError:
        return
    _tried(here, lambda: change_settings(here, wanted))


def problem(here: Desk) -> None:
    """Say once what went wrong with the last click."""
    told = st.session_state.pop(PROBLEM, "")
    if told:
        st.error(told, icon=":material/error:")


def _tried(here: Desk, action: Callable[[], object]) -> None:
    try:
        action()
    except Busy:
        st.session_state[PROBLEM] = here.say("regenerate.problem.busy")
    except RunLocked:
        st.session_state[PROBLEM] = here.say("regenerate.problem.locked")
    except (RunError, JournalError, OSError) as error:
        st.session_state[PROBLEM] = str(error)
