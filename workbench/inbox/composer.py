"""What is done with the case: take it, write, give it back, resolve it. Drawn only when that changes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from workbench.desk import Desk
from workbench.errors import SignedOut
from workbench.inbox import acting
from workbench.inbox.tickets import Ticket
from workbench.inbox.view import View


def show(here: Desk, now: View) -> None:
    """The buttons that this case allows."""
    if now.case is None:
        return
    ticket = now.case.ticket
    if now.wrong:
        st.error(here.say(now.wrong), icon=":material/error:")
    if ticket.over:
        return
    if ticket.handoff is None:
        _take(here, now, ticket)
    elif ticket.waiting or ticket.held_by(now.me):
        _write(here, now, ticket)
    else:
        _take_from(here, now, ticket)


def _write(here: Desk, now: View, ticket: Ticket) -> None:
    key = now.reply_key(ticket.id)
    st.text_area(
        here.say("inbox.reply"), key=f"reply-{key}", height=110, max_chars=acting.MAX_CHARACTERS,
        placeholder=here.say("inbox.reply.hint"), on_change="ignore", persist_state="session",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", key="case-actions"):
        st.button(
            here.say("inbox.send"), type="primary", icon=":material/send:", shortcut="Ctrl+Enter", key=f"send-{key}",
            on_click=_send, args=(here, now, ticket.id, key),
        )  # fmt: skip
        if ticket.waiting:
            _take(here, now, ticket)
            return
        _give_back(here, now, ticket)
        _resolve(here, now, ticket)


def _take(here: Desk, now: View, ticket: Ticket) -> None:
    st.button(
        here.say("inbox.take"), icon=":material/front_hand:", key=f"take-{ticket.id}",
        on_click=_act, args=(here, now, lambda: acting.take(here.access, now, ticket.id)),
    )  # fmt: skip


def _take_from(here: Desk, now: View, ticket: Ticket) -> None:
    """Another agent's case: asked once."""
    with st.popover(here.say("inbox.take_from"), icon=":material/front_hand:", key=f"force-{ticket.id}"):
        st.write(here.say("inbox.take_from.why"))
        st.button(
            here.say("inbox.take_from.yes"), type="primary", key=f"force-yes-{ticket.id}",
            on_click=_act, args=(here, now, lambda: acting.take(here.access, now, ticket.id, force=True)),
        )  # fmt: skip


def _give_back(here: Desk, now: View, ticket: Ticket) -> None:
    key = f"note-{ticket.id}"
    with st.popover(here.say("inbox.give_back"), icon=":material/smart_toy:", key=f"give-back-{ticket.id}"):
        st.write(here.say("inbox.give_back.why"))
        st.text_input(here.say("inbox.note"), key=key, max_chars=200, on_change="ignore", persist_state="session")
        st.button(
            here.say("inbox.give_back.yes"), type="primary", key=f"give-back-yes-{ticket.id}", on_click=_act,
            args=(here, now, lambda: acting.give_back(here.access, now, ticket.id, st.session_state.get(key) or "")),
        )  # fmt: skip


def _resolve(here: Desk, now: View, ticket: Ticket) -> None:
    with st.popover(here.say("inbox.resolve"), icon=":material/task_alt:", key=f"resolve-{ticket.id}"):
        st.write(here.say("inbox.resolve.why"))
        st.button(
            here.say("inbox.resolve.yes"), type="primary", key=f"resolve-yes-{ticket.id}",
            on_click=_act, args=(here, now, lambda: acting.resolve(here.access, now, ticket.id)),
        )  # fmt: skip


def _send(here: Desk, now: View, ticket_id: str, key: str) -> None:
    text = (st.session_state.get(f"reply-{key}") or "").strip()
    if text:
        _act(here, now, lambda: acting.reply(here.access, now, ticket_id, text, key))


def _act(here: Desk, now: View, what: Callable[[], str]) -> None:
    """Do it before the page is drawn; what goes wrong is said beside the buttons until the next try."""
    try:
        now.wrong = what()
    except SignedOut:
        here.state.forget(ended=True)
