"""The conversations behind the figures: the worst first, or those that hold some words; one click opens one."""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from shared.analysis.table import ConversationTable
from workbench.components import reader_dialog
from workbench.components.naming import named, yes_no
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.choice import Choice
from workbench.widgets import of_widget

LISTED = 50
FOUND = 200
KEPT = 64


def show(here: Desk, table: ConversationTable, choice: Choice, key: str) -> list[str]:
    """The list; the ids in it, in their order."""
    with st.container(key="card-conversations"):
        st.header(here.say("metrics.conversations"), anchor=False)
        wanted = st.text_input(
            here.say("metrics.search"), key="metrics-search", icon=":material/search:", max_chars=200,
            placeholder=here.say("metrics.search.placeholder"),
        )  # fmt: skip
        words = (wanted or "").strip()
        rows = found(table, key, choice, words) if words else worst(table, key, choice)
        _told(here, rows, words)
        ids = rows["conversation_id"].to_list()
        if ids:
            _list(here, rows)
    return ids


@st.cache_data(show_spinner=False, max_entries=KEPT)
def worst(_table: ConversationTable, key: str, choice: Choice) -> pl.DataFrame:
    """Those that went worst."""
    return _table.worst(choice.where(_table), LISTED)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def found(_table: ConversationTable, key: str, choice: Choice, words: str) -> pl.DataFrame:
    """Those whose id or messages hold the words."""
    return _table.search(words, choice.where(_table), FOUND)


def _told(here: Desk, rows: pl.DataFrame, words: str) -> None:
    if not words:
        st.caption(here.say("metrics.worst.lead") if len(rows) else here.say("metrics.none_left"))
    elif not len(rows):
        st.info(here.say("metrics.search.nothing", words=words), icon=":material/search_off:")
    elif len(rows) == FOUND:
        st.caption(here.count("metrics.search.first", FOUND))
    else:
        st.caption(here.count("metrics.search.found", len(rows)))


def _list(here: Desk, rows: pl.DataFrame) -> None:
    key = f"metrics-list-{st.session_state.setdefault('metrics.list', 0)}"
    st.dataframe(
        [_row(here, one) for one in rows.iter_rows(named=True)], hide_index=True, width="stretch", height=360, key=key,
        on_select=partial(_open, rows["conversation_id"].to_list(), key), selection_mode="single-row",
    )  # fmt: skip


@of_widget
def _open(ids: list[str], key: str) -> None:
    chosen = st.session_state[key].selection.rows
    if chosen:
        reader_dialog.read(ids[chosen[0]])
        st.session_state["metrics.list"] += 1  # a list with nothing selected, so that it can be selected again


def _row(here: Desk, one: dict[str, Any]) -> dict[str, str]:
    zone, language = st.context.timezone, here.language
    named_or_not = {
        "reader.context": (one["context"], "context"),
        "reader.channel": (one["canal"], "canal"),
    }
    return {
        here.say("metrics.id"): one["conversation_id"],
        **{
            here.say(label): formats.UNKNOWN if value is None else named(here, dimension, value)
            for label, (value, dimension) in named_or_not.items()
        },
        here.say("reader.intents"): ", ".join(here.label("intent", intent) for intent in one["intents"]),
        here.say("reader.resolved"): yes_no(here, one["resolved"]),
        here.say("reader.csat"): formats.number(one["csat"], language, 1),
        here.say("reader.messages"): formats.count_of(one["turns"], language),
        here.say("reader.duration"): formats.duration(one["duration_sec"], language),
        here.say("reader.date"): formats.moment(one["created_at"], language, zone)
        if one["created_at"]
        else formats.UNKNOWN,
    }
