"""Any conversation of the run over the page: named in the address, with the ones before and after it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from shared.analysis.table import ConversationTable, TableError
from shared.analysis.table_rows import PROBABILITY
from workbench.components import reader
from workbench.components.plain import as_is
from workbench.desk import Desk
from workbench.i18n import formats

CONVERSATION = "conversation"
"""The query parameter that names the conversation on screen."""


def read(conversation_id: str) -> None:
    """Put a conversation in the address; `show_asked` then shows it."""
    st.query_params[CONVERSATION] = conversation_id


def close() -> None:
    """Take it out of the address."""
    st.query_params.pop(CONVERSATION, None)


def show_asked(here: Desk, table: ConversationTable, ids: Sequence[str]) -> None:
    """The conversation that the address names, if it names one; `ids` are those one leafs through from it."""
    if st.query_params.get(CONVERSATION):
        shown = st.dialog(here.say("reader.title"), width="medium", position="right", on_dismiss=close)(_show)
        shown(here, table, list(ids))


def _show(here: Desk, table: ConversationTable, ids: Sequence[str]) -> None:
    wanted = st.query_params.get(CONVERSATION, "")
    try:
        row, conversation = table.read_id(wanted)
    except TableError:
        st.warning(here.say("reader.not_found", id=as_is(wanted)), icon=":material/search_off:")
        return
    _leaf(here, ids, wanted)
    st.text(here.say("reader.id", id=wanted))
    reader.show(here, conversation, probabilities(table, row))


def probabilities(table: ConversationTable, row: int) -> dict[str, float]:
    """Of the intents that count for this conversation, the detector's probabilities, the surest first."""
    columns = table.frame.row(row, named=True)
    found = {intent: float(columns[PROBABILITY + intent]) for intent in columns["intents"]}
    return dict(sorted(found.items(), key=lambda entry: -entry[1]))


def _leaf(here: Desk, ids: Sequence[str], wanted: str) -> None:
    """Buttons to the one before and the one after."""
    at = ids.index(wanted) if wanted in ids else None
    before = ids[at - 1] if at else None
    after = ids[at + 1] if at is not None and at + 1 < len(ids) else None
    with st.container(horizontal=True, vertical_alignment="center", key="reader-leaf"):
        st.button(here.say("reader.before"), icon=":material/chevron_left:", disabled=before is None,
                  on_click=read, args=[before], key="reader-before")  # fmt: skip
        st.button(here.say("reader.after"), icon=":material/chevron_right:", disabled=after is None,
                  on_click=read, args=[after], key="reader-after")  # fmt: skip
        if at is not None:
            here_of = {"at": formats.count_of(at + 1, here.language), "all": formats.count_of(len(ids), here.language)}
            st.caption(here.say("reader.at", **here_of))
