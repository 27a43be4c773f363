"""What every page works with: the reader's language, who it is, and the run on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from shared.domains.pack import Pack, load_pack
from shared.improvement.number_format import Language
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from workbench.access import Access
from workbench.i18n.catalogue import say, say_count
from workbench.jobs.jobs import jobs
from workbench.jobs.record import JobRecord
from workbench.settings import settings
from workbench.state import State, state
from workbench.steps import Step
from workbench.workspace import RunEntry, UnknownRun, workspace

RUN = "run"
"""The query parameter that names the run: an address that can be kept and sent."""


class NoRun(Exception):
    """A page wanted the run on screen and there is none."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One rerun's view. `entry` is the run on screen."""

    state: State
    entry: RunEntry | None

    @property
    def language(self) -> Language:
        return self.state.language

    def say(self, key: str, **values: object) -> str:
        """A text of the catalogue in the reader's language."""
        return say(key, self.language, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        """`key.one` or `key.other`."""
        return say_count(key, self.language, count, **values)

    @property
    def run(self) -> RunEntry:
        """Raises `NoRun`; a page whose step needs a run is not shown without one."""
        if self.entry is None:
            raise NoRun
        return self.entry

    @property
    def folder(self) -> RunFolder:
        return self.run.folder

    @property
    def settings(self) -> RunSettings:
        """The run's parameters, or those of the next new run."""
        if self.entry is None:
            return self.state.settings
        try:
            return self.entry.folder.info().settings
        except RunError:
            return self.state.settings

    @property
    def pack(self) -> Pack:
        """The business that the run is about."""
        return load_pack(self.settings.domain if self.entry else settings().domain)

    @property
    def access(self) -> Access:
        """The way to the backend. Asking raises `SignedOut` where nobody is signed in."""
        return Access(self.state.cookie)

    @property
    def job(self) -> JobRecord | None:
        """The run's job under way, or its last."""
        return jobs().view(self.entry) if self.entry else None

    @property
    def at_work(self) -> bool:
        """Whether a job of the run is under way, or paused."""
        job = self.job
        return bool(job and job.under_way)

    def label(self, kind: str, name: str) -> str:
        """What the pack calls a `context` or an `intent`; its id where the pack does not know it."""
        pack = self.pack
        labels = {i.id: i.label for i in pack.intents} if kind == "intent" else pack.contexts
        return labels.get(name, {}).get(self.language) or name

    def open(self, entry: RunEntry | None) -> None:
        """Put a run on the screen (None: none)."""
        self.state.run = entry.id if entry else ""
        if entry:
            st.query_params[RUN] = entry.id
        else:
            st.query_params.pop(RUN, None)

    def go(self, step: Step | str) -> NoReturn:
        """Switch to the page of a step ("inbox" is no step)."""
        name = step.value if isinstance(step, Step) else step
        st.switch_page(page_file(name), query_params={RUN: self.state.run} if self.state.run else None)


def page_file(name: str) -> str:
    """The file of a page, as Streamlit wants it."""
    return f"app_pages/{name}.py"


def desk() -> Desk:
    """The desk of this rerun."""
    tab = state()
    try:
        entry = workspace().entry(tab.run, with_live=tab.may_see_live) if tab.run else None
    except UnknownRun:
        tab.run, entry = "", None
        st.query_params.pop(RUN, None)
    return Desk(tab, entry)
