"""Figures in words: the value as its kind is written, its interval, how many conversations are behind it."""

from __future__ import annotations

from collections.abc import Mapping

from shared.analysis.intervals import Estimate
from shared.analysis.metrics import Figures
from workbench.components.naming import named
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.metrics.choice import DIMENSIONS
from workbench.metrics.reading import FIGURES, Figure, Overview

ENOUGH = 10
"""Known conversations that a segment needs before it is called the weakest."""


def written(here: Desk, figure: Figure, value: float | None) -> str:
    """A value of the figure; "—" where it is unknown."""
    if figure.kind == "share":
        return formats.percent(value, here.language, 1)
    if figure.kind == "seconds":
        return formats.duration(value, here.language)
    return formats.number(value, here.language, 2 if figure.kind == "of_5" else 1)


def interval(here: Desk, figure: Figure, estimate: Estimate) -> str:
    """ "entre 51.6 % y 66.9 %"; empty where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (written(here, figure, end) for end in (estimate.low, estimate.high))
    return here.say("metrics.between", low=low, high=high)


def behind(here: Desk, estimate: Estimate, total: int) -> str:
    """How many conversations say it, and how many do not."""
    known = here.count("metrics.n", estimate.n)
    unknown = total - estimate.n
    return f"{known} · {here.count('metrics.unknown', unknown)}" if unknown else known


def headline(here: Desk, found: Overview) -> str:
    """How many cases are resolved and how sure that is."""
    resolution = found.figures.resolution_rate
    if resolution.value is None:
        return here.say("metrics.headline.unknown")
    figure = FIGURES[0]
    return here.say(
        "metrics.headline", share=written(here, figure, resolution.value), between=interval(here, figure, resolution)
    )


def weakest(here: Desk, found: Overview) -> str:
    """The context that is resolved least and whether that may be chance; empty where none has enough conversations."""
    contexts = found.by["context"]
    least = least_resolved(contexts)
    if least is None:
        return ""
    rate, overall = contexts[least].resolution_rate, found.figures.resolution_rate
    sure = rate.high is not None and overall.value is not None and rate.high < overall.value
    return here.say(
        "metrics.weakest.sure" if sure else "metrics.weakest.maybe",
        name=named(here, DIMENSIONS["context"], least), share=written(here, FIGURES[0], rate.value),
    )  # fmt: skip


def least_resolved(segments: Mapping[str, Figures]) -> str | None:
    """The segment with the lowest resolution of those with `ENOUGH` known conversations, if there are two such."""
    rates = {name: f.resolution_rate for name, f in segments.items() if f.resolution_rate.n >= ENOUGH}
    if len(rates) < 2:
        return None
    return min(rates, key=lambda name: (rates[name].value or 0.0, name))
