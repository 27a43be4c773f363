"""Signing in as an admin; with no backend, working on files where the deployment allows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from shared.domains.pack import load_pack
from workbench.access import sign_in
from workbench.client import backend
from workbench.components import account, browser
from workbench.components.brand import brand
from workbench.components.plain import plain
from workbench.desk import Desk
from workbench.errors import ApiError, BackendDown, NotAdmin, WorkbenchError
from workbench.sessions import sessions
from workbench.settings import settings


def show(here: Desk) -> None:
    """The form, in place of whatever page was asked for: that one comes once somebody is signed in."""
    browser.settle_cookie(here.state)
    told = _told()  # before anything is drawn: a form that can be sent is all there is on the page
    _, middle, _ = st.columns([1, 1.4, 1])
    with middle, st.container(key="sign-in"):
        st.html(brand(load_pack(settings().domain).company.name, here.say("shell.product")))
        st.title(here.say("sign_in.title"))
        st.write(here.say("sign_in.lead"))
        if here.state.ended:
            st.warning(here.say("sign_in.ended"), icon=":material/schedule:")
        if told is None:
            st.error(here.say("sign_in.backend_down", url=settings().backend_url), icon=":material/cloud_off:")
        _form(here)
        _demo(here, told or {})
        if settings().workbench_files_only:
            _files_only(here, down=told is None)
        account.language_choice(here)


def _form(here: Desk) -> None:
    with st.form("sign-in-form", border=False):
        email = st.text_input(here.say("sign_in.email"), autocomplete="username", max_chars=254)
        password = st.text_input(here.say("sign_in.password"), type="password", autocomplete="current-password")
        sent = st.form_submit_button(here.say("sign_in.submit"), type="primary", width="stretch")
    if sent:
        enter(here, email.strip(), password)


def enter(here: Desk, email: str, password: str) -> None:
    """Sign in and go on to the page that was asked for; else say what is wrong."""
    if not email or not password:
        st.error(here.say("sign_in.both"))
        return
    try:
        cookie = sign_in(email, password)
    except NotAdmin:
        st.error(here.say("error.not_admin"), icon=":material/block:")
    except BackendDown:
        st.error(here.say("error.backend_down"), icon=":material/cloud_off:")
    except ApiError as error:
        st.error(here.say(_error_key(error)))
    else:
        session = sessions().get(cookie)
        here.state.cookie, here.state.email = cookie, email
        here.state.name = session.name if session else email
        here.state.ended, here.state.files_only = False, False
        here.state.browser_owes = "keep"
        st.rerun()


def _error_key(error: ApiError) -> str:
    known = {401: "error.wrong_login", 422: "error.wrong_login", 429: "error.too_many"}
    return known.get(error.status, "error.unknown")


def _demo(here: Desk, told: Mapping[str, Any]) -> None:
    logins = told.get("demo", {}).get("logins", [])
    admin = next((login for login in logins if login["role"] == "admin"), None)
    if admin is None:
        return
    plain(here.say("sign_in.demo", email=admin["email"]), "quiet")  # Markdown would make a link to a mailbox of it
    if st.button(here.say("sign_in.as_demo"), icon=":material/play_circle:", width="stretch"):
        enter(here, admin["email"], admin["password"])


def _files_only(here: Desk, *, down: bool) -> None:
    st.divider()
    st.caption(here.say("sign_in.files_only"))
    if st.button(here.say("sign_in.use_files"), icon=":material/folder_open:", width="stretch", disabled=not down):
        here.state.files_only, here.state.ended = True, False
        st.rerun()


def _told() -> Mapping[str, Any] | None:
    """What the backend says of itself: nothing if it says nothing of use, None if it is not there."""
    try:
        found: dict[str, Any] = backend().ask("GET", "config")
    except BackendDown:
        return None
    except WorkbenchError:
        return {}
    return found
