"""The frame around every page: colours, the bar of steps, the sidebar, what everybody must know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from shared.domains.pack import load_pack
from workbench import theme
from workbench.components import account, browser, parameters
from workbench.components.brand import brand
from workbench.components.plain import as_is
from workbench.desk import RUN, Desk, page_file
from workbench.i18n import formats
from workbench.i18n.catalogue import texts
from workbench.inbox.waiting import GOOD_FOR_SEC, waiting
from workbench.jobs.record import JobKind, JobRecord, JobState
from workbench.keeping import look_again
from workbench.model import llm_settings
from workbench.settings import settings
from workbench.steps import MADE_IN, Step, StepState, missing, states

ASSETS = Path(__file__).parents[1] / "assets"
HOME, INBOX = "home", "inbox"
_ICONS = {
    StepState.DONE: ":material/check_circle:",
    StepState.OPEN: ":material/radio_button_unchecked:",
    StepState.WAITING: ":material/lock:",
}
MADE_BY: Mapping[JobKind, str] = {
    JobKind.IMPORT: "evidence.jsonl",
    JobKind.ANALYZE: "evidence.jsonl",
    JobKind.PROPOSE: "llm_rewrite_response.json",
    JobKind.SIMULATE: "comparison.json",
    JobKind.COMPARE: "comparison.json",
}
"""The file that a job of the kind writes at its end, and that nothing rewrites when parameters change."""
_NOTED_TO_THE_SECOND = 1.0
Pages = Mapping[str, Any]
"""Streamlit's page by the name of its file."""


def pages(here: Desk) -> list[Any]:
    """The home page (which leads to the first step), the steps in their order, the inbox."""
    home = st.Page(page_file(HOME), title=here.say("shell.product"), default=True)
    steps = [st.Page(page_file(step), title=here.say(f"step.{step}"), url_path=step.value) for step in Step]
    inbox = st.Page(page_file(INBOX), title=here.say("step.inbox"), url_path=INBOX)
    return [home, *steps, inbox]


def styles(here: Desk) -> None:
    """The tokens of the mode on screen and what Streamlit's theme has no word for."""
    primary = load_pack(settings().domain).company.colors.get("primary", "")
    css = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.css"), reverse=True))
    st.html(f"<style>{theme.stylesheet(mode(), primary)}\n{css}\n{_uploader_words(here)}</style>")


def mode() -> theme.Mode:
    """Which mode the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _uploader_words(here: Desk) -> str:
    """Streamlit's uploader speaks English only: its words are replaced."""
    words = {"--upload-drop": here.say("upload.drop"), "--upload-browse": here.say("upload.browse")}
    return ":root {" + "".join(f'{name}: "{text}";' for name, text in words.items()) + "}"


def around(here: Desk, page: Any, every: list[Any]) -> None:
    """Everything but the page itself."""
    current = page.url_path or Step.DATA.value
    browser.settle_cookie(here.state)
    _header(here, every, current)
    with st.sidebar:
        if current != INBOX:
            parameters.show(here)
        account.show(here)
    _banners(here)


def _header(here: Desk, every: list[Any], current: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        company = load_pack(settings().domain).company.name
        st.html(brand(company, here.say("shell.product")), width="content")
        name = here.entry.title if here.entry else here.say("shell.no_run")
        st.html(f'<div class="run-name{"" if here.entry else " muted"}">{escape(name)}</div>', width="stretch")
        with st.container(width="content"):
            _inbox(here, every[-1])
    with st.container(horizontal=True, gap="xxsmall", key="steps"):
        found = states(here.entry.folder if here.entry else None)
        for number, (step, state) in enumerate(found.items(), start=1):
            _step(here, every[number], number, step, state, current)


@st.fragment(run_every=GOOD_FOR_SEC)
def _inbox(here: Desk, page: Any) -> None:
    """The way to the inbox, with how many wait there. It looks again by itself, at the account too."""
    look_again(here.state)
    count = waiting().count(here.access) if here.state.cookie else None
    label = here.say("step.inbox") + (f" ({formats.number(count, here.language)})" if count else "")
    st.page_link(page, label=label, icon=":material/inbox:", query_params=_query(here))


def _step(here: Desk, page: Any, number: int, step: Step, state: StepState, current: str) -> None:
    """One step of the bar: where one is, what is done, what it needs."""
    icon = _ICONS[state] if step.value != current else ":material/arrow_circle_right:"
    need = missing(step, here.entry.folder if here.entry else None)
    told = here.say(f"need.{need}") if need else here.say(f"step.{step}.help")
    with st.container(key=f"step-{'current' if step.value == current else state.value}-{step}", width="content"):
        st.page_link(
            page, label=f"{number}. {here.say(f'step.{step}')}", icon=icon, help=told, query_params=_query(here)
        )


def _query(here: Desk) -> dict[str, str] | None:
    return {RUN: here.entry.id} if here.entry else None


def _banners(here: Desk) -> None:
    with st.container(key="notes"):
        if llm_settings().offline:
            st.info(here.say("shell.offline"), icon=":material/science:")
        if here.state.files_only:
            st.warning(here.say("shell.files_only"), icon=":material/folder_open:")
    job = here.job
    if job and job.state is JobState.FAILED and not _repaired(here, job):
        st.error(here.say(f"job.failed.{job.kind}", error=_why(here, job)), icon=":material/error:")


def _repaired(here: Desk, job: JobRecord) -> bool:
    """Whether what the failed job was to make was made since, by `acs` or another workbench."""
    made = here.folder / MADE_BY[job.kind]
    try:
        failed = datetime.fromisoformat(job.finished_at or job.started_at).timestamp()
        return made.stat().st_mtime >= failed + _NOTED_TO_THE_SECOND
    except (OSError, ValueError):
        return False


def _why(here: Desk, job: JobRecord) -> str:
    """In our words where there are any, else in the error's own."""
    if job.error in texts():
        return here.say(job.error)
    return here.say(f"regenerate.why.{job.code}") if job.code not in ("", "other") else as_is(job.error)


def damaged(here: Desk, error: Exception) -> None:
    """A page came upon a file that it cannot read: what to do, and the error's own words."""
    st.error(here.say("shell.damaged"), icon=":material/broken_image:")
    with st.expander(here.say("regenerate.why.words")):
        st.text(str(error))


def check_needs(here: Desk, page: Any) -> None:
    """Where a step's needs are not met: say what is missing, lead there, and stop the rerun."""
    name = page.url_path or Step.DATA.value
    if name == INBOX:
        return
    need = missing(Step(name), here.entry.folder if here.entry else None)
    if need is None:
        return
    job = here.job
    with st.container(key="empty"):
        st.header(here.say(f"step.{name}"))
        st.write(here.say(f"step.{name}.help"))
        st.markdown(f"**{here.say(f'need.{need}')}**")
        if job and job.under_way:
            st.caption(here.say("need.under_way"))
        made_in = MADE_IN.get(need, Step.DATA)
        if st.button(here.say("need.go", step=here.say(f"step.{made_in}")), type="primary", key="go-there"):
            here.go(made_in)
    st.stop()
