"""The five parts of a proposal. All of it is a model's text: shown as it is, never as Markdown or HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from shared.improvement.models import PromptChanges, Proposal, ProposedTool
from shared.runs.current_prompts import read_current
from shared.runs.folder import RunError
from shared.runs.stages import read_table
from workbench.components.plain import bullets, plain
from workbench.components.word_diff import word_diff
from workbench.desk import Desk
from workbench.i18n import formats

PARTS = ("prompts", "code", "tools", "plan", "risks")


def show(here: Desk, proposal: Proposal) -> None:
    """A tab a part."""
    tabs = st.tabs([here.say(f"proposals.tab.{part}") for part in PARTS])
    for tab, draw in zip(tabs, (_prompts, _code, _tools, _plan, _risks), strict=True):
        with tab:
            draw(here, proposal)


def prompt_diffs(here: Desk, old: Mapping[str, str], new: PromptChanges, key: str) -> None:
    """Both prompts against others (`system`, `template`)."""
    for name, text in (("system", new.system_prompt), ("template", new.user_template)):
        with st.container(key=f"card-{key}-{name}"):
            st.markdown(f"### {here.say(f'proposals.prompts.{name}')}")
            st.html(word_diff(old[name], text, here.say))


def _prompts(here: Desk, proposal: Proposal) -> None:
    with st.container(key="card-why"):
        st.markdown(f"### {here.say('proposals.prompts.why')}")
        plain(proposal.prompt_changes.rationale)
    st.caption(here.say("proposals.prompts.legend"))
    current = read_current(here.folder, here.pack)
    before = {"system": current.system_prompt, "template": current.user_template}
    prompt_diffs(here, before, proposal.prompt_changes, "prompts")


def _code(here: Desk, proposal: Proposal) -> None:
    st.caption(here.say("proposals.code.lead"))
    for number, change in enumerate(proposal.code_changes):
        with st.container(key=f"card-code-{number}"):
            plain(change.title, "heading")
            left, right = st.columns(2)
            with left:
                st.caption(here.say("proposals.code.impact"))
                plain(change.impact)
            with right:
                st.caption(here.say("proposals.code.risk"))
                plain(change.risk)
            st.code(change.patch, language="diff", wrap_lines=True)


def _tools(here: Desk, proposal: Proposal) -> None:
    ranking = ranks(here)
    st.caption(here.say("proposals.tools.lead"))
    for number, tool in enumerate(proposal.tools):
        with st.container(key=f"card-tool-{number}"):
            plain(tool.name, "heading")
            st.html(_pills(here, tool, ranking))
            plain(tool.why)
            st.caption(here.say("proposals.tools.sketch"))
            st.code(tool.api_sketch, language=None, wrap_lines=True)
    if ranking:
        st.markdown(f"### {here.say('proposals.tools.ranking')}")
        _ranking(here, ranking, {tool.name for tool in proposal.tools})


def _pills(here: Desk, tool: ProposedTool, ranking: Mapping[str, Mapping[str, Any]]) -> str:
    row = ranking.get(tool.name)
    place = (
        here.say("proposals.tools.rank", rank=row["rank"], all=len(ranking))
        if row
        else here.say("proposals.tools.unranked")
    )
    effort = here.say(f"proposals.effort.{tool.effort}")
    return f'<span class="pill brand-pill">{escape(place)}</span> <span class="pill">{escape(effort)}</span>'


def ranks(here: Desk) -> dict[str, Mapping[str, Any]]:
    """The run's ranking by the tool's name; empty where its file cannot be read."""
    try:
        return {str(row["tool"]): row for row in read_table(here.folder / "candidate_tools_ranked.csv")}
    except (RunError, OSError):
        return {}


def _ranking(here: Desk, ranking: Mapping[str, Mapping[str, Any]], proposed: set[str]) -> None:
    columns = {name: here.say(f"proposals.tools.{name}") for name in ("place", "tool", "score", "proposed")}
    rows = [
        {
            columns["place"]: row["rank"],
            columns["tool"]: tool,
            columns["score"]: formats.number(row["score"], here.language, 2),
            columns["proposed"]: tool in proposed,
        }
        for tool, row in ranking.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="proposals-ranking")


def _plan(here: Desk, proposal: Proposal) -> None:
    plan = proposal.evaluation_plan
    with st.container(key="card-plan-metrics"):
        st.markdown(f"### {here.say('proposals.plan.metrics')}")
        bullets(plan.metrics)
    for name in ("offline_protocol", "online_protocol", "success_criteria"):
        with st.container(key=f"card-plan-{name}"):
            st.markdown(f"### {here.say(f'proposals.plan.{name}')}")
            plain(getattr(plan, name))


def _risks(here: Desk, proposal: Proposal) -> None:
    for number, risk in enumerate(proposal.risks):
        with st.container(key=f"card-risk-{number}", horizontal=True, vertical_alignment="center"):
            st.markdown(":material/warning:", width="content")
            plain(risk)
