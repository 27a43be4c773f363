"""Every approval of the run: who, when, and what it changes against the prompts in production then."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from shared.improvement.approval import ApprovedPrompts
from workbench.approve import editing
from workbench.approve.drafts import pair_of
from workbench.components.plain import plain, who
from workbench.components.word_diff import changed, word_diff
from workbench.desk import Desk
from workbench.i18n import formats

SHOWN = 20


def show(here: Desk, every: Sequence[ApprovedPrompts]) -> None:
    """The newest first."""
    st.header(here.say("approve.history"))
    for number, approved in enumerate(every[:SHOWN]):
        place = len(every) - number
        with st.container(key=f"card-approval-{place}"):
            left, right = st.columns([4, 1], vertical_alignment="center")
            with left:
                when = formats.moment(approved.approved_at, here.language, st.context.timezone)
                plain(here.say("approve.by", who=who(here, approved.approved_by), when=when), "strong")
                plain(f"{here.say(f'approve.from.{approved.source}')} · {_difference(here, approved)}", "quiet")
            with right:
                st.button(here.say("approve.restore"), key=f"approve-restore-{place}", icon=":material/history:",
                          width="stretch", on_click=editing.load, args=[here, pair_of(approved)])  # fmt: skip
            if approved.source != "unchanged":
                with st.expander(here.say("approve.see_changes"), key=f"approve-see-{place}"):
                    st.html(word_diff(approved.baseline.system_prompt, approved.system_prompt, here.say))
                    st.html(word_diff(approved.baseline.user_template, approved.user_template, here.say))


def _difference(here: Desk, approved: ApprovedPrompts) -> str:
    old, new = approved.baseline, pair_of(approved)
    counts = [changed(old.system_prompt, new.system_prompt), changed(old.user_template, new.user_template)]
    removed, added = (sum(numbers) for numbers in zip(*counts, strict=True))
    if not removed and not added:
        return here.say("approve.same")
    figures = {"removed": removed, "added": added}
    return here.say("approve.changes", **{k: formats.count_of(v, here.language) for k, v in figures.items()})
