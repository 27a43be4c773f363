"""Every scenario of the comparison, the regressions first, with both conversations to read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from shared.agent.rendering import plain
from shared.improvement.models import Arm
from shared.improvement.pairing import ScenarioPair
from shared.improvement.report_view import ReportView
from workbench.components import pair as pairs
from workbench.desk import Desk
from workbench.i18n import formats

WORSE, BETTER, ALL = "worse", "better", "all"
TABLE_HEIGHT = 320


def show(here: Desk, view: ReportView, played: Sequence[ScenarioPair]) -> None:
    """The list with its filters, and the chosen scenario below it."""
    which = _which(here, view, len(played))
    st.caption(_lead(view, which, len(played)))
    wanted = _matching(here, view, _kind(view, played, which))
    if not wanted:
        st.info(here.say("compare.no_scenarios"), icon=":material/search_off:")
        return
    chosen = _chosen(here, view, wanted, which)
    _both(here, view, chosen)


def _which(here: Desk, view: ReportView, total: int) -> str:
    comparison = view.comparison
    counts = {WORSE: len(comparison.regressions), BETTER: len(comparison.improvements), ALL: total}
    found = st.segmented_control(
        here.say("compare.show"), list(counts), default=WORSE if counts[WORSE] else ALL, key="which-scenarios",
        format_func=lambda name: f"{here.say(f'compare.show.{name}')} ({counts[name]})",
    )  # fmt: skip
    return found or ALL


def _lead(view: ReportView, which: str, total: int) -> str:
    texts, comparison = view.texts, view.comparison
    if which == WORSE:
        count = len(comparison.regressions)
        return texts("regressions.lead", count=count) if count else texts("regressions.none")
    if which == BETTER:
        return texts("regressions.improved", count=len(comparison.improvements))
    return texts("paired.lead", pairs=total, trials=comparison.coverage.trials).split(". ")[0] + "."


def _kind(view: ReportView, played: Sequence[ScenarioPair], which: str) -> list[ScenarioPair]:
    """Those of a kind, in the comparison's order: the largest change first."""
    if which == ALL:
        return list(played)
    changes = view.comparison.regressions if which == WORSE else view.comparison.improvements
    by_id = {pair.scenario.scenario_id: pair for pair in played}
    return [by_id[change.scenario_id] for change in changes if change.scenario_id in by_id]


def _matching(here: Desk, view: ReportView, found: list[ScenarioPair]) -> list[ScenarioPair]:
    """What the search leaves: every word has to be in the scenario's id, goal, context or intents."""
    asked = st.text_input(here.say("compare.search"), key="find-scenario", placeholder=here.say("compare.search.hint"))
    words = plain(asked).split()
    if not words:
        return found
    return [pair for pair in found if all(word in _searched(here, pair) for word in words)]


def _searched(here: Desk, pair: ScenarioPair) -> str:
    scenario = pair.scenario
    return plain(f"{scenario.scenario_id} {scenario.goal} {pairs.title(here, scenario.context, scenario.intents)}")


def _chosen(here: Desk, view: ReportView, wanted: list[ScenarioPair], which: str) -> ScenarioPair:
    rows = pd.DataFrame([_row(here, view, pair) for pair in wanted])
    event = st.dataframe(
        rows, key=f"scenarios-{which}", width="stretch", height=min(TABLE_HEIGHT, 38 + 35 * len(rows)),
        hide_index=True, on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    selected = [row for row in event.selection.rows if row < len(wanted)]
    if not selected:
        st.caption(here.say("compare.choose_row"))
    return wanted[selected[0]] if selected else wanted[0]


def _row(here: Desk, view: ReportView, pair: ScenarioPair) -> dict[str, str]:
    scenario, texts = pair.scenario, view.texts
    changes = {
        texts(f"metric.{name}").split(" (")[0]: _change(view, name, pair) for name in ("resolution", "csat", "score")
    }
    return {
        here.say("regenerate.pair.scenario"): scenario.scenario_id,
        here.say("compare.about"): pairs.title(here, scenario.context, scenario.intents),
        **changes,
        here.say("compare.goal"): scenario.goal,
    }


def _change(view: ReportView, name: str, pair: ScenarioPair) -> str:
    known = pair.figures.get(name)
    return formats.UNKNOWN if known is None else f"{view.amount(name, known[0])} → {view.amount(name, known[1])}"


def _both(here: Desk, view: ReportView, chosen: ScenarioPair) -> None:
    name = chosen.scenario.scenario_id
    trials = sorted(trial.baseline.trial for trial in chosen.trials)
    trial = _shows_most(view, name, trials)
    if len(trials) > 1:
        trial = st.segmented_control(
            here.say("compare.trial"), trials, default=trial, format_func=lambda n: str(n + 1), key=f"trial-{name}"
        ) or trial  # fmt: skip
    found = view.run.conversations
    with st.container(key="card-pair"):
        pairs.show(
            here, chosen.scenario, (found.get((name, trial, Arm.BASELINE)), found.get((name, trial, Arm.PROPOSED)))
        )


def _shows_most(view: ReportView, name: str, trials: list[int]) -> int:
    changes = (*view.comparison.regressions, *view.comparison.improvements)
    return next((change.trial for change in changes if change.scenario_id == name), trials[0])
