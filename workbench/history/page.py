"""The history page: search, the list, and two runs beside each other."""

from __future__ import annotations

import math

import streamlit as st

from workbench.desk import Desk
from workbench.history import card, doing, pair
from workbench.history.rows import NO_VERDICT, Row, Wanted, rows
from workbench.steps import Step
from workbench.workspace import Origin

PER_PAGE = 12
PICKED = "acs.history_picked"
VERDICTS = ("better", "worse", "inconclusive", NO_VERDICT)


def show(here: Desk) -> None:
    st.title(here.say("step.history"))
    every = rows(with_live=here.state.may_see_live)
    if not every:
        _empty(here)
        return
    doing.show(here, every)
    wanted = _wanted(here)
    found = [row for row in every if wanted.fits(row)]
    st.caption(here.count("history.count", len(found)))
    picked = [row for row in every if row.entry.id in st.session_state.get(PICKED, [])]
    if picked:
        pair.show(here, picked, PICKED)
    if not found:
        st.info(here.say("history.none_found"), icon=":material/search_off:")
        return
    _list(here, found)


def _empty(here: Desk) -> None:
    with st.container(key="empty"):
        st.header(here.say("history.empty"))
        st.write(here.say("history.empty.how"))
        if st.button(here.say("history.begin"), type="primary", key="go-there"):
            here.go(Step.DATA)


def _wanted(here: Desk) -> Wanted:
    text, origin, verdict = st.columns([2, 1, 1], vertical_alignment="bottom")
    return Wanted(
        text.text_input(here.say("history.search"), key="history-search", icon=":material/search:"),
        origin.selectbox(
            here.say("history.origin"), list(Origin), index=None, key="history-origin",
            placeholder=here.say("history.any"), format_func=lambda one: here.say(f"history.origin.{one}"),
        ),
        verdict.selectbox(
            here.say("history.verdict"), VERDICTS, index=None, key="history-verdict",
            placeholder=here.say("history.any"), format_func=lambda one: here.say(f"history.verdict.{one}"),
        ),
    )  # fmt: skip


def _list(here: Desk, found: list[Row]) -> None:
    count = math.ceil(len(found) / PER_PAGE)
    place = st.container(gap="small", key="history-list")
    number = st.pagination(count, key=f"history-page-{count}") if count > 1 else 1
    with place:
        for row in found[(number - 1) * PER_PAGE : number * PER_PAGE]:
            card.show(here, row, PICKED)
