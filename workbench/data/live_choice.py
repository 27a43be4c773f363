"""Choosing live tickets: by dates, states, channel and language; how many there are is shown before anything moves."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import streamlit as st

from workbench.components.naming import language_name, named
from workbench.data import beginning, live
from workbench.data.live import STATES, Wanted
from workbench.desk import Desk
from workbench.errors import WorkbenchError
from workbench.i18n import formats

DAYS = 30
LOOK_EVERY_SEC = 4.0
_COUNT_SEC = 20


def show(here: Desk, card: AbstractContextManager[Any]) -> None:
    """The card, for admins; others are told why not."""
    with card:
        if not here.state.may_see_live:
            st.info(here.say("data.live.admins"), icon=":material/lock:")
            return
        _offer(here, _wanted(here))


@st.fragment(run_every=LOOK_EVERY_SEC)
def _offer(here: Desk, wanted: Wanted) -> None:
    """How many they are and the button; a backend that was away is noticed once it is back."""
    try:
        expected = _count(here.state.cookie, wanted)
    except WorkbenchError as error:
        st.warning(here.say(_told(error)), icon=":material/cloud_off:")
        return
    st.markdown(f"**{here.count('data.live.count', expected)}**")
    if st.button(here.say("data.live.go"), width="stretch", key="data-live-go", disabled=not expected):
        beginning.import_live(here, wanted, expected)
        st.rerun()


def _wanted(here: Desk) -> Wanted:
    today = formats.today(st.context.timezone)
    days = st.date_input(
        here.say("data.live.days"), (today - timedelta(days=DAYS), today), key="data-live-days", format="DD/MM/YYYY"
    )
    states = st.multiselect(
        here.say("data.live.states"), STATES, key="data-live-states", placeholder=here.say("data.any"),
        format_func=lambda state: here.say(f"data.state.{state}"),
    )  # fmt: skip
    channel = st.selectbox(
        here.say("data.live.channel"), ["", *here.pack.channels], key="data-live-channel",
        format_func=lambda name: named(here, "canal", name) if name else here.say("data.any"),
    )  # fmt: skip
    language = st.selectbox(
        here.say("data.live.language"), ["", *here.pack.languages], key="data-live-language",
        format_func=lambda code: language_name(here, code) if code else here.say("data.any"),
    )  # fmt: skip
    redact = st.toggle(here.say("data.live.redact"), value=True, key="data-live-redact",
                       help=here.say("data.live.redact.help"))  # fmt: skip
    if not redact:
        st.caption(here.say("data.live.not_redacted"))
    first, last = _ends(days)
    return Wanted(first, last, tuple(states), channel or "", language or "", redact, st.context.timezone or "UTC")


def _ends(days: object) -> tuple[date | None, date | None]:
    """The first and the last day; one that is not chosen yet does not narrow."""
    chosen = [day for day in days if isinstance(day, date)] if isinstance(days, tuple) else []
    return (chosen[0] if chosen else None), (chosen[1] if len(chosen) > 1 else None)


@st.cache_data(ttl=_COUNT_SEC, show_spinner=False, max_entries=64)
def _count(cookie: str, wanted: Wanted) -> int:
    from workbench.access import Access

    return live.count(Access(cookie), wanted)


def _told(error: WorkbenchError) -> str:
    return f"error.{error.code}" if error.code in {"backend_down", "signed_out"} else "error.unknown"


def imported(here: Desk, progress: dict[str, Any]) -> str:
    """How far an import is, in words."""
    lines, expected = int(progress.get("imported", 0)), int(progress.get("expected", 0))
    return here.say(
        "data.live.imported", n=formats.count_of(lines, here.language), all=formats.count_of(expected, here.language)
    )
