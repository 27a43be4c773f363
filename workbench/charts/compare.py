"""Charts of the compare page: paired differences with their intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from shared.improvement.paired import PairedEstimate
from shared.improvement.report_texts import Texts
from shared.improvement.report_view import PairedRow, ReportView
from workbench.charts.style import colors

SEGMENT_METRICS = ("score", "resolution", "csat")
_LARGEST = {"score": 1.0, "resolution": 100.0, "csat": 4.0}
"""No difference can be larger; intervals of very few pairs, which can, are cut there."""
_ROW_HEIGHT = 44
_SHAPES = {"better": "triangle-up", "worse": "triangle-down", "unclear": "circle"}


def forest(rows: list[PairedRow], texts: Texts) -> Any:
    """One line a figure, each to its own scale: right of the middle the proposal is better."""
    data = pd.DataFrame([_forest_row(row) for row in rows if row.mark is not None])
    of = colors()
    tones = {"better": of["success"], "worse": of["danger"], "unclear": of["muted"]}
    order = [row.label for row in rows]
    x_axis = alt.Axis(values=[50], labels=False, ticks=False, title=_sides(texts), gridColor=of["line-strong"])
    x = alt.X("point:Q", scale=alt.Scale(domain=[0, 100]), axis=x_axis)
    y = alt.Y("label:N", sort=order, title=None)
    tooltip = [
        alt.Tooltip("label:N", title=texts("paired.metric")),
        alt.Tooltip("difference:N", title=texts("paired.difference")),
        alt.Tooltip("interval:N", title=texts("paired.interval")),
        alt.Tooltip("n:N", title=texts("paired.pairs")),
    ]
    color = alt.Color("tone:N", scale=alt.Scale(domain=list(tones), range=list(tones.values())), legend=None)
    shape = alt.Shape("tone:N", scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())), legend=None)
    base = alt.Chart(data)
    return alt.layer(
        base.mark_bar(height=22, cornerRadius=6, color=of["sunken"]).encode(
            x=alt.X("band_low:Q"), x2="band_high:Q", y=y
        ),
        base.mark_rule(strokeWidth=3, strokeCap="round").encode(
            x=alt.X("low:Q"), x2="high:Q", y=y, color=color, tooltip=tooltip
        ),
        base.mark_point(filled=True, size=150, opacity=1).encode(x=x, y=y, color=color, shape=shape, tooltip=tooltip),
        base.mark_text(dy=-14, fontSize=12).encode(x=x, y=y, text="difference:N"),
    ).properties(height=_ROW_HEIGHT * max(len(data), 1) + 24)


def _forest_row(row: PairedRow) -> dict[str, Any]:
    mark = row.mark
    assert mark is not None
    return {
        "label": row.label, "difference": row.difference, "interval": row.interval, "n": row.n, "point": mark.point,
        "low": mark.low, "high": mark.high, "band_low": mark.band_low, "band_high": mark.band_high, "tone": mark.tone,
    }  # fmt: skip


def _sides(texts: Texts) -> str:
    return f"← {texts('paired.worse_side')}   ·   {texts('paired.better_side')} →"


def segments(known: Mapping[str, PairedEstimate], metric: str, view: ReportView) -> Any:
    """The difference of each segment with its interval, the largest segments first, all to one scale.

    Differences are in the figure's unit, of shares in percentage points. An unknown interval is not drawn.
    """
    data = pd.DataFrame([_segment_row(label, metric, one, view) for label, one in known.items() if one.n])
    of, texts = colors(), view.texts
    order = list(data.sort_values(["count", "label"], ascending=[False, True])["label"])
    axis = alt.Axis(title=_sides(texts))
    low, high = _domain(data, _LARGEST[metric])
    x = alt.X("difference:Q", axis=axis, scale=alt.Scale(domain=[low, high], nice=True))
    y = alt.Y("label:N", sort=order, title=None)
    tooltip = [
        alt.Tooltip("label:N", title=texts("paired.segments")),
        alt.Tooltip("words:N", title=texts("paired.difference")),
        alt.Tooltip("interval:N", title=texts("paired.interval")),
        alt.Tooltip("n:N", title=texts("paired.pairs")),
    ]
    base = alt.Chart(data)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=of["line-strong"]).encode(x="x:Q")
    return alt.layer(
        zero,
        base.mark_rule(strokeWidth=3, color=of["muted"], strokeCap="round", clip=True).encode(
            x="low:Q", x2="high:Q", y=y, tooltip=tooltip
        ),
        base.mark_point(filled=True, size=130, opacity=1, color=of["brand-text"]).encode(x=x, y=y, tooltip=tooltip),
    ).properties(height=_ROW_HEIGHT * len(data) + 24)


def _segment_row(label: str, metric: str, estimate: PairedEstimate, view: ReportView) -> dict[str, Any]:
    scale = 100 if metric == "resolution" else 1
    n = estimate.n
    return {
        "label": f"{label} (n = {n})", "count": n, "n": str(n),
        "difference": _scaled(estimate.difference, scale), "low": _scaled(estimate.low, scale),
        "high": _scaled(estimate.high, scale), "words": view.difference(metric, estimate.difference),
        "interval": view.interval(metric, estimate),
    }  # fmt: skip


def _scaled(value: float | None, scale: int) -> float | None:
    return None if value is None else value * scale


def _domain(data: pd.DataFrame, largest: float) -> tuple[float, float]:
    ends = data[["difference", "low", "high"]].to_numpy(dtype=float)
    ends = ends[~pd.isna(ends)]
    reach = max(abs(ends).max(), 0.01) if ends.size else 1.0
    reach = min(reach, largest)
    return -reach, reach
