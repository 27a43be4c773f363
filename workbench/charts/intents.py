"""Charts of the intents: figures with their intervals, probabilities at their thresholds, the parts of a ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

ROW_PX = 34


class Bar(NamedTuple):
    """One intent's figure. `shown` is it in words, with n and interval; None is unknown."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    shown: str


class Part(NamedTuple):
    """What one part adds to the score of a tool."""

    tool: str
    part: str
    value: float
    shown: str


class Chance(NamedTuple):
    """An intent's probability (0 to 1) and the threshold from which it counts."""

    label: str
    probability: float
    threshold: float
    shown: str


def intervals(
    bars: Sequence[Bar], title: str, domain: tuple[float, float], colors: Mapping[str, str], *, share: bool
) -> Any:
    """A point with its interval for each intent, in the order given; `share` writes the axis in per cent."""
    data = alt.InlineData(values=[bar._asdict() for bar in bars])
    axis = alt.Axis(format="%" if share else "d", tickCount=4, labelOverlap=True)
    y = alt.Y("label:N", sort=[bar.label for bar in bars], title=None)
    scale = alt.Scale(domain=domain, clamp=True)
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=title)]
    base = alt.Chart(data, height=ROW_PX * len(bars)).encode(y=y, tooltip=tooltip)
    rule = base.mark_rule(color=colors["brand-text"], strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2="high:Q"
    )
    point = base.mark_point(color=colors["brand-text"], filled=True, size=90).encode(
        x=alt.X("value:Q", title=title, scale=scale, axis=axis)
    )
    return rule + point


def chances(rows: Sequence[Chance], words: tuple[str, str], colors: Mapping[str, str]) -> Any:
    """A bar to each intent's probability and a stroke at its threshold; `words` name the two."""
    data = alt.InlineData(values=[row._asdict() for row in rows])
    y = alt.Y("label:N", sort=[row.label for row in rows], title=None)
    x = alt.X("probability:Q", title=words[0], scale=alt.Scale(domain=(0, 1)), axis=alt.Axis(format="%", tickCount=5))
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("shown:N", title=words[0])]
    base = alt.Chart(data, height=ROW_PX * len(rows)).encode(y=y, tooltip=tooltip)
    reached = alt.condition("datum.probability >= datum.threshold", alt.value(1), alt.value(0.4))
    bar = base.mark_bar(color=colors["brand-text"], height=14, cornerRadiusEnd=4).encode(x=x, opacity=reached)
    stroke = base.mark_tick(color=colors["text"], thickness=3, size=24).encode(x="threshold:Q")
    return bar + stroke


def parts(rows: Sequence[Part], order: Sequence[str], names: Sequence[str], title: str, palette: Sequence[str]) -> Any:
    """The score of each tool as the sum of its parts, tools in `order`, parts in the order of `names`. The colours
    are told beside the chart: a legend inside is cut off on a narrow screen."""
    place = {name: number for number, name in enumerate(names)}
    data = alt.InlineData(values=[{**row._asdict(), "place": place[row.part]} for row in rows])
    return (
        alt.Chart(data, height=ROW_PX * len(order))
        .mark_bar(height=18)
        .encode(
            y=alt.Y("tool:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=180)),
            x=alt.X("value:Q", title=title, scale=alt.Scale(domain=(0, 1)), axis=alt.Axis(format=".1f", tickCount=5)),
            color=alt.Color("part:N", legend=None, scale=alt.Scale(domain=list(names), range=list(palette))),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("tool:N", title=" "), alt.Tooltip("part:N", title="  "),
                alt.Tooltip("shown:N", title=title),
            ],
        )
    )  # fmt: skip
