"""The inbox: the queue beside the case. What is typed lies outside of what is drawn anew every second."""

from __future__ import annotations

import streamlit as st

from workbench.desk import Desk
from workbench.errors import ApiError, NotAdmin, SignedOut
from workbench.inbox import case, composer, queue
from workbench.inbox.view import View, view

TICKET = "ticket"
"""The query parameter that names the case on screen."""
EVERY_SEC = 1.0


def show(here: Desk) -> None:
    """The page; without an account it only says what would be here."""
    st.title(here.say("step.inbox"))
    if not here.state.cookie:
        with st.container(key="empty"):
            st.header(here.say("inbox.closed"))
            st.write(here.say("inbox.closed.why"))
        return
    now = view()
    refresh(here, now)
    left, right = st.columns([1, 1.9], gap="medium")
    with left, st.container(key="inbox-queue" if not now.chosen else "inbox-queue-behind"):
        _queue(here, now)
    with right:
        _right(here, now)


def refresh(here: Desk, now: View) -> None:
    """Ask for what is new and say it. A session that has ended leads to the form, and then back here."""
    try:
        new = now.poll(here.access)
        now.choose(here.access, st.query_params.get(TICKET, ""))
    except (SignedOut, NotAdmin):
        here.state.forget(ended=True)
        st.rerun()
    except ApiError:
        st.error(here.say("error.unknown"))
        return
    for ticket in new:
        st.toast(here.say("inbox.new", number=ticket.number), icon=":material/support_agent:", duration="long")


@st.fragment(run_every=EVERY_SEC)
def _queue(here: Desk, now: View) -> None:
    before = now.holder
    refresh(here, now)
    chosen = queue.show(here, now)
    if chosen is not None:
        st.query_params[TICKET] = chosen
    if chosen is not None or now.holder != before:
        st.rerun()


def _right(here: Desk, now: View) -> None:
    if not now.chosen:
        with st.container(key="empty"):
            st.header(here.say("inbox.choose" if now.queue else "inbox.nobody"))
            st.write(here.say("inbox.choose.how" if now.queue else "inbox.nobody.how"))
        return
    st.button(here.say("inbox.back"), icon=":material/arrow_back:", key="inbox-back", on_click=close)
    with st.container(key="card-case"):
        _case(here, now)
        composer.show(here, now)


@st.fragment(run_every=EVERY_SEC)
def _case(here: Desk, now: View) -> None:
    case.show(here, now)


def close() -> None:
    """No case is on screen any more."""
    st.query_params.pop(TICKET, None)
