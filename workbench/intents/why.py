"""Why a conversation has its intents: the words that decided, the probabilities at their thresholds, a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from shared.analysis.explaining import Explanation, Span, explain
from shared.analysis.table import ConversationTable
from shared.conversations.schema import Conversation
from workbench.charts import intents as charts
from workbench.charts.style import colors, draw
from workbench.components.plain import plain
from workbench.components.reader import author
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.intents import correcting

MARKED_FROM = 0.15
"""Words with less than this share of the strongest word's contribution are left plain."""
STRONG_FROM = 0.6
NAMED_WORDS = 4
MAX_TURNS, MAX_CHARACTERS = 60, 6_000


def show(here: Desk, table: ConversationTable, row: int) -> None:
    """One conversation."""
    conversation = table.read(row)
    explanations = sorted(explain(conversation, here.pack), key=lambda one: -one.probability)
    left, right = st.columns([1.2, 1], gap="large")
    with right:
        chosen = _choose(here, explanations, conversation.conversation_id)
        _words(here, chosen)
        _chances(here, explanations)
        correcting.form(here, table, row)
    with left:
        st.caption(here.say("intents.why.legend"))
        st.html(highlighted(here, conversation, chosen))


def _choose(here: Desk, explanations: Sequence[Explanation], conversation_id: str) -> Explanation:
    by_intent = {one.intent: one for one in explanations}
    intent = st.selectbox(
        here.say("intents.why.of"), list(by_intent), key=f"intents-why-{here.run.id}-{conversation_id}",
        format_func=lambda name: f"{here.label('intent', name)} · {_percent(here, by_intent[name].probability)}",
    )  # fmt: skip
    return by_intent[intent]


def _words(here: Desk, one: Explanation) -> None:
    """The verdict and the words that weighed most."""
    figures = {"p": _percent(here, one.probability), "threshold": _percent(here, one.threshold)}
    plain(here.say("intents.why.yes" if one.detected else "intents.why.no", **figures), "strong")
    for kind, sign in (("for", 1), ("against", -1)):
        ordered = sorted(one.spans, key=lambda span: -sign * span.contribution)
        top = dict.fromkeys(span.text for span in ordered if sign * span.contribution > 0)
        if top:
            words = ", ".join(f"“{word}”" for word in list(top)[:NAMED_WORDS])
            plain(here.say(f"intents.why.{kind}", words=words), "quiet")


def _chances(here: Desk, explanations: Sequence[Explanation]) -> None:
    rows = [
        charts.Chance(
            here.label("intent", one.intent), one.probability, one.threshold,
            here.say("intents.why.chance", p=_percent(here, one.probability), threshold=_percent(here, one.threshold)),
        )
        for one in explanations
    ]  # fmt: skip
    draw(charts.chances(rows, (here.say("intents.why.axis"), ""), colors()), "intents-chances")
    st.caption(here.say("intents.why.bars"))


def highlighted(here: Desk, conversation: Conversation, one: Explanation) -> str:
    """The messages; in the one that decided, the customer's words by what they contributed."""
    bubbles = []
    for place, turn in enumerate(conversation.transcript[:MAX_TURNS]):
        text = "".join(_marked(here, turn.content, one.spans)) if place == one.turn else escape(_cut(turn.content))
        kind = author(turn)
        bubbles.append(
            f'<li class="chat-{kind}"><b>{escape(here.say(f"reader.author.{kind}"))}</b>'
            f'<p class="kept-lines">{text}</p></li>'
        )
    return f'<ol class="chat">{"".join(bubbles)}</ol>'


def _marked(here: Desk, content: str, spans: Sequence[Span]) -> Iterator[str]:
    strongest = max((abs(span.contribution) for span in spans), default=0.0) or 1.0
    at = 0
    for span in spans:
        share = abs(span.contribution) / strongest
        yield escape(content[at : span.start])
        at = span.end
        word = escape(content[span.start : span.end])
        if share < MARKED_FROM:
            yield word
            continue
        side = "for" if span.contribution > 0 else "against"
        told = f'<span class="heard-only"> ({escape(here.say(f"intents.why.side.{side}"))})</span>'
        yield f'<mark class="{side}{" strong" if share >= STRONG_FROM else ""}">{word}{told}</mark>'
    yield escape(_cut(content[at:]))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"


def _percent(here: Desk, value: float) -> str:
    return formats.percent(value, here.language)
