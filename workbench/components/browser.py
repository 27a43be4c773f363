"""The little that only the browser can do: keeping cookies."""

from __future__ import annotations

import json

import streamlit as st

from workbench.sessions import sessions
from workbench.state import State

_YEAR_SEC = 31_536_000


def settle_cookie(tab: State) -> None:
    """Have the browser keep the session in a cookie that no script can read, or forget it."""
    if tab.browser_owes == "keep" and tab.cookie:
        code = json.dumps(sessions().offer(tab.cookie))
        _run(f"fetch('/session', {{method: 'POST', body: {code}}});")
    elif tab.browser_owes == "forget":
        _run("fetch('/session', {method: 'DELETE'});")
    tab.browser_owes = ""


def keep(name: str, value: str) -> None:
    """Have the browser keep a choice that is no secret, for a year."""
    _run(f"document.cookie = {json.dumps(f'{name}={value}; path=/; max-age={_YEAR_SEC}; samesite=lax')};")


def _run(script: str) -> None:
    with st.container(key="scripts"):
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
