"""The page of intents and tools: what customers ask for, and what to build first."""

from __future__ import annotations

import streamlit as st

from shared.analysis.table import ConversationTable, TableError
from workbench.components.reader_dialog import show_asked
from workbench.components.tables import table_of
from workbench.desk import Desk
from workbench.intents import browsing, correcting, detected, ranking

VIEWS = ("detected", "ranking")


def show(here: Desk) -> None:
    """One of its two sides."""
    st.title(here.say("intents.title"))
    view = st.segmented_control(
        here.say("intents.view"), VIEWS, default=VIEWS[0], required=True, key="intents-view",
        label_visibility="collapsed", format_func=lambda name: here.say(f"intents.view.{name}"),
    )  # fmt: skip
    table = _table(here)
    if view == "ranking":
        examples = ranking.show(here, readable=table is not None)
        if table is not None:
            show_asked(here, table, examples)
        return
    detected.show(here, table)
    if table is None:
        st.warning(here.say("intents.no_table"), icon=":material/table_rows:")
        return
    browsing.show(here, table)
    correcting.overview(here, table)


def _table(here: Desk) -> ConversationTable | None:
    """The conversations, where the analysis kept them."""
    try:
        return table_of(here.folder)
    except TableError:
        return None
