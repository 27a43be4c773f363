"""What the conversations that a journal holds have taken, and what further ones will take if they are like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import pairwise
from statistics import mean, median, stdev
from typing import Any

import orjson

from shared.improvement.estimated_time import Basis, Loads
from shared.improvement.estimating import Load, Span
from shared.improvement.models import EndReason
from shared.runs.folder import RunFolder
from shared.runs.simulating import JOURNAL

MEASURED_FROM = 5
"""Conversations that have to be there before their usage is taken instead of a rendering."""
TWO_SIGMA = 2.0


def read_played(folder: RunFolder, conditions: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The journal's lines of finished conversations by case, if they were played under these conditions."""
    path = folder / JOURNAL
    content = path.read_bytes() if path.is_file() else b""
    found: dict[str, dict[str, Any]] = {}
    for line in content[: content.rfind(b"\n") + 1].splitlines():
        try:
            record = orjson.loads(line)
            if "case" not in record:
                if record["conditions"] != dict(conditions):
                    return {}
            elif record["conversation"]["end_reason"] != EndReason.INFRASTRUCTURE:
                found[record["case"]] = record
        except (orjson.JSONDecodeError, KeyError, TypeError):
            continue  # the journal reports damage when it is opened
    return found


def measured(played: Mapping[str, Mapping[str, Any]], missing: int) -> Loads | None:
    """What the missing ones will take if they are like those that were played; the range is that of their sum."""
    if len(played) < MEASURED_FROM:
        return None
    loads = [load_of_usage(record["conversation"]["usage"]) for record in played.values()]
    spans = {name: _sum_of(missing, [getattr(load, name) for load in loads]) for name in Load.__slots__}
    low, mid, high = (
        Load(**{name: getattr(span, end) for name, span in spans.items()}) for end in ("low", "mid", "high")
    )
    return Loads(low, mid, high, Basis.MEASURED, _pace(played))


def load_of_usage(usage: Mapping[str, Mapping[str, float]]) -> Load:
    """A conversation's usage, of all purposes together."""
    parts = (
        Load(amounts["calls"], amounts["input_tokens"], amounts["output_tokens"], amounts["cost_usd"])
        for amounts in usage.values()
    )
    return reduce(Load.__add__, parts, Load())


def _sum_of(count: int, values: Sequence[float]) -> Span:
    """The sum of `count` further values like these, with the range in which it lies 19 times in 20."""
    middle = count * mean(values)
    margin = TWO_SIGMA * stdev(values) * (count + count**2 / len(values)) ** 0.5
    return Span(max(middle - margin, 0.0), middle, middle + margin)


def _pace(played: Mapping[str, Mapping[str, Any]]) -> float | None:
    """Seconds from one finished conversation to the next, pauses of the simulation left out."""
    times: list[float] = sorted(record["at"] for record in played.values() if "at" in record)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    if len(gaps) < MEASURED_FROM - 1:
        return None
    usual = 10 * max(median(gaps), 0.01)
    return mean(gap for gap in gaps if gap <= usual)
