"""Two runs beside each other: which settings differ, their figures, and the words that their prompts differ in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from shared.runs.summary import FIGURES, RunsBeside, compare_runs
from workbench.components.word_diff import word_diff
from workbench.desk import Desk
from workbench.history import card
from workbench.history.rows import Row
from workbench.i18n import formats

RATE = "resolution_rate"
DECIMALS = {"avg_csat": 2, "avg_turns": 2, "avg_duration_sec": 1, card.GAIN: 3}
"""Of the figures that have an interval."""
NAMED = frozenset(
    {
        "conversations_per_context", "threads", "retries", "temperature", "target_csat", "max_turns", "target_latency",
        "weights",
    }
)  # fmt: skip
"""Settings that the sidebar has a name for; the others go by their own."""
WEIGHTS = {"weights": "parameters.weight", "ranking_weights": "intents.part"}
"""Where the names of the parts of weights stand."""


def show(here: Desk, picked: list[Row], key: str) -> None:
    """With one picked it says that another one is needed."""
    with st.container(key="card-pair"):
        st.header(here.say("history.pair"))
        if len(picked) < 2:
            st.caption(here.say("history.pair.one_more"))
        else:
            older, newer = sorted(picked, key=lambda row: row.created_at)
            found = compare_runs(older.entry.folder, newer.entry.folder)
            st.html(_table(here, older, newer, found))
            _prompts(here, found)
        st.button(
            here.say("history.pair.close"), icon=":material/close:", key="pair-close", on_click=_close, args=(key,)
        )


def _close(key: str) -> None:
    for run in st.session_state.pop(key, []):
        st.session_state[f"pick-{run}"] = False


def _table(here: Desk, older: Row, newer: Row, found: RunsBeside) -> str:
    heads = "".join(f'<th scope="col">{escape(row.entry.title)}</th>' for row in (older, newer))
    settings = [
        (_named(here, one.name), _written(here, one.name, one.a), _written(here, one.name, one.b))
        for one in found.settings
    ]
    body = _section(here.say("history.pair.figures"), compared(here, older, newer))
    body += _section(here.say("history.pair.settings"), settings or [(here.say("history.pair.same"), "", "")])
    return (
        f'<div class="table-scroll" tabindex="0"><table class="facts-table"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _section(title: str, lines: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(one)}</td><td>{escape(other)}</td></tr>'
        for name, one, other in lines
    )
    return f'<tr><th colspan="3" scope="rowgroup" class="muted">{escape(title)}</th></tr>{rows}'


def compared(here: Desk, older: Row, newer: Row) -> list[tuple[str, str, str]]:
    """Verdict and figures, each with its interval and n where it has them."""
    return [
        (here.say(f"history.figure.{name}"), _figure(here, older, name), _figure(here, newer, name)) for name in FIGURES
    ]


def _figure(here: Desk, row: Row, name: str) -> str:
    """As text; a dash where it is unknown."""
    if name == "verdict":
        return card.verdict_words(here, row)
    if name == RATE:
        return card.rate(here, row.figures.get(name))
    if name in DECIMALS:
        return card.interval(here, row.figures.get(name), DECIMALS[name])
    value = getattr(row.summary, name)
    if name == "cost_usd":
        return formats.usd(value, here.language)
    if value is None:
        return formats.UNKNOWN
    return formats.number(value, here.language, 3 if isinstance(value, float) else 0)


def _named(here: Desk, setting: str) -> str:
    return here.say(f"parameters.{setting}") if setting in NAMED else setting


def _written(here: Desk, setting: str, value: Any) -> str:
    if value is None:
        return formats.UNKNOWN
    if isinstance(value, Mapping):
        return ", ".join(
            f"{here.say(f'{WEIGHTS[setting]}.{name}')} {_written(here, name, one)}" for name, one in value.items()
        )
    if isinstance(value, float):
        return formats.number(value, here.language, 2)
    return formats.number(value, here.language) if isinstance(value, int) else str(value)


def _prompts(here: Desk, found: RunsBeside) -> None:
    for one in found.prompts:
        if one.a is None or one.b is None:
            st.caption(here.say("history.pair.no_prompts"))
            return
        with st.expander(here.say(f"history.{one.name}"), icon=":material/difference:"):
            if one.a == one.b:
                st.caption(here.say("history.pair.same_text"))
            else:
                st.html(word_diff(one.a, one.b, here.say))
