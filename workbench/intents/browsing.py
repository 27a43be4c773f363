"""The conversations of an intent, the doubtful ones first where that is wanted, and one of them in detail."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from shared.analysis.intents import IntentDetector
from shared.analysis.table import ConversationTable, TableError
from shared.analysis.table_rows import PROBABILITY
from workbench.components.naming import named, yes_no
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.intents import why

ALL, NONE = "*", ""
LISTED = 200


def show(here: Desk, table: ConversationTable) -> None:
    """A click reruns only this part of the page."""
    with st.container(key="card-browse"):
        st.markdown(f"### {here.say('intents.browse')}")
        st.fragment(_browse)(here, table)


def _browse(here: Desk, table: ConversationTable) -> None:
    left, middle, right = st.columns([2, 1.4, 1.6], vertical_alignment="bottom")
    with left:
        intent = st.selectbox(here.say("intents.intent"), [ALL, *table.intents, NONE], key="intents-intent",
                              format_func=lambda one: _name(here, one))  # fmt: skip
    with middle:
        doubtful = st.toggle(
            here.say("intents.doubtful"), key="intents-doubtful", help=here.say("intents.doubtful.help")
        )
    with right:
        asked = st.text_input(here.say("intents.by_id"), key="intents-by-id").strip()
    rows = listed(here, table, intent, doubtful=doubtful)
    st.caption(here.count("intents.listed", rows.height, shown=min(rows.height, LISTED)))
    rows = rows.head(LISTED)
    picked = _listing(here, rows, f"intents-list-{here.run.id}-{intent}-{doubtful}")
    wanted = asked or picked
    if not wanted:
        st.caption(here.say("intents.pick"))
        return
    try:
        row = table.row_of(wanted)
    except TableError:
        st.warning(here.say("intents.no_such_id"), icon=":material/search_off:")
        return
    why.show(here, table, row)


def listed(here: Desk, table: ConversationTable, intent: str, *, doubtful: bool) -> pl.DataFrame:
    """The rows of `intent` (`ALL`, `NONE`); `doubtful`: of all rows those nearest to a threshold, on either side."""
    frame = table.frame
    if doubtful:
        names = table.intents if intent in (ALL, NONE) else (intent,)
        return frame.sort(_distance(here, names), maintain_order=True)
    if intent == ALL:
        return frame
    if intent == NONE:
        return frame.filter(pl.col("intents").list.len() == 0)
    return frame.filter(table.segment("intent", intent))


def _distance(here: Desk, names: tuple[str, ...]) -> pl.Expr:
    detector = IntentDetector.for_pack(here.pack)
    thresholds = dict(zip(detector.intents, detector.thresholds.tolist(), strict=True))
    apart = [(pl.col(PROBABILITY + name) - thresholds[name]).abs() for name in names]
    return pl.min_horizontal(apart)


def _name(here: Desk, intent: str) -> str:
    if intent == ALL:
        return here.say("intents.all")
    return here.say("intents.none") if intent == NONE else here.label("intent", intent)


def _listing(here: Desk, rows: pl.DataFrame, key: str) -> str:
    """The id of the row that is chosen; empty for none."""
    shown = pd.DataFrame([_row(here, row) for row in rows.iter_rows(named=True)])
    chosen: Any = st.dataframe(
        shown, hide_index=True, width="stretch", height=280, key=key, on_select="rerun", selection_mode="single-row"
    )
    picked = chosen.selection.rows
    return str(rows["conversation_id"][picked[0]]) if picked and picked[0] < rows.height else ""


def _row(here: Desk, row: dict[str, Any]) -> dict[str, str]:
    intents = ", ".join(here.label("intent", intent) for intent in row["intents"]) or here.say("intents.none")
    return {
        here.say("intents.id"): row["conversation_id"],
        here.say("intents.intents"): intents,
        here.say("reader.context"): _value(here, "context", row["context"]),
        here.say("reader.channel"): _value(here, "canal", row["canal"]),
        here.say("reader.language"): _value(here, "idioma", row["idioma"]),
        here.say("reader.resolved"): yes_no(here, row["resolved"]),
        here.say("reader.csat"): formats.number(row["csat"], here.language, 1),
    }


def _value(here: Desk, dimension: str, value: str | None) -> str:
    return formats.UNKNOWN if value is None else named(here, dimension, value)
