"""The metrics page."""

from __future__ import annotations

import streamlit as st

from shared.analysis.table import ConversationTable, TableError
from workbench.components import reader_dialog
from workbench.components.plain import plain
from workbench.components.tables import table_of
from workbench.desk import Desk
from workbench.metrics import breakdown, cards, conversations, filters, over_time
from workbench.metrics.choice import Choice
from workbench.metrics.reading import Overview, overview
from workbench.metrics.wording import headline, weakest
from workbench.steps import Step


def show(here: Desk) -> None:
    """What was found in words, then in figures, over time, by segment, and the conversations themselves."""
    st.title(here.say("step.metrics"))
    table = _table(here)
    choice = filters.show(here, table) if table else Choice()
    found = overview(here.folder, choice, here.settings)
    _headline(here, found, choice, table)
    if not found.figures.total:
        st.info(here.say("metrics.none_left"), icon=":material/filter_alt_off:")
        return
    cards.show_figures(here, found)
    cards.show_score(here, found)
    charts = st.container()
    if table:
        ids = conversations.show(here, table, choice, _key(here))
        reader_dialog.show_asked(here, table, ids)
    else:
        st.info(here.say("data.no_table"), icon=":material/info:")
    _go_on(here)
    with charts:  # last: who opened a conversation does not wait for them
        _charts(here, found, choice, table)


def _charts(here: Desk, found: Overview, choice: Choice, table: ConversationTable | None) -> None:
    """Over time and by segment; their own choices draw nothing else anew."""
    figure = over_time.figure_choice(here)
    if table:
        st.fragment(over_time.show)(here, table, choice, figure)
    st.fragment(breakdown.show)(here, found, figure)


def _table(here: Desk) -> ConversationTable | None:
    try:
        return table_of(here.folder)
    except TableError:
        return None


def _key(here: Desk) -> str:
    return f"{here.folder.path}:{(here.folder / 'metrics.json').stat().st_mtime_ns}"


def _headline(here: Desk, found: Overview, choice: Choice, table: ConversationTable | None) -> None:
    with st.container(key="card-headline"):
        st.header(headline(here, found), anchor=False)
        words = [weakest(here, found)]
        if choice.narrows and table:
            words.insert(0, here.count("metrics.part_of", found.figures.total, all=len(table)))
        plain(" ".join(filter(None, words)))
        if table and found.figures.total:
            st.button(here.say("metrics.read_worst"), icon=":material/forum:", key="metrics-read-worst",
                      on_click=_read_worst, args=(here, table, choice))  # fmt: skip


def _read_worst(here: Desk, table: ConversationTable, choice: Choice) -> None:
    st.session_state["metrics-search"] = ""
    reader_dialog.read(conversations.worst(table, _key(here), choice)["conversation_id"][0])


def _go_on(here: Desk) -> None:
    if st.button(here.say("metrics.go_on"), type="primary", icon=":material/arrow_forward:", key="metrics-go-on"):
        here.go(Step.INTENTS)
