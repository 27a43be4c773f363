"""The proposals that a run keeps: which one is looked at, which one is used, and two beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from shared.improvement.journal import JournalError
from shared.runs.folder import RunError
from shared.runs.proposals_kept import KeptProposal, use
from workbench.components.plain import bullets
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.proposals import asking
from workbench.proposals.parts import prompt_diffs

_WARNINGS = {
    "the system prompt is the current one, unchanged": "same",
    "the system prompt holds template placeholders, which are only filled in the user template": "placeholders",
    "the system prompt is more than three times as long as the current one": "long",
}
"""What `proposal_warnings` says, by the key of our own words for it."""


def choose(here: Desk, kept: Sequence[KeptProposal]) -> KeptProposal:
    """The proposal to look at: the one in use, or another that was chosen here."""
    current = next((one for one in kept if one.current), kept[-1])
    with st.container(key="card-kept"):
        shown = _chosen(here, kept, current)
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            st.html(_about(here, shown))
        with right:
            if not shown.current:
                busy = bool(here.job and here.job.under_way)
                st.button(here.say("proposals.use"), type="primary", width="stretch", key="proposals-use",
                          disabled=busy, on_click=_use, args=[here, shown.number])  # fmt: skip
            asking.again(here)
    _notes(here, shown)
    return shown


def compared(here: Desk, kept: Sequence[KeptProposal], shown: KeptProposal) -> bool:
    """Two proposals beside each other, where that is asked for; whether it was."""
    others = [one for one in kept if one.number != shown.number]
    if not others or not st.toggle(here.say("proposals.compare"), key=f"proposals-compare-{here.run.id}"):
        return False
    by_number = {one.number: one for one in others}
    chosen = st.selectbox(
        here.say("proposals.compare.with"), list(by_number), key=f"proposals-other-{here.run.id}-{shown.number}",
        format_func=lambda number: _name(here, by_number[number]),
    )  # fmt: skip
    _compare(here, by_number[chosen], shown)
    return True


def _chosen(here: Desk, kept: Sequence[KeptProposal], current: KeptProposal) -> KeptProposal:
    by_number = {one.number: one for one in kept}
    if len(kept) == 1:
        st.header(_name(here, current))
        return current
    number = st.segmented_control(
        here.say("proposals.kept"), list(by_number), default=current.number, required=True,
        key=f"proposals-shown-{here.run.id}-{len(kept)}", format_func=lambda number: _name(here, by_number[number]),
    )  # fmt: skip
    return by_number.get(number or current.number, current)


def _name(here: Desk, one: KeptProposal) -> str:
    return here.say("proposals.number_used" if one.current else "proposals.number", n=one.number)


def _about(here: Desk, one: KeptProposal) -> str:
    made = here.say(
        "proposals.made",
        when=formats.ago(one.made_at, here.language),
        model=one.model,
        cost=formats.usd(one.cost_usd, here.language),
    )
    return f'<span class="muted">{escape(made)}</span>'


def _notes(here: Desk, one: KeptProposal) -> None:
    if one.outdated:
        st.warning(here.say("proposals.outdated"), icon=":material/history:")
    for warning in one.warnings:
        key = _WARNINGS.get(warning)
        if key:
            st.warning(here.say(f"proposals.warning.{key}"), icon=":material/warning:")


def _compare(here: Desk, old: KeptProposal, new: KeptProposal) -> None:
    names = {"old": _name(here, old), "new": _name(here, new)}
    st.caption(here.say("proposals.compare.lead", **names))
    before = old.proposal.prompt_changes
    texts = {"system": before.system_prompt, "template": before.user_template}
    prompt_diffs(here, texts, new.proposal.prompt_changes, "compared")
    had, has = ([tool.name for tool in one.proposal.tools] for one in (old, new))
    groups = {
        here.say("proposals.compare.only", name=names["old"]): [name for name in had if name not in has],
        here.say("proposals.compare.only", name=names["new"]): [name for name in has if name not in had],
        here.say("proposals.compare.both"): [name for name in has if name in had],
    }
    with st.container(key="card-compared-tools"):
        st.markdown(f"### {here.say('proposals.compare.tools')}")
        for column, (title, tools) in zip(st.columns(3), groups.items(), strict=True):
            with column:
                st.caption(title)
                bullets(tuple(tools) or (here.say("proposals.none"),))


def _use(here: Desk, number: int) -> None:
    try:
        use(here.folder, number)
    except (RunError, JournalError) as error:
        st.toast(str(error), icon=":material/error:")
