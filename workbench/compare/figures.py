"""The paired differences: a chart that shows direction and certainty, and the figures as a table."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.improvement.report_view import PairedRow, ReportView
from workbench.charts import compare as charts
from workbench.charts.style import draw
from workbench.desk import Desk
from workbench.i18n import formats

SEGMENTS = ("context", "intent")
COLUMNS = ("baseline", "proposed", "difference", "interval", "p", "pairs", "detectable")


def show(here: Desk, view: ReportView) -> None:
    """The five figures of the comparison."""
    coverage = view.comparison.coverage
    with st.container(key="card-paired"):
        st.header(view.texts("paired.head"))
        pairs, trials = (formats.count_of(n, here.language) for n in (coverage.pairs, coverage.trials))
        st.caption(view.texts("paired.lead", pairs=pairs, trials=trials))
        rows = view.paired_rows()
        draw(charts.forest(rows, view.texts), "forest")
        st.html(table_html(here, view, rows))
        st.caption(view.texts("paired.test", test=view.test_words()))


def table_html(here: Desk, view: ReportView, rows: list[PairedRow]) -> str:
    """Every figure in words; wide ones scroll within the card."""
    heads = "".join(f'<th scope="col" class="number">{escape(_head(here, view, name))}</th>' for name in COLUMNS)
    body = "".join(_row(row) for row in rows)
    first = escape(view.texts("paired.metric"))
    return (
        '<div class="table-scroll" tabindex="0"><table class="plain-table"><thead>'
        f'<tr><th scope="col">{first}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: PairedRow) -> str:
    values = (row.baseline, row.proposed, row.difference, row.interval, row.p_value or formats.UNKNOWN, row.n)
    cells = "".join(f'<td class="number">{escape(value)}</td>' for value in (*values, row.detectable))
    return f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>'


def _head(here: Desk, view: ReportView, name: str) -> str:
    if name == "p":
        return here.say("compare.p")
    return view.texts(f"arm.{name}") if name in ("baseline", "proposed") else view.texts(f"paired.{name}")


def segments(here: Desk, view: ReportView) -> None:
    """By context and by intent: exploratory, and said so."""
    st.caption(view.texts("paired.segments_lead"))
    metric = st.segmented_control(
        here.say("compare.segment_metric"), charts.SEGMENT_METRICS, default="score", key="segment-metric",
        format_func=lambda name: view.texts(f"metric.{name}"),
    )  # fmt: skip
    for kind in SEGMENTS:
        found = view.comparison.by_context if kind == "context" else view.comparison.by_intent
        known = {view.label(kind, name): metrics[metric or "score"] for name, metrics in found.items()}
        st.markdown(f"**{view.texts(f'paired.by_{kind}')}**")
        if any(estimate.n for estimate in known.values()):
            draw(charts.segments(known, metric or "score", view), f"segments-{kind}")
        else:
            st.caption(here.say("compare.no_segments"))
