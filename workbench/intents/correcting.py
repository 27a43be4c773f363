"""A person's word in place of the detector's: given, taken back, kept for the next import, and to train with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import polars as pl
import streamlit as st

from shared.analysis.corrections import (
    Correction,
    CorrectionError,
    as_training_rows,
    forget,
    read_corrections,
    remember,
)
from shared.analysis.table import ConversationTable
from shared.improvement.journal import JournalError
from shared.runs.correcting import correct, withdraw
from shared.runs.folder import RunError, utc_now
from workbench.components.plain import plain, who
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.workspace import workspace

LISTED = 20
TSV = "text/tab-separated-values"


def form(here: Desk, table: ConversationTable, row: int) -> None:
    """The intents of one conversation, to be corrected."""
    conversation_id, now = str(table.frame["conversation_id"][row]), table.frame["intents"][row].to_list()
    made = _corrections(here).get(conversation_id)
    busy = bool(here.job and here.job.under_way)
    key = f"{here.run.id}-{conversation_id}-{'-'.join(now)}"
    st.markdown(f"**{here.say('intents.correct')}**")
    wanted = st.multiselect(
        here.say("intents.correct.label"), table.intents, default=now, key=f"intents-correct-{key}", disabled=busy,
        format_func=lambda intent: here.label("intent", intent), placeholder=here.say("intents.none"),
    )  # fmt: skip
    with st.container(horizontal=True):
        unchanged = set(wanted) == set(now)
        if st.button(here.say("intents.correct.save"), type="primary", key="intents-correct-save",
                     disabled=busy or unchanged):  # fmt: skip
            _correct(here, conversation_id, wanted)
        if made and st.button(here.say("intents.correct.undo"), icon=":material/undo:", key="intents-correct-undo",
                              disabled=busy):  # fmt: skip
            _withdraw(here, conversation_id)
    if made:
        plain(_told(here, made), "quiet")


def overview(here: Desk, table: ConversationTable) -> None:
    """How many were corrected, what that changed, and all of them as lines to train with."""
    made = _corrections(here)
    if not made:
        return
    with st.container(key="card-corrections"):
        st.markdown(f"### {here.say('intents.corrections')}")
        st.write(here.count("intents.corrections.count", len(made)))
        st.dataframe(pd.DataFrame(_effect(here, table)), hide_index=True, width="stretch", key="intents-effect")
        for number, correction in enumerate(list(made.values())[::-1][:LISTED]):
            left, right = st.columns([5, 1], vertical_alignment="center")
            with left:
                plain(f"{correction.conversation_id} · {_told(here, correction)}", "quiet")
            with right:
                if st.button(here.say("intents.correct.undo"), key=f"intents-undo-{number}", width="stretch"):
                    _withdraw(here, correction.conversation_id)
        st.download_button(
            here.say("intents.corrections.download"), lambda: _training(here, table, list(made.values())),
            file_name="intent_corrections.tsv", mime=TSV, icon=":material/download:", key="intents-training",
        )  # fmt: skip
        st.caption(here.say("intents.corrections.download.help"))


def _effect(here: Desk, table: ConversationTable) -> list[dict[str, object]]:
    """Conversations an intent as detected and as corrected, where the two differ."""
    before, after = (
        dict(table.frame.select(pl.col(name).explode()).to_series().value_counts().iter_rows())
        for name in ("detected", "intents")
    )
    return [
        {
            here.say("intents.intent"): here.label("intent", intent),
            here.say("intents.corrections.detected"): before.get(intent, 0),
            here.say("intents.corrections.now"): after.get(intent, 0),
        }
        for intent in table.intents
        if before.get(intent, 0) != after.get(intent, 0)
    ]


def _told(here: Desk, correction: Correction) -> str:
    return here.say(
        "intents.correct.made",
        who=who(here, correction.by),
        when=formats.ago(correction.at, here.language),
        detected=_named(here, correction.detected),
        now=_named(here, correction.intents),
    )


def _named(here: Desk, intents: Sequence[str]) -> str:
    return ", ".join(here.label("intent", intent) for intent in intents) or here.say("intents.none")


def _corrections(here: Desk) -> Mapping[str, Correction]:
    try:
        return read_corrections(here.folder.path)
    except CorrectionError as error:
        plain(str(error), "quiet")
        return {}


def _training(here: Desk, table: ConversationTable, made: Sequence[Correction]) -> bytes:
    return "".join(as_training_rows(made, table, here.pack)).encode()


def _correct(here: Desk, conversation_id: str, wanted: Sequence[str]) -> None:
    """Keep it, here and for every run to come, and draw the page with the new figures."""
    try:
        correction = correct(here.folder, conversation_id, wanted, here.state.by)
        remember(workspace().corrections, here.settings.domain, correction)
    except (RunError, JournalError, CorrectionError, OSError) as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.rerun()


def _withdraw(here: Desk, conversation_id: str) -> None:
    try:
        withdraw(here.folder, conversation_id)
        forget(workspace().corrections, here.settings.domain, conversation_id, here.state.by, utc_now())
    except (RunError, JournalError, OSError) as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.rerun()
