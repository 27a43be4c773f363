"""The charts of the metrics page: one figure over time, and by segment; intervals are always drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from shared.analysis.intervals import Estimate
from workbench.charts.style import colors
from workbench.desk import Desk
from workbench.metrics.reading import Figure

ROW_PX = 44
TREND_PX = 280


@dataclass(frozen=True, slots=True)
class Row:
    """One point: its label, its figure, and in `words` its value, its interval and what is behind it."""

    label: str
    estimate: Estimate
    words: tuple[str, str, str]
    start: date | None = None

    @property
    def value(self) -> float | None:
        return self.estimate.value

    def as_data(self) -> dict[str, Any]:
        value, low, high = self.estimate.value, self.estimate.low, self.estimate.high
        return {
            "label": self.label, "value": value, "low": value if low is None else low,
            "high": value if high is None else high, "words": self.words[0], "between": self.words[1],
            "behind": self.words[2], "start": self.start.isoformat() if self.start else None,
        }  # fmt: skip


def trend(here: Desk, rows: Sequence[Row], figure: Figure) -> Any:
    """A line with its band; a single point has a bar."""
    of, base = colors(), _base(here, rows)
    x = alt.X("start:T", title=None, axis=alt.Axis(format=_date_format(here), labelAngle=0, tickCount=8, grid=False))
    y, tooltip = _scale(here, figure, alt.Y), _tooltip(here)
    band = base.mark_area(color=of["brand-text"], opacity=0.16).encode(x=x, y=y, y2="high:Q")
    bars = base.mark_rule(color=of["brand-text"], opacity=0.45).encode(x=x, y=y, y2="high:Q")
    value = alt.Y("value:Q")
    line = base.mark_line(color=of["brand-text"], strokeWidth=2).encode(x=x, y=value)
    points = base.mark_circle(color=of["brand-text"], size=64, opacity=1).encode(x=x, y=value, tooltip=tooltip)
    return alt.layer(band, bars, line, points, height=TREND_PX)


def intervals(here: Desk, rows: Sequence[Row], figure: Figure, overall: float | None) -> Any:
    """A point with its interval for each segment, in the order of the rows; a dashed line stands for all together."""
    of, base = colors(), _base(here, rows)
    y = alt.Y("label:N", title=None, sort=[row.label for row in rows], axis=alt.Axis(labelLimit=180, grid=False))
    x, tooltip = _scale(here, figure, alt.X), _tooltip(here)
    bars = base.mark_rule(color=of["brand-text"], strokeWidth=3, opacity=0.45).encode(y=y, x=x, x2="high:Q")
    points = base.mark_circle(color=of["brand-text"], size=110, opacity=1).encode(y=y, x="value:Q", tooltip=tooltip)
    words = base.mark_text(dy=-13, fontSize=11).encode(y=y, x="value:Q", text="words:N")
    layers = [bars, points, words]
    if overall is not None:
        line = alt.Chart(alt.InlineData(values=[{"overall": overall}])).mark_rule(color=of["muted"], strokeDash=[5, 4])
        layers.insert(0, line.encode(x="overall:Q"))
    return alt.layer(*layers, height=ROW_PX * len(rows) + 24)


def _base(here: Desk, rows: Sequence[Row]) -> Any:
    return alt.Chart(alt.InlineData(values=[row.as_data() for row in rows]))


def _scale(here: Desk, figure: Figure, channel: Any) -> Any:
    """The axis of the figure, from the interval's lower end."""
    share = figure.kind == "share"
    fixed = {"share": alt.Scale(domain=[0, 1]), "of_5": alt.Scale(domain=[1, 5])}
    scale = fixed.get(figure.kind, alt.Scale(zero=False))
    axis = alt.Axis(format="%" if share else "~g", tickCount=6)
    return channel("low:Q", title=here.say(f"metrics.{figure.name}.axis"), scale=scale, axis=axis)


def _tooltip(here: Desk) -> list[alt.Tooltip]:
    fields = ("label", "words", "between", "behind")
    return [alt.Tooltip(f"{field}:N", title=here.say(f"metrics.tooltip.{field}")) for field in fields]


def _date_format(here: Desk) -> str:
    return "%b %-d" if here.language == "en" else "%d/%m/%y"
