"""The queue: who waits and how long, whose case it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from workbench.desk import Desk
from workbench.i18n import formats
from workbench.inbox.tickets import Ticket
from workbench.inbox.view import View

LONG_WAIT_SEC = 300.0
"""From then on the waiting time stands out."""
FILTERS: Mapping[str, Callable[[Ticket, str], bool]] = {
    "waiting": lambda ticket, me: ticket.waiting,
    "mine": lambda ticket, me: ticket.held_by(me),
    "all": lambda ticket, me: True,
}


def show(here: Desk, now: View) -> str | None:
    """The queue; the id of the case that was just chosen."""
    if now.down:
        st.warning(here.say("inbox.down"), icon=":material/cloud_off:")
    chosen = st.segmented_control(
        here.say("inbox.filter"), list(FILTERS), default="all", key="inbox-filter", label_visibility="collapsed",
        format_func=lambda name: f"{here.say(f'inbox.filter.{name}')} ({_count(here, now, name)})", width="stretch",
        required=True,
    )  # fmt: skip
    shown = [ticket for ticket in now.queue if FILTERS[chosen or "all"](ticket, now.me)]
    if not shown:
        st.caption(here.say("inbox.empty"))
    with st.container(key="inbox-list", gap="small"):
        pressed = [ticket.id for ticket in shown if _row(here, now, ticket)]
    return pressed[0] if pressed else None


def _count(here: Desk, now: View, name: str) -> str:
    return formats.number(sum(FILTERS[name](ticket, now.me) for ticket in now.queue), here.language)


def _row(here: Desk, now: View, ticket: Ticket) -> bool:
    """One case; whether it was pressed. The button lies over the row, so that all of it can be pressed."""
    current = "current-" if ticket.id == now.chosen else ""
    with st.container(key=f"case-row-{current}{ticket.id}"):
        st.html(row(here, now.me, ticket))
        return st.button(here.say("inbox.open", number=ticket.number), key=f"open-case-{ticket.id}", width="stretch")


def row(here: Desk, me: str, ticket: Ticket) -> str:
    """The row's HTML."""
    last = ticket.last_message.content if ticket.last_message else ticket.description
    dot = f'<i class="dot" title="{escape(here.say("inbox.unanswered"))}"></i>' if ticket.unanswered else ""
    return (
        f'<div class="case-row"><div><b>{dot}{escape(ticket.customer.name)}</b>{waited(here, ticket)}</div>'
        f'<div class="case-title">{escape(ticket.title)}</div><div class="case-last">{escape(last)}</div>'
        f"<div>{pills(here, me, ticket)}</div></div>"
    )


def waited(here: Desk, ticket: Ticket) -> str:
    """How long the customer has waited (or waited until somebody took the case)."""
    seconds = ticket.waited_sec()
    if seconds is None:
        return ""
    late = " late" if ticket.waiting and seconds >= LONG_WAIT_SEC else ""
    words = here.say("inbox.waited" if not ticket.waiting else "inbox.waits", time=_whole(seconds, here))
    return f'<span class="wait{late}">{escape(words)}</span>'


def _whole(seconds: float, here: Desk) -> str:
    """From ten seconds on: below them it would tick in tenths."""
    return formats.duration(float(max(round(seconds), 10)), here.language)


def pills(here: Desk, me: str, ticket: Ticket) -> str:
    """Number, state, mood."""
    told = [("", here.say("inbox.number", number=ticket.number)), state(here, me, ticket)]
    if ticket.mood == "angry":
        told.append(("bad", here.say("inbox.mood.angry")))
    return "".join(f'<span class="pill {kind}">{escape(text)}</span> ' for kind, text in told)


def state(here: Desk, me: str, ticket: Ticket) -> tuple[str, str]:
    """The class and the words of who has the case."""
    if ticket.handoff is None:
        return "", here.say(f"inbox.status.{ticket.status}")
    if ticket.waiting:
        return "warn", here.say("inbox.state.waiting")
    if ticket.held_by(me):
        return "good", here.say("inbox.state.mine")
    return "brand-pill", here.say("inbox.state.other", name=ticket.agent_name or formats.UNKNOWN)
