"""At the start of every rerun: the language, who is signed in by the browser's cookie, the run in the address."""

from __future__ import annotations

import time

import streamlit as st

from shared.improvement.number_format import LANGUAGES
from workbench.access import Access
from workbench.desk import RUN
from workbench.errors import NotAdmin, SignedOut, WorkbenchError
from workbench.i18n.catalogue import language_of
from workbench.sessions import COOKIE, sessions
from workbench.settings import settings
from workbench.state import STARTED, State, state

LANGUAGE_COOKIE = "acs_language"


def keep_up() -> None:
    """Bring this tab's state up to date."""
    tab = state()
    if STARTED not in st.session_state:
        st.session_state[STARTED] = True
        _begin(tab)
    if tab.files_only and not settings().workbench_files_only:
        tab.forget()
    if tab.cookie:
        _check(tab)
    _keep_run(tab)


def look_again(tab: State) -> None:
    """For a page that nobody touches: what is on it is for admins, and is gone once this one is none."""
    if tab.cookie:
        _check(tab)
        if not tab.signed_in:
            st.rerun()


def _begin(tab: State) -> None:
    """A new tab, or a reloaded one."""
    chosen = st.context.cookies.get(LANGUAGE_COOKIE)
    tab.language = next((one for one in LANGUAGES if one == chosen), language_of(st.context.locale))
    cookie = st.context.cookies.get(COOKIE) or ""
    session = sessions().get(cookie) if cookie else None
    if session is not None:
        tab.cookie, tab.name, tab.email = cookie, session.name, session.email
    elif cookie:
        tab.ended = True


def _check(tab: State) -> None:
    """Whether the account still is an admin's: asked now and then."""
    if sessions().get(tab.cookie) is None:
        tab.forget(ended=True)
        return
    if not tab.check_is_due(settings().account_check_sec):
        return
    try:
        Access(tab.cookie).me()
    except (SignedOut, NotAdmin):
        sessions().drop(tab.cookie)
        tab.forget(ended=True)
        return
    except WorkbenchError:
        pass  # no answer, or none of use: the session was good a while ago, and it is not asked for at every click
    tab.checked_at = time.monotonic()


def _keep_run(tab: State) -> None:
    """The address names the run, so that it survives a reload and can be sent to somebody."""
    named = st.query_params.get(RUN, "")
    if named:
        tab.run = named
    elif tab.run:
        st.query_params[RUN] = tab.run
