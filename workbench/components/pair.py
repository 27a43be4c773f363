"""One simulated customer served by both versions: what differs, and the two conversations side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.conversations.schema import Role, Turn
from shared.improvement.models import Arm, Scenario, SimulatedConversation, TranscriptTurn
from shared.improvement.report_texts import Texts
from workbench.components.naming import language_name
from workbench.components.reader import Fact, facts_html, transcript
from workbench.desk import Desk
from workbench.i18n import formats

Pair = tuple[SimulatedConversation | None, SimulatedConversation | None]
_TONES = {True: "good", False: "bad"}


def show(here: Desk, scenario: Scenario | None, pair: Pair) -> None:
    """`pair`: the current version's conversation and the proposal's; None where it is not there (yet)."""
    if scenario is not None:
        _customer(here, scenario)
    st.html(_differences(here, pair))
    for column, arm, conversation in zip(st.columns(2, gap="medium"), Arm, pair, strict=True):
        with column:
            _side(here, arm, conversation)


def title(here: Desk, context: str, intents: tuple[str, ...]) -> str:
    """What a scenario is about, in words."""
    return " · ".join([here.label("context", context), *(here.label("intent", intent) for intent in intents)])


def outcome(here: Desk, conversation: SimulatedConversation | None) -> str:
    """Resolved or not, in words."""
    if conversation is None:
        return formats.UNKNOWN
    state = {True: "resolved", False: "unresolved", None: "unknown"}[conversation.resolved]
    return Texts(here.language)(f"conversation.{state}")


def _customer(here: Desk, scenario: Scenario) -> None:
    told = title(here, scenario.context, scenario.intents)
    wants = here.say("regenerate.pair.goal")
    st.html(
        f'<p class="pair-goal"><b>{escape(told)}</b><br><span>{escape(wants)}</span> {escape(scenario.goal)}</p>'
        + facts_html(
            [
                Fact(here.say("regenerate.pair.scenario"), scenario.scenario_id),
                Fact(here.say("regenerate.pair.mood"), scenario.mood),
                Fact(here.say("regenerate.pair.language"), language_name(here, scenario.language)),
            ]
        )
    )


def _differences(here: Desk, pair: Pair) -> str:
    """A small table: what ended how in either version, what differs marked in words."""
    if None in pair:
        return f'<p class="muted">{escape(here.say("regenerate.pair.half"))}</p>'
    texts = Texts(here.language)
    rows = [(label, *(_value(here, name, one) for one in pair if one)) for name, label in _aspects(here)]
    body = "".join(_row(here, *row) for row in rows)
    heads = "".join(f'<th scope="col">{escape(texts(f"arm.{arm.value}"))}</th>' for arm in Arm)
    changed = escape(here.say("regenerate.pair.changed"))
    return (
        '<div class="table-scroll" tabindex="0"><table class="plain-table"><thead><tr><td></td>'
        f'{heads}<th scope="col">{changed}</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _aspects(here: Desk) -> list[tuple[str, str]]:
    return [
        (name, here.say(f"regenerate.aspect.{name}"))
        for name in ("resolved", "csat", "end", "tools", "messages", "duration")
    ]


def _row(here: Desk, label: str, first: str, second: str) -> str:
    differs = first != second
    mark = here.say("regenerate.pair.differs" if differs else "regenerate.pair.same")
    kind = ' class="differs"' if differs else ""
    cells = "".join(f"<td>{escape(value)}</td>" for value in (first, second, mark))
    return f'<tr{kind}><th scope="row">{escape(label)}</th>{cells}</tr>'


def _value(here: Desk, name: str, conversation: SimulatedConversation) -> str:
    if name == "resolved":
        return outcome(here, conversation)
    if name == "csat":
        return formats.number(conversation.csat, here.language, 1)
    if name == "end":
        return Texts(here.language)(f"end.{conversation.end_reason.value}")
    if name == "tools":
        return ", ".join(tools_of(conversation)) or here.say("regenerate.pair.no_tools")
    if name == "messages":
        return formats.count_of(len(conversation.transcript), here.language)
    return formats.duration(conversation.duration_sec, here.language)


def tools_of(conversation: SimulatedConversation) -> list[str]:
    """The names of the tools that were used, each once, in their order."""
    return list(dict.fromkeys(tool for turn in conversation.transcript for tool in turn.tools))


def _side(here: Desk, arm: Arm, conversation: SimulatedConversation | None) -> None:
    texts = Texts(here.language)
    st.markdown(f"### {texts(f'arm.{arm.value}')}")
    if conversation is None:
        st.caption(here.say("regenerate.pair.not_yet"))
        return
    tone = _TONES.get(conversation.resolved, "warn") if conversation.resolved is not None else "warn"
    st.html(f'<span class="pill {tone}">{escape(outcome(here, conversation))}</span>')
    transcript(here, [_turn(turn) for turn in conversation.transcript])
    if conversation.judgement:
        judge = f"<b>{escape(texts('conversation.judge'))}:</b> {escape(conversation.judgement.reason)}"
        st.html(f'<p class="chat-summary">{judge}</p>')
    if conversation.error:
        st.html(f'<p class="chat-summary">{escape(conversation.error)}</p>')


def _turn(turn: TranscriptTurn) -> Turn:
    return Turn(role=Role(turn.role), content=turn.content)
