"""The verdict in words first: what it is, why, and what would settle it."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.improvement.report_view import ReportView
from shared.improvement.verdict import Verdict
from shared.llm.settings import OFFLINE_MODEL
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.model import llm_settings
from workbench.steps import Step

_SIGNS = {Verdict.BETTER: "↑", Verdict.WORSE: "↓", Verdict.INCONCLUSIVE: "?"}


def show(here: Desk, view: ReportView) -> None:
    """The card on top of the page."""
    comparison = view.comparison
    with st.container(key="card-verdict"):
        st.html(verdict_html(here, view))
        if view.unchanged:
            st.info(view.texts("verdict.unchanged"), icon=":material/balance:")
        if OFFLINE_MODEL in comparison.models and not llm_settings().offline:  # else every page says so
            st.info(here.say("compare.offline"), icon=":material/science:")
        _further(here, comparison.scenarios_needed)
        with st.expander(here.say("compare.rule")):
            alpha = formats.number(comparison.rule.alpha, here.language, 2)
            st.write(view.texts("verdict.level", alpha=alpha))
            st.write(here.say("compare.rule.few", n=comparison.rule.min_pairs))


def verdict_html(here: Desk, view: ReportView) -> str:
    """Sign, name and words: the colour says nothing that they do not say."""
    comparison = view.comparison
    name = view.texts(f"verdict.{comparison.verdict}")
    words = [f"<p>{escape(comparison.verdict_words[here.language])}</p>"]
    words += [f'<p class="muted">{escape(text)}</p>' for text in _why(here, view) if text]
    sign = _SIGNS[comparison.verdict]
    return (
        f'<div class="verdict {comparison.verdict}"><i aria-hidden="true">{sign}</i><h2>{escape(name)}</h2>'
        f"{''.join(words)}</div>"
    )


def _why(here: Desk, view: ReportView) -> list[str]:
    comparison = view.comparison
    score = comparison.metrics["score"]
    parts = [here.say(f"compare.why.{comparison.reason}"), view.hint]
    if score.smallest_detectable is not None:
        n = formats.count_of(score.n, here.language)
        parts.append(view.texts("verdict.detectable", n=n, size=view.amount("score", score.smallest_detectable)))
    return parts


def _further(here: Desk, needed: int | None) -> None:
    if not needed:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{here.count('compare.needed', needed)}**", width="content")
        if st.button(here.say("compare.more"), icon=":material/add_circle:", key="more-scenarios"):
            here.go(Step.REGENERATE)
