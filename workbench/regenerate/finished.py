"""The finished conversations: a table that grows while the rest is played, and any of them to read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from shared.improvement.models import Arm, EndReason, SimulatedConversation
from shared.improvement.report_texts import Texts
from shared.runs.folder import RunError
from shared.runs.watching import FinishedCase, SimulationView
from workbench.components import pair as pairs
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.regenerate import plan, running

LOOK_EVERY_SEC = 2.0
TABLE_HEIGHT = 360
OUTCOMES = ("resolved", "unresolved", "failed")


def show(here: Desk, *, live: bool) -> None:
    """`live`: conversations are still being added."""
    st.fragment(_show, run_every=LOOK_EVERY_SEC if live else None)(here)


def _show(here: Desk) -> None:
    now = running.view(here)
    if not now.finished:
        return
    with st.container(key="card-finished"):
        st.header(here.say("regenerate.finished"))
        wanted = _filtered(here, now)
        if not wanted:
            st.info(here.say("regenerate.none_matches"), icon=":material/search_off:")
            return
        chosen = _chosen(here, wanted)
        _read(here, now, chosen)


def _filtered(here: Desk, now: SimulationView) -> list[FinishedCase]:
    texts = Texts(here.language)
    contexts = sorted({row.context for row in now.finished})
    one, two, three = st.columns(3)
    context = one.selectbox(
        here.say("regenerate.filter.context"), contexts, index=None, key="filter-context",
        format_func=lambda name: here.label("context", name), placeholder=here.say("regenerate.filter.all"),
    )  # fmt: skip
    arm = two.selectbox(
        here.say("regenerate.filter.arm"), list(Arm), index=None, key="filter-arm",
        format_func=lambda name: texts(f"arm.{name}"), placeholder=here.say("regenerate.filter.all"),
    )  # fmt: skip
    outcome = three.selectbox(
        here.say("regenerate.filter.outcome"), OUTCOMES, index=None, key="filter-outcome",
        format_func=lambda name: here.say(f"regenerate.outcome.{name}"), placeholder=here.say("regenerate.filter.all"),
    )  # fmt: skip
    return [
        row
        for row in now.finished
        if (context is None or row.context == context)
        and (arm is None or row.arm == arm)
        and (outcome is None or outcome_of(row) == outcome)
    ]


def outcome_of(row: FinishedCase) -> str:
    """One of `OUTCOMES`, or "unknown"."""
    if row.end_reason is EndReason.INFRASTRUCTURE:
        return "failed"
    return {True: "resolved", False: "unresolved", None: "unknown"}[row.resolved]


def _chosen(here: Desk, wanted: list[FinishedCase]) -> FinishedCase | None:
    filters = "-".join(str(st.session_state.get(f"filter-{name}")) for name in ("context", "arm", "outcome"))
    event = st.dataframe(
        pd.DataFrame([_row(here, row) for row in wanted]), key=f"finished-{filters}", width="stretch",
        height=min(TABLE_HEIGHT, 38 + 35 * len(wanted)), hide_index=True, on_select="rerun",
        selection_mode="single-row",
    )  # fmt: skip
    selected = [row for row in event.selection.rows if row < len(wanted)]
    return wanted[selected[0]] if selected else None


def _row(here: Desk, row: FinishedCase) -> dict[str, str]:
    texts = Texts(here.language)
    return {
        here.say("regenerate.pair.scenario"): row.scenario_id,
        here.say("regenerate.filter.arm"): texts(f"arm.{row.arm.value}"),
        here.say("regenerate.aspect.resolved"): here.say(f"regenerate.outcome.{outcome_of(row)}"),
        here.say("regenerate.aspect.csat"): formats.number(row.csat, here.language, 1),
        here.say("regenerate.aspect.end"): texts(f"end.{row.end_reason.value}"),
        here.say("regenerate.aspect.messages"): formats.count_of(row.turns, here.language),
        here.say("regenerate.about"): pairs.title(here, row.context, row.intents),
    }


def _read(here: Desk, now: SimulationView, chosen: FinishedCase | None) -> None:
    """The chosen conversation beside the other version's with the same customer."""
    if chosen is None:
        st.caption(here.say("regenerate.choose_row"))
        return
    same = {row.arm: row for row in now.finished if (row.scenario_id, row.trial) == (chosen.scenario_id, chosen.trial)}
    both = (_case(here, same.get(Arm.BASELINE)), _case(here, same.get(Arm.PROPOSED)))
    pairs.show(here, plan.scenarios(here.folder).get(chosen.scenario_id), both)


def _case(here: Desk, row: FinishedCase | None) -> SimulatedConversation | None:
    if row is None:
        return None
    try:
        return running.watcher(str(here.folder.path)).read_case(row.key)
    except RunError:  # it was started over this very moment
        return None
