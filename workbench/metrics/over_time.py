"""One figure over time."""

from __future__ import annotations

from datetime import date

import streamlit as st

from shared.analysis.table import ConversationTable, Every
from workbench.charts import metrics as charts
from workbench.charts.style import draw
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.choice import Choice
from workbench.metrics.reading import FIGURES, Figure, span, trend
from workbench.metrics.wording import behind, interval, written

EVERY: tuple[Every, ...] = ("day", "week", "month")
_DAYS, _WEEKS = 35, 200


def show(here: Desk, table: ConversationTable, choice: Choice, figure: Figure) -> None:
    """The chart with its interval, and how many conversations are not in it."""
    between = span(table)
    with st.container(key="card-trend"):
        st.header(here.say("metrics.trend", figure=here.say(f"metrics.{figure.name}")), anchor=False)
        if between is None:
            st.info(here.say("metrics.no_dates"), icon=":material/event_busy:")
            return
        every = st.segmented_control(
            here.say("metrics.every"), EVERY, default=_fitting(between), key="metrics-every", required=True,
            format_func=lambda one: here.say(f"metrics.every.{one}"), label_visibility="collapsed",
        )  # fmt: skip
        points, undated = trend(here.folder, choice, every or _fitting(between))
        rows = [_row(here, figure, point.start, getattr(point.figures, figure.name)) for point in points]
        known = [row for row in rows if row.value is not None]
        if known:
            draw(charts.trend(here, known, figure), "metrics-trend")
        else:
            st.caption(here.say("metrics.nothing_known"))
        if undated:
            st.caption(here.count("metrics.undated", undated))


def _row(here: Desk, figure: Figure, start: date, estimate: object) -> charts.Row:
    from shared.analysis.intervals import Estimate

    assert isinstance(estimate, Estimate)
    words = (
        written(here, figure, estimate.value),
        interval(here, figure, estimate),
        behind(here, estimate, estimate.n),
    )
    return charts.Row(formats.day(start, here.language), estimate, words, start)


def _fitting(between: tuple[date, date]) -> Every:
    """The step that gives a readable number of points."""
    days = (between[1] - between[0]).days
    return "day" if days <= _DAYS else "week" if days <= _WEEKS else "month"


def figure_choice(here: Desk) -> Figure:
    """Which figure trend and breakdown show."""
    return st.selectbox(
        here.say("metrics.figure"), FIGURES, key="metrics-figure",
        format_func=lambda figure: here.say(f"metrics.{figure.name}"),
    )  # fmt: skip
