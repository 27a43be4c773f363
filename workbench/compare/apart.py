"""What stands apart from the verdict: the imported conversations, how much was played, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from shared.improvement.report_imported import ImportedView
from shared.improvement.report_limits import limits
from shared.improvement.report_view import CostRow, ReportView
from workbench.components.reader import Fact, facts_html
from workbench.desk import Desk
from workbench.i18n import formats

COST = ("calls", "input_tokens", "cached_tokens", "output_tokens", "cost_usd")
_HEADS = {
    "calls": "cost.calls",
    "input_tokens": "cost.input",
    "cached_tokens": "cost.cached",
    "output_tokens": "cost.output",
    "cost_usd": "cost.usd",
}


def imported(here: Desk, view: ReportView) -> None:
    """The real conversations' figures, and why they are in no difference."""
    of = ImportedView(view.run.metrics, view.run.ranking, view.texts, view.label)
    st.write(here.say("compare.imported.why"))
    if not of.overall:
        st.caption(view.texts("imported.none"))
        return
    st.caption(view.texts("imported.lead", total=of.total))
    heads = ("paired.metric", "imported.value", "paired.interval", "imported.n")
    rows = [(figure.label, figure.value, figure.interval or formats.UNKNOWN, figure.n) for figure in of.figures()]
    st.html(_table([_imported_head(here, view, name) for name in heads], rows))


def _imported_head(here: Desk, view: ReportView, name: str) -> str:
    return here.say(f"compare.{name}") if name.startswith("imported.") else view.texts(name)


def coverage(here: Desk, view: ReportView) -> None:
    """How much was played and compared, and what the result does not say."""
    covered = view.comparison.coverage
    lost, missing = covered.infrastructure_failures, covered.missing
    facts = {
        "scenarios": (covered.scenarios,),
        "pairs": (covered.pairs,),
        "trials": (covered.trials,),
        "left_out": (covered.scenarios_left_out,),
        "failures": (lost.baseline, lost.proposed),
        "missing": (missing.baseline, missing.proposed),
    }
    st.html(facts_html([_covered(here, name, counts) for name, counts in facts.items()]))
    st.caption(here.say("compare.coverage.arms"))
    st.markdown(f"**{view.texts('limits.head')}**")
    of = ImportedView(view.run.metrics, view.run.ranking, view.texts, view.label)
    st.html(f'<ul class="plain-list">{"".join(f"<li>{escape(text)}</li>" for text in limits(view, of))}</ul>')


def _covered(here: Desk, name: str, counts: tuple[int, ...]) -> Fact:
    shown = " · ".join(formats.count_of(count, here.language) for count in counts)
    return Fact(here.say(f"compare.coverage.{name}"), shown)


def cost(here: Desk, view: ReportView) -> None:
    """By purpose and arm, the total last."""
    rows = view.cost_rows()
    heads = [view.texts("cost.purpose"), here.say("compare.arm"), *(view.texts(_HEADS[name]) for name in COST)]
    st.html(_table(heads, [_cost_row(here, row) for row in rows], total=True))
    if view.offline:
        st.caption(view.texts("cost.free"))


def _cost_row(here: Desk, row: CostRow) -> tuple[str, ...]:
    counts = (formats.count_of(int(row.usage.get(name, 0)), here.language) for name in COST[:-1])
    return (row.label, row.arm, *counts, formats.usd(row.usage.get("cost_usd", 0.0), here.language))


def _table(heads: list[str], rows: Sequence[tuple[str, ...]], *, total: bool = False) -> str:
    """The first column names the row; the others are figures. `total` sets the last row off."""
    head = "".join(f'<th scope="col"{_number(place)}>{escape(text)}</th>' for place, text in enumerate(heads))
    body = ""
    for number, row in enumerate(rows, start=1):
        cells = "".join(f'<td class="number">{escape(text)}</td>' for text in row[1:])
        kind = ' class="total"' if total and number == len(rows) else ""
        body += f'<tr{kind}><th scope="row">{escape(row[0])}</th>{cells}</tr>'
    table = f'<table class="plain-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="table-scroll" tabindex="0">{table}</div>'


def _number(place: int) -> str:
    return ' class="number"' if place else ""
