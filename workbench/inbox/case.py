"""The case on screen: who it is, what it is about, what the bot tried, and every word that was said."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.domains.pack import load_pack
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.inbox import queue
from workbench.inbox.tickets import Case, Message, Ticket
from workbench.inbox.view import View
from workbench.settings import settings

REASONS = frozenset(
    {"customer_request", "blocked", "complaint", "out_of_scope", "emergency", "angry_customer", "takeover"}
)
LANGUAGES = frozenset({"es", "pt", "en"})


def show(here: Desk, now: View) -> None:
    """The case; while it cannot be read, that."""
    if now.case is None:
        st.caption(here.say("inbox.not_read" if now.down else "inbox.reading"))
        return
    st.html(head(here, now.me, now.case.ticket))
    with st.expander(
        here.say("inbox.summary"), expanded=not now.case.ticket.held_by(now.me), icon=":material/summarize:"
    ):
        st.html(summary(here, now.case.ticket))
    st.html(talk(here, now.case))
    _hands(here, now.me, now.case.ticket)


def _hands(here: Desk, me: str, ticket: Ticket) -> None:
    """In whose hands it is, where they are not one's own. Beside the conversation, it is as new as that is."""
    if ticket.over:
        st.info(here.say("inbox.over"), icon=":material/task_alt:")
    elif ticket.handoff is None:
        st.info(here.say("inbox.with_bot"), icon=":material/smart_toy:")
    elif not ticket.waiting and not ticket.held_by(me):
        st.info(here.say("inbox.held", name=ticket.agent_name or formats.UNKNOWN), icon=":material/person:")


def head(here: Desk, me: str, ticket: Ticket) -> str:
    """Who, about what, since when."""
    facts = [
        category(here, ticket.category),
        here.say(f"inbox.language.{ticket.language}") if ticket.language in LANGUAGES else ticket.language,
        ticket.customer.email,
        here.say("inbox.since", when=formats.moment(ticket.created_at, here.language, st.context.timezone)),
    ]
    return (
        f'<div class="case-head"><div><h2>{escape(ticket.customer.name)}</h2>{queue.waited(here, ticket)}</div>'
        f"<p>{escape(ticket.title)}</p><p>{queue.pills(here, me, ticket)}</p>"
        f'<p class="muted">{escape(" · ".join(facts))}</p></div>'
    )


def category(here: Desk, name: str) -> str:
    """What the deployment's pack calls a category."""
    return load_pack(settings().domain).contexts.get(name, {}).get(here.language) or name


def summary(here: Desk, ticket: Ticket) -> str:
    """The backend's summary and the bot's tries, each with how it ended."""
    lines = (ticket.handoff.summary if ticket.handoff else ticket.description).splitlines()
    tries = "".join(f"<li>{escape(tried.label)}: {escape(outcome(here, tried.outcome))}</li>" for tried in ticket.tried)
    why = ticket.handoff.reason if ticket.handoff else ""
    reason = f"<p><b>{escape(here.say(f'inbox.reason.{why}'))}</b></p>" if why in REASONS else ""
    tried = f"<p><b>{escape(here.say('inbox.tried'))}</b></p><ul>{tries}</ul>" if tries else ""
    return f'<div class="case-summary">{reason}{"".join(f"<p>{_led(line)}</p>" for line in lines)}{tried}</div>'


def _led(line: str) -> str:
    """A line of the summary, the words before its first colon as its heading."""
    lead, colon, rest = line.partition(": ")
    return f'<span class="muted">{escape(lead)}:</span> {escape(rest)}' if colon else escape(line)


def outcome(here: Desk, name: str) -> str:
    known = {"ok", "not_found", "invalid_arguments", "conflict", "needs_confirmation", "failed"}
    return here.say(f"inbox.outcome.{name}") if name in known else name


def talk(here: Desk, case: Case) -> str:
    """The conversation. The outer box is reversed, which is how a browser keeps it at its end."""
    earlier = f'<p class="muted">{escape(here.say("inbox.earlier"))}</p>' if case.earlier else ""
    said = "".join(_bubble(here, case.ticket, message) for message in case.messages)
    nothing = "" if said else f'<p class="muted">{escape(here.say("inbox.nothing_said"))}</p>'
    label = escape(here.say("inbox.conversation"))
    return f'<div class="talk" role="log" aria-label="{label}" tabindex="0"><div>{earlier}{said}{nothing}</div></div>'


def _bubble(here: Desk, ticket: Ticket, message: Message) -> str:
    names = {
        "customer": ticket.customer.name,
        "bot": here.say("inbox.bot"),
        "agent": message.author_name or here.say("inbox.agent"),
    }
    when = formats.moment(message.created_at, here.language, st.context.timezone)
    author = message.author if message.author in names else "bot"
    return (
        f'<div class="said {author}"><small><b>{escape(names[author])}</b> · {escape(when)}</small>'
        f"<div>{escape(message.content)}</div></div>"
    )
