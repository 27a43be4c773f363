"""What an analysed run holds: sources, what was accepted, what was not and why, what is missing."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from shared.analysis.table import TableError
from shared.runs.folder import RunError
from workbench.components.tables import table_of
from workbench.data import rejected
from workbench.data.draft import title_input
from workbench.data.missing import missing_of
from workbench.data.missing_view import show_missing
from workbench.data.sizes import written_size
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.steps import Step

_COUNTS = ("accepted", "rejected", "duplicate_ids", "empty_lines")


def show(here: Desk) -> None:
    """The whole of it."""
    try:
        info = here.folder.info()
    except RunError as error:
        st.error(str(error))
        return
    _actions(here, usable=bool(info.counts.get("accepted")))
    title_input(here)
    _counts(here, info.counts)
    _sources(here, info.inputs)
    with st.container(key="card-missing"):
        try:
            show_missing(here, missing_of(table_of(here.folder)))
        except TableError:
            st.caption(here.say("data.no_table"))
    _rejected(here)


def _actions(here: Desk, *, usable: bool) -> None:
    with st.container(horizontal=True):
        if usable:
            if st.button(here.say("data.to_metrics"), type="primary", icon=":material/monitoring:", key="data-go-on"):
                here.go(Step.METRICS)
        else:
            st.error(here.say("data.none_accepted"), icon=":material/error:")
        st.button(here.say("data.new_run"), icon=":material/add:", key="data-new", on_click=here.open, args=[None])


def _counts(here: Desk, counts: dict[str, Any]) -> None:
    cells = "".join(
        f'<div class="figure"><span>{escape(here.say(f"data.count.{name}"))}</span>'
        f"<b>{formats.count_of(int(counts.get(name, 0)), here.language)}</b></div>"
        for name in _COUNTS
    )
    st.html(f'<div class="card figures">{cells}</div>')


def _sources(here: Desk, inputs: list[dict[str, Any]]) -> None:
    rows = [
        {
            here.say("data.source"): Path(str(one["name"])).name,
            here.say("data.size"): written_size(one["size"], here.language),
            here.say("data.sha256"): str(one["sha256"])[:12],
        }
        for one in inputs
    ]
    st.markdown(f"**{here.say('data.sources')}**")
    st.dataframe(rows, hide_index=True, width="stretch", key="data-sources")


def _rejected(here: Desk) -> None:
    path = here.folder / "rejected.jsonl"
    found = _groups(str(path), path.stat().st_mtime_ns) if path.is_file() else []
    if not found:
        return
    with st.container(key="card-rejected"):
        st.markdown(f"**{here.say('data.rejected.title')}**")
        st.caption(here.say("data.rejected.lead"))
        for group in found:
            _group(here, group)
        st.link_button(
            here.say("data.rejected.download"), f"/runs/{here.run.id}/rejected.jsonl", icon=":material/download:"
        )


def _group(here: Desk, group: rejected.Group) -> None:
    count = formats.count_of(group.count, here.language)
    with st.expander(f"{here.say(f'data.reason.{group.code}')} · {count}"):
        for example in group.examples:
            st.caption(here.say("data.rejected.at", line=formats.count_of(example.line, here.language)))
            st.text(f"{example.source}: {example.reason}")
            st.code(example.raw, language=None, wrap_lines=True)


@st.cache_data(show_spinner=False, max_entries=8)
def _groups(path: str, mtime: int) -> list[rejected.Group]:
    return rejected.groups(Path(path))
