"""A conversation to be read: what is known about it, and its messages as bubbles. All of it is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

import streamlit as st

from shared.conversations.schema import Conversation, Role, Turn
from workbench.components.naming import named, yes_no
from workbench.desk import Desk
from workbench.i18n import formats

MAX_MESSAGES = 400
MAX_CHARACTERS = 20_000
"""Of a message; further ones would make the page slow and nobody reads them here."""


class Fact(NamedTuple):
    """A small labelled value; `tone` is a kind of pill (`good`, `bad`, `warn`) or empty."""

    label: str
    value: str
    tone: str = ""


def show(here: Desk, conversation: Conversation, probabilities: Mapping[str, float] | None = None) -> None:
    """The conversation's facts, its intents (with the detector's probabilities, where they are given) and messages."""
    st.html(facts_html(facts(here, conversation)))
    intents = conversation.outcomes.intent_detected or ()
    if probabilities:
        st.html(_intents(here, [(intent, probabilities[intent]) for intent in probabilities]))
    elif intents:
        st.html(_intents(here, [(intent, None) for intent in intents]))
    if conversation.outcomes.summary:
        st.html(f'<p class="chat-summary">{escape(conversation.outcomes.summary)}</p>')
    transcript(here, conversation.transcript)


def transcript(here: Desk, turns: Iterable[Turn]) -> None:
    """The messages, one below the other: the customer's on the left, the answers on the right."""
    every = list(turns)
    bubbles = "".join(_bubble(here, turn) for turn in every[:MAX_MESSAGES])
    st.html(f'<ol class="chat">{bubbles}</ol>')
    if len(every) > MAX_MESSAGES:
        st.caption(here.count("reader.more", len(every) - MAX_MESSAGES))


def facts(here: Desk, conversation: Conversation) -> list[Fact]:
    """What is known about it, in words; what is unknown is "—"."""
    meta, outcomes = conversation.meta, conversation.outcomes
    resolved = "" if meta.resolved is None else "good" if meta.resolved else "bad"
    csat = formats.number(outcomes.csat_estimated_1_5, here.language, 1)
    return [
        Fact(here.say("reader.resolved"), yes_no(here, meta.resolved), resolved),
        Fact(here.say("reader.csat"), csat if csat == formats.UNKNOWN else here.say("reader.of_5", value=csat)),
        Fact(here.say("reader.context"), _named(here, "context", meta.context)),
        Fact(here.say("reader.channel"), _named(here, "canal", meta.canal)),
        Fact(here.say("reader.language"), _named(here, "idioma", meta.idioma)),
        Fact(here.say("reader.tone"), meta.tono or formats.UNKNOWN),
        Fact(here.say("reader.messages"), formats.count_of(len(conversation.transcript), here.language)),
        Fact(here.say("reader.duration"), formats.duration(meta.duration_sec, here.language)),
        Fact(here.say("reader.date"), _moment(here, meta.created_at)),
    ]


def facts_html(every: Sequence[Fact]) -> str:
    """Small labelled values side by side."""
    return f'<dl class="facts">{"".join(_fact(fact) for fact in every)}</dl>'


def _fact(fact: Fact) -> str:
    value = escape(fact.value)
    shown = f'<span class="pill {fact.tone}">{value}</span>' if fact.tone else value
    return f"<div><dt>{escape(fact.label)}</dt><dd>{shown}</dd></div>"


def _intents(here: Desk, intents: Sequence[tuple[str, float | None]]) -> str:
    pills = "".join(
        f'<span class="pill">{escape(here.label("intent", intent))}'
        f"{'' if share is None else f' · {formats.percent(share, here.language)}'}</span>"
        for intent, share in intents
    )
    return f'<div class="chat-intents"><span>{escape(here.say("reader.intents"))}</span>{pills}</div>'


def _bubble(here: Desk, turn: Turn) -> str:
    kind = author(turn)
    text = turn.content if len(turn.content) <= MAX_CHARACTERS else f"{turn.content[:MAX_CHARACTERS]}…"
    lines = "<br>".join(_lines(text))
    return f'<li class="chat-{kind}"><b>{escape(here.say(f"reader.author.{kind}"))}</b><p>{lines}</p></li>'


def _lines(text: str) -> Iterator[str]:
    return (escape(line) for line in text.splitlines() or [""])


def author(turn: Turn) -> str:
    """Who wrote a message: `customer`, `bot` or `agent` (a person of the company)."""
    if turn.role == Role.USER:
        return "customer"
    return "agent" if turn.extra.get("author") == "agent" else "bot"


def _named(here: Desk, dimension: str, value: str | None) -> str:
    return formats.UNKNOWN if value is None else named(here, dimension, value)


def _moment(here: Desk, written: str | None) -> str:
    if written is None:
        return formats.UNKNOWN
    try:
        return formats.moment(written, here.language, st.context.timezone)
    except ValueError:  # as it was written: a date in some spelling of its own
        return written
