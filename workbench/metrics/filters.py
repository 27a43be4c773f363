"""What narrows the page: every choice goes to the address and comes from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from shared.analysis.segments import OTHER, UNKNOWN
from shared.analysis.table import ConversationTable
from workbench.components.naming import named
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.choice import DIMENSIONS, RESOLVED, Choice
from workbench.metrics.reading import span
from workbench.widgets import of_widget

_KEY = "metrics-filter-"


def show(here: Desk, table: ConversationTable) -> Choice:
    """The filters, folded away as long as nothing narrows."""
    choice = Choice.of(st.query_params)
    label = here.count("metrics.filters.active", choice.narrows) if choice.narrows else here.say("metrics.filters")
    with st.expander(label, icon=":material/filter_alt:", expanded=bool(choice.narrows), key="metrics-filters"):
        for row in (("context", "channel", "language"), ("intent", "resolved", "days")):
            for column, name in zip(st.columns(3), row, strict=True):
                with column:
                    _filter(here, table, choice, name)
        if choice.narrows:
            st.button(here.say("metrics.filters.clear"), icon=":material/filter_alt_off:", key="metrics-clear",
                      on_click=apply, args=[Choice()])  # fmt: skip
    return choice


def apply(choice: Choice) -> None:
    """Put it in the address."""
    for name, values in choice.as_address().items():
        if values:
            st.query_params[name] = values
        else:
            st.query_params.pop(name, None)


def _filter(here: Desk, table: ConversationTable, choice: Choice, name: str) -> None:
    if name == "days":
        _days(here, table, choice)
    elif name == "resolved":
        _names(here, choice, name, RESOLVED, lambda value: here.say(f"metrics.resolved.{value}"))
    else:
        dimension = DIMENSIONS[name]
        _names(here, choice, name, options(table, name), lambda value: named(here, dimension, value))


def options(table: ConversationTable, name: str) -> list[str]:
    """What can be chosen: the segments that the figures have."""
    if name == "intent":
        return list(table.intents)
    named = table.segments[DIMENSIONS[name]]
    values = table.frame[DIMENSIONS[name]].fill_null(UNKNOWN).unique()
    own = [one for one in named if one not in (UNKNOWN, OTHER)]
    others = not values.is_in(list(named)).all()
    return [*own, *([UNKNOWN] if UNKNOWN in named else []), *([OTHER] if others or OTHER in named else [])]


def _names(here: Desk, choice: Choice, name: str, known: Sequence[str], words: Callable[[str], str]) -> None:
    chosen = [one for one in getattr(choice, name) if one in known]
    key = _settled(name, chosen)
    st.multiselect(
        here.say(f"metrics.by.{name}"), known, key=key, format_func=words, placeholder=here.say("metrics.any"),
        on_change=_changed, args=(name, key),
    )  # fmt: skip


def _days(here: Desk, table: ConversationTable, choice: Choice) -> None:
    between = span(table)
    if between is None:
        st.caption(here.say("metrics.no_dates"))
        return
    first, last = (formats.day(day, here.language) for day in between)
    for column, name in zip(st.columns(2), ("first", "last"), strict=True):
        day = getattr(choice, name)
        key = _settled(name, max(min(day, between[1]), between[0]) if day else None)
        column.date_input(
            here.say(f"metrics.{name}"), None, *between, key=key, format="DD/MM/YYYY", on_change=_changed,
            args=(name, key), help=here.say("metrics.days.help", first=first, last=last),
        )  # fmt: skip


def _settled(name: str, value: Sequence[str] | date | None) -> str:
    """The key of a widget that shows what the address says."""
    key = _KEY + name
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


@of_widget
def _changed(name: str, key: str) -> None:
    value = st.session_state[key]
    apply(Choice.of(st.query_params).with_(name, tuple(value) if isinstance(value, list) else value))
