"""Who is signed in, the language, and signing out; at the foot of the sidebar."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.improvement.number_format import LANGUAGES
from workbench.access import sign_out
from workbench.components import browser
from workbench.desk import Desk
from workbench.i18n.catalogue import LANGUAGE_NAMES
from workbench.keeping import LANGUAGE_COOKIE


def show(here: Desk) -> None:
    """Two rows: language, account."""
    with st.container(key="account"):
        language_choice(here)
        if here.state.cookie:
            st.html(
                f'<p class="muted">{escape(here.say("account.who", name=here.state.name, email=here.state.email))}</p>'
            )
            st.button(
                here.say("account.sign_out"), icon=":material/logout:", width="stretch", on_click=_sign_out, args=[here]
            )
        else:
            st.caption(here.say("account.files_only"))
            st.button(here.say("account.sign_in"), icon=":material/login:", width="stretch", on_click=here.state.forget)


def language_choice(here: Desk) -> None:
    """Chosen from the browser's language at first; what is chosen here is kept there."""
    chosen = st.selectbox(
        here.say("account.language"), LANGUAGES, index=LANGUAGES.index(here.language), key="language",
        format_func=LANGUAGE_NAMES.__getitem__,
    )  # fmt: skip
    if chosen != here.state.language:
        here.state.language = chosen
        st.session_state["acs.keep_language"] = True
        st.rerun()
    if st.session_state.pop("acs.keep_language", False):
        browser.keep(LANGUAGE_COOKIE, chosen)


def _sign_out(here: Desk) -> None:
    sign_out(here.state.cookie)
    here.state.forget()
