"""The figures, each with its interval and what is behind it, and the score with its parts."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.analysis.intervals import Estimate
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.reading import FIGURES, Figure, Overview
from workbench.metrics.wording import behind, interval, written


def show_figures(here: Desk, found: Overview) -> None:
    """A card each."""
    cards = "".join(_card(here, figure, getattr(found.figures, figure.name), found.figures.total) for figure in FIGURES)
    st.html(f'<div class="figure-cards">{cards}</div>')


def _card(here: Desk, figure: Figure, estimate: Estimate, total: int) -> str:
    label, value = here.say(f"metrics.{figure.name}"), written(here, figure, estimate.value)
    if estimate.value is None:
        lines = [here.say("metrics.nobody_says")]
    else:
        lines = [interval(here, figure, estimate) or here.say("metrics.no_interval"), behind(here, estimate, total)]
    small = "".join(f"<span>{escape(line)}</span>" for line in lines)
    unit = f"<small>{escape(here.say('metrics.of_5'))}</small>" if figure.kind == "of_5" and estimate.n else ""
    return f'<div class="card figure"><span>{escape(label)}</span><b>{escape(value)} {unit}</b>{small}</div>'


def show_score(here: Desk, found: Overview) -> None:
    """The score and how each part makes it; what could not be measured."""
    score = found.score
    with st.container(key="card-score"):
        st.header(here.say("metrics.score"), anchor=False, help=here.say("metrics.score.help"))
        value = formats.number(score["value"], here.language, 2)
        st.html(f'<div class="figure"><b>{value}</b><span>{escape(here.say("metrics.score.of"))}</span></div>')
        rows = "".join(_part(here, name, part) for name, part in score["parts"].items())
        st.html(f'<div class="lacking">{rows}</div>')
        if score["left_out"]:
            names = ", ".join(here.say(f"metrics.part.{name}") for name in score["left_out"])
            st.caption(here.say("metrics.score.left_out", names=names))


def _part(here: Desk, name: str, part: dict[str, float | None]) -> str:
    value, weight = part["value"], formats.percent(part["weight"], here.language)
    means = here.say("metrics.part.weight", weight=weight) if value is not None else here.say("metrics.part.unknown")
    return (
        f"<div><b>{escape(here.say(f'metrics.part.{name}'))}</b>"
        f'<span class="bar"><i style="width:{value or 0.0:.1%}"></i></span>'
        f"<span>{formats.number(value, here.language, 2)}</span>"
        f"<small>{escape(means)}. {escape(here.say(f'metrics.part.{name}.means'))}</small></div>"
    )
