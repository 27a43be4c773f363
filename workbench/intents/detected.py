"""What was detected: how often, how well it is served, and whether imported labels agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from shared.analysis.intervals import Estimate, wilson
from shared.analysis.table import ConversationTable
from workbench.charts import intents as charts
from workbench.charts.style import colors, draw
from workbench.components.plain import plain
from workbench.desk import Desk
from workbench.i18n import formats

FEWEST_KNOWN = 5
"""Fewer known outcomes say nothing about how well an intent is served."""
Figures = Mapping[str, Mapping[str, Any]]


def show(here: Desk, table: ConversationTable | None) -> None:
    """Words first, then three charts and the figures, then the agreement."""
    metrics = here.folder.read_json("metrics.json")
    by_intent = dict(sorted(metrics["by"]["intent"].items(), key=lambda entry: -entry[1]["total"]))
    total = metrics["overall"]["total"]
    with st.container(key="card-detected"):
        plain(_headline(here, by_intent, total), "heading")
        if table is not None:
            _none(here, table)
        _charts(here, by_intent, total)
        with st.expander(here.say("intents.as_table"), key="intents-as-table"):
            st.dataframe(pd.DataFrame(_rows(here, by_intent, total)), hide_index=True, width="stretch")
    _agreement(here, metrics.get("imported_intents"))


def _headline(here: Desk, by_intent: Figures, total: int) -> str:
    asked = [intent for intent, figures in by_intent.items() if figures["total"]]
    if not asked:
        return here.say("intents.nothing_detected")
    top = asked[0]
    words = [
        here.say(
            "intents.most_asked", intent=here.label("intent", top), n=formats.count_of(total, here.language),
            share=formats.percent(by_intent[top]["total"] / total, here.language),
        )
    ]  # fmt: skip
    known = [intent for intent in asked if by_intent[intent]["resolution_rate"]["n"] >= FEWEST_KNOWN]
    if known:
        worst = min(known, key=lambda intent: by_intent[intent]["resolution_rate"]["value"])
        rate = _shown(here, Estimate(**by_intent[worst]["resolution_rate"]), share=True)
        words.append(here.say("intents.worst_served", intent=here.label("intent", worst), rate=rate))
    return " ".join(words)


def _none(here: Desk, table: ConversationTable) -> None:
    without = int((table.frame["intents"].list.len() == 0).sum())
    if without:
        share = formats.percent(without / max(len(table), 1), here.language)
        st.caption(here.count("intents.without", without, share=share))


def _charts(here: Desk, by_intent: Figures, total: int) -> None:
    every = {intent: _estimates(figures, total) for intent, figures in by_intent.items()}
    most = max((found["share"].high or 0.0 for found in every.values()), default=1.0)
    kinds: dict[str, tuple[float, float]] = {"share": (0.0, min(1.0, most * 1.1)), "resolution": (0, 1), "csat": (1, 5)}
    for column, (kind, domain) in zip(st.columns(3), kinds.items(), strict=True):
        share = kind != "csat"
        bars = [_bar(here, intent, found[kind], share=share) for intent, found in every.items()]
        with column:
            st.markdown(f"**{here.say(f'intents.{kind}')}**")
            title = here.say(f"intents.{kind}.axis")
            draw(charts.intervals(bars, title, domain, colors(), share=share), f"intents-{kind}")


def _estimates(figures: Mapping[str, Any], total: int) -> dict[str, Estimate]:
    return {
        "share": wilson(figures["total"], total),
        "resolution": Estimate(**figures["resolution_rate"]),
        "csat": Estimate(**figures["avg_csat"]),
    }


def _bar(here: Desk, intent: str, found: Estimate, *, share: bool) -> charts.Bar:
    shown = f"{_shown(here, found, share=share)}; n = {formats.count_of(found.n, here.language)}"
    return charts.Bar(here.label("intent", intent), found.value, found.low, found.high, shown)


def _shown(here: Desk, found: Estimate, *, share: bool) -> str:
    """A figure with its interval, as in "62 % (55 % a 69 %)"."""

    def one(value: float | None) -> str:
        return formats.percent(value, here.language) if share else formats.number(value, here.language, 1)

    if found.low is None or found.high is None:
        return one(found.value)
    return here.say("intents.between", value=one(found.value), low=one(found.low), high=one(found.high))


def _rows(here: Desk, by_intent: Figures, total: int) -> list[dict[str, Any]]:
    rows = []
    for intent, figures in by_intent.items():
        found = _estimates(figures, total)
        row: dict[str, Any] = {
            here.say("intents.intent"): here.label("intent", intent),
            here.say("intents.conversations"): figures["total"],
        }
        for kind, estimate in found.items():
            row[here.say(f"intents.{kind}")] = _shown(here, estimate, share=kind != "csat")
            if kind != "share":
                row[f"n ({here.say(f'intents.{kind}')})"] = estimate.n
        rows.append(row)
    return rows


def _agreement(here: Desk, imported: Mapping[str, Any] | None) -> None:
    """How the detection stands to labels that came with the conversations."""
    if not imported or not imported.get("conversations"):
        return
    counts = imported["by_intent"]
    both, missed, extra = (sum(c[name] for c in counts.values()) for name in ("both", "only_imported", "only_detected"))
    language = here.language
    with st.container(key="card-agreement"):
        st.header(here.say("intents.agreement"))
        found = {"found": wilson(both, both + missed), "right": wilson(both, both + extra)}
        shown = {name: _shown(here, estimate, share=True) for name, estimate in found.items()}
        n = {"labels": both + missed, "detections": both + extra, "n": imported["conversations"]}
        plain(here.say("intents.agreement.words", **shown, **{k: formats.count_of(v, language) for k, v in n.items()}))
        st.caption(here.say("intents.agreement.note"))
        with st.expander(here.say("intents.as_table"), key="intents-agreement-table"):
            names = ("both", "only_imported", "only_detected")
            rows = [
                {here.say("intents.intent"): here.label("intent", intent)}
                | {here.say(f"intents.agreement.{name}"): count[name] for name in names}
                for intent, count in counts.items()
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
