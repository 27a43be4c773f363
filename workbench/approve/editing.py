"""The two texts beside what changes in them, checked while they are typed."""

from __future__ import annotations

from typing import cast

import streamlit as st

from shared.agent.template import PLACEHOLDERS
from shared.improvement.approval import PromptPair
from shared.improvement.placeholders import (
    MAX_SYSTEM_PROMPT_CHARS,
    MAX_TEMPLATE_CHARS,
    MIN_SYSTEM_PROMPT_CHARS,
    Problem,
    wrong_in_system_prompt,
    wrong_in_template,
)
from workbench.approve import deciding, drafts, meanwhile
from workbench.approve.drafts import Source
from workbench.approve.meanwhile import Tab
from workbench.components.editor import editor
from workbench.components.plain import plain, who
from workbench.components.word_diff import changed, word_diff
from workbench.desk import Desk
from workbench.i18n import formats

ROWS = {"system": 16, "template": 6}
_LIMITS = {"system": MAX_SYSTEM_PROMPT_CHARS, "template": MAX_TEMPLATE_CHARS}


def show(here: Desk) -> None:
    """Typing reruns only this part of the page. Whoever comes back to the page finds the draft."""
    tab = meanwhile.known(here)
    if tab is None:
        meanwhile.begin_anew(here)
    elif _editor_key(here, tab, "system") not in st.session_state:
        if tab.typed == tab.kept:
            meanwhile.begin_anew(here)
        else:  # it could not be kept, and is not lost for that
            tab.begin_with(tab.typed)
    st.fragment(_edit)(here)


def load(here: Desk, pair: PromptPair) -> None:
    """Put other texts into the editors; they are a draft from then on."""
    tab = _tab(here)
    tab.begin_with(pair)
    _keep(here, tab)


def _edit(here: Desk) -> None:
    now, tab = drafts.baseline(here.folder, here.pack), _tab(here)
    _others(here, tab)
    _sources(here, tab)
    system = _text(here, tab, "system", now.system_prompt, tab.begun.system_prompt)
    template = _text(here, tab, "template", now.user_template, tab.begun.user_template)
    tab.typed = PromptPair(system_prompt=system, user_template=template)
    _keep(here, tab)
    deciding.show(here, tab, now)


def _tab(here: Desk) -> Tab:
    if meanwhile.known(here) is None:
        meanwhile.begin_anew(here)
    return cast(Tab, meanwhile.known(here))


def _editor_key(here: Desk, tab: Tab, name: str) -> str:
    return f"approve-{name}-{here.run.id}-{tab.round}"


def _others(here: Desk, tab: Tab) -> None:
    """What somebody else did with these texts meanwhile, and the choice between theirs and one's own."""
    draft, approved = meanwhile.since(here, tab)
    if draft is None and approved is None:
        return
    with st.container(key="card-meanwhile"):
        if approved:
            told = {"who": who(here, approved.approved_by), "when": formats.ago(approved.approved_at, here.language)}
            plain(here.say("approve.meanwhile.approved", **told), "strong")
        if draft:
            told = {"who": who(here, draft.by), "when": formats.ago(draft.at, here.language)}
            plain(here.say("approve.meanwhile.draft", **told), "strong")
        st.caption(here.say("approve.meanwhile.yours"))
        with st.container(horizontal=True):
            if st.button(here.say("approve.meanwhile.theirs"), key="approve-theirs", icon=":material/download:"):
                meanwhile.load_theirs(here, tab)
                st.rerun()
            if st.button(here.say("approve.meanwhile.mine"), key="approve-mine", icon=":material/edit:"):
                meanwhile.keep_mine(here, tab)
                _keep(here, tab)
                st.rerun()


def _sources(here: Desk, tab: Tab) -> None:
    """Other texts to begin with; a draft that somebody left."""
    found = drafts.sources(here.folder, here.pack)
    draft = drafts.read_draft(here.folder)
    with st.container(horizontal=True, vertical_alignment="center", key="approve-sources"):
        st.caption(here.say("approve.begin_with"), width="content")
        for source in (Source.PROPOSAL, Source.APPROVED, Source.CURRENT):
            if source in found:
                st.button(here.say(f"approve.source.{source}"), key=f"approve-load-{source}", type="tertiary",
                          icon=":material/restart_alt:", on_click=_load, args=[here, source])  # fmt: skip
    if draft and draft == tab.draft:
        plain(
            here.say("approve.draft", who=who(here, draft.by), when=formats.ago(draft.at, here.language)),
            "quiet",
        )


def _load(here: Desk, source: Source) -> None:
    load(here, drafts.sources(here.folder, here.pack)[source])


def _text(here: Desk, tab: Tab, name: str, now: str, begun: str) -> str:
    """One text: the editor, what is wrong with it, and beside it what changes."""
    with st.container(key=f"card-edit-{name}"):
        st.markdown(f"### {here.say(f'approve.{name}')}")
        st.caption(here.say(f"approve.{name}.help", fields=", ".join(f"`{{{one}}}`" for one in PLACEHOLDERS)))
        left, right = st.columns(2, gap="medium")
        with left:
            typed = editor(here.say(f"approve.{name}.label"), begun, _editor_key(here, tab, name), rows=ROWS[name])
            _length(here, name, typed)
            for problem in _problems(name, typed):
                st.error(_words(here, name, problem), icon=":material/error:")
        with right:
            _changes(here, now, typed)
    return typed


def _length(here: Desk, name: str, typed: str) -> None:
    most = formats.count_of(_LIMITS[name], here.language)
    st.caption(here.count("approve.length", len(typed), most=most))


def _changes(here: Desk, now: str, typed: str) -> None:
    count = changed(now, typed)
    if now == typed:
        st.caption(here.say("approve.same"))
    else:
        counts = {"removed": count.removed, "added": count.added}
        st.caption(here.say("approve.changes", **{k: formats.count_of(v, here.language) for k, v in counts.items()}))
    st.html(word_diff(now, typed, here.say))


def _problems(name: str, text: str) -> list[Problem]:
    return wrong_in_system_prompt(text) if name == "system" else wrong_in_template(text)


def _words(here: Desk, name: str, problem: Problem) -> str:
    names = ", ".join(f"`{one}`" for one in problem.names.replace("`", "").split(", "))
    limits = {"least": MIN_SYSTEM_PROMPT_CHARS, "most": _LIMITS[name]}
    return here.say(
        f"approve.problem.{problem.code}",
        names=names,
        **{key: formats.count_of(value, here.language) for key, value in limits.items()},
    )


def _keep(here: Desk, tab: Tab) -> None:
    """The draft follows the typing; texts that are approved or in use anyway are none. A text that nobody touched here
    writes nothing, and a draft that somebody else left stays until one has chosen between the two."""
    pair, draft = tab.typed, meanwhile.since(here, tab).draft
    if pair == tab.kept or draft is not None:
        return
    others = drafts.sources(here.folder, here.pack)
    others.pop(Source.DRAFT, None)
    try:
        if pair == next(iter(others.values())):
            drafts.drop_draft(here.folder)
        else:
            drafts.keep_draft(here.folder, pair, here.state.by)
    except OSError as error:
        st.toast(str(error), icon=":material/error:")
        return
    tab.kept, tab.draft = pair, drafts.read_draft(here.folder)
