"""The figures of each context, channel, language and intent, as intervals or as a table."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from shared.analysis.metrics import Figures
from workbench.charts import metrics as charts
from workbench.charts.style import draw
from workbench.components.naming import named
from workbench.components.plain import plain
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.choice import DIMENSIONS
from workbench.metrics.reading import FIGURES, Figure, Overview
from workbench.metrics.wording import behind, interval, written


def show(here: Desk, found: Overview, figure: Figure) -> None:
    """The largest segment first."""
    with st.container(key="card-breakdown"):
        title = here.say("metrics.breakdown", figure=here.say(f"metrics.{figure.name}"))
        st.header(title, anchor=False)
        with st.container(horizontal=True, vertical_alignment="center"):
            name = st.segmented_control(
                here.say("metrics.dimension"), list(DIMENSIONS), default="context", key="metrics-dimension",
                required=True, format_func=lambda one: here.say(f"metrics.by.{one}"), label_visibility="collapsed",
            )  # fmt: skip
            as_table = st.toggle(here.say("metrics.as_table"), key="metrics-as-table")
        name = name or "context"
        segments = _by_size(found.by[name])
        if as_table:
            _table(here, name, segments)
        else:
            _chart(here, name, segments, figure, found.figures)
        if name == "intent":
            st.caption(here.say("metrics.intents_overlap"))


def _by_size(segments: Mapping[str, Figures]) -> dict[str, Figures]:
    return dict(sorted(segments.items(), key=lambda entry: -entry[1].total))


def _chart(here: Desk, name: str, segments: Mapping[str, Figures], figure: Figure, overall: Figures) -> None:
    rows = []
    for segment, figures in segments.items():
        estimate = getattr(figures, figure.name)
        words = (written(here, figure, estimate.value), interval(here, figure, estimate),
                 behind(here, estimate, figures.total))  # fmt: skip
        rows.append(charts.Row(named(here, DIMENSIONS[name], segment), estimate, words))
    known = [row for row in rows if row.value is not None]
    unknown = [row.label for row in rows if row.value is None]
    if known:
        draw(charts.intervals(here, known, figure, getattr(overall, figure.name).value), "metrics-breakdown")
    if unknown:
        plain(here.say("metrics.unknown_in", names=", ".join(unknown)), "quiet")


def _table(here: Desk, name: str, segments: Mapping[str, Figures]) -> None:
    rows = []
    for segment, figures in segments.items():
        row = {here.say(f"metrics.by.{name}"): named(here, DIMENSIONS[name], segment)}
        row[here.say("metrics.conversations")] = formats.count_of(figures.total, here.language)
        for figure in FIGURES:
            estimate = getattr(figures, figure.name)
            between = interval(here, figure, estimate)
            words = written(here, figure, estimate.value)
            row[here.say(f"metrics.{figure.name}")] = f"{words} ({between}; n={estimate.n})" if between else words
        rows.append(row)
    st.dataframe(rows, hide_index=True, width="stretch", key="metrics-table")
