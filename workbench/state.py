"""What one browser tab remembers between reruns, typed. Losing it loses no work: runs are files."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from shared.improvement.number_format import Language
from shared.runs.settings import RunSettings
from workbench.i18n.catalogue import DEFAULT_LANGUAGE

_KEY = "acs"
STARTED = "acs.started"
"""In the session: this tab has run before."""
_OUTLIVES_AN_ACCOUNT = frozenset({_KEY, STARTED, "language", "acs.keep_language"})
"""Of the session: what belongs to the browser and not to whoever is signed in."""
FILES_ONLY = "files"
"""The name under which somebody works who has no account."""


@dataclass(slots=True)
class State:
    """`cookie` opens the session in `sessions`; `files_only` works without one. `run` is the id of the run on screen,
    `settings` are those of the next new run. `checked_at`: when the account was last known good (monotonic seconds)."""

    language: Language = DEFAULT_LANGUAGE
    cookie: str = ""
    files_only: bool = False
    name: str = ""
    email: str = ""
    run: str = ""
    settings: RunSettings = field(default_factory=RunSettings)
    checked_at: float = 0.0
    ended: bool = False
    """Whether the last session ended without being asked to."""
    browser_owes: str = ""
    """What the browser is still to be told about its cookie: "keep" or "forget"."""

    @property
    def signed_in(self) -> bool:
        return bool(self.cookie) or self.files_only

    @property
    def may_see_live(self) -> bool:
        """Whether runs on customers' live tickets may be opened."""
        return bool(self.cookie)

    @property
    def by(self) -> str:
        """Who does what is done here, for records."""
        return self.email or FILES_ONLY

    def forget(self, *, ended: bool = False) -> None:
        """Sign out of this tab. Nothing that was read or typed under the account is left for the next one."""
        self.cookie = self.name = self.email = self.run = ""
        self.files_only, self.checked_at, self.ended = False, 0.0, ended
        self.browser_owes = "forget"
        for name in [str(name) for name in st.session_state if name not in _OUTLIVES_AN_ACCOUNT]:
            del st.session_state[name]

    def check_is_due(self, every_sec: float) -> bool:
        return time.monotonic() - self.checked_at > every_sec


def state() -> State:
    """This tab's state."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State()
    return cast(State, st.session_state[_KEY])
