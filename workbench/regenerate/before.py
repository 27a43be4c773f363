"""Before anything is played: who plays, with how many customers, what it will cost, and the button that starts it."""

from __future__ import annotations

from html import escape

import streamlit as st

from shared.improvement.report_texts import Texts
from shared.improvement.scenarios import ContextSample, ScenarioPlan
from shared.improvement.verdict import MIN_PAIRS
from shared.llm.catalog import model_info
from shared.llm.settings import OFFLINE_MODEL
from shared.runs.approvals import read_approved
from shared.runs.settings import RunSettings
from workbench.components.plain import plain, who
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.model import llm_settings
from workbench.regenerate import estimate, starting
from workbench.steps import Step

MAX_TRIALS, MAX_SCENARIOS = 10, 500
NAMED_CONTEXTS = 10
"""Undeclared ones that are named; there may be thousands."""


def releases(here: Desk) -> None:
    """Which two versions play."""
    approved, texts = read_approved(here.folder), Texts(here.language)
    when = formats.moment(approved.approved_at, here.language, st.context.timezone)
    with st.container(key="card-releases"):
        st.header(here.say("regenerate.releases"))
        by = who(here, approved.approved_by)
        plain(here.say(f"regenerate.releases.{approved.source}", by=by, when=when))
        with st.container(horizontal=True, vertical_alignment="center"):
            for arm, release in (
                ("baseline", approved.baseline_release_id),
                ("proposed", approved.proposed_release_id),
            ):
                st.html(
                    f'<span class="pill">{escape(texts(f"arm.{arm}"))} · <code>{escape(release)}</code></span>',
                    width="content",
                )
            if st.button(here.say("regenerate.see_changes"), icon=":material/difference:", key="see-changes"):
                here.go(Step.APPROVE)


def scenarios(here: Desk, plan: ScenarioPlan) -> None:
    """How many simulated customers of each context, and where the conversations do not suffice."""
    report = plan.report
    with st.container(key="card-scenarios"):
        st.header(here.count("regenerate.scenarios", report.scenarios))
        st.caption(here.say("regenerate.scenarios.help"))
        rows = "".join(_context(here, name, sample) for name, sample in report.contexts.items())
        heads = ("regenerate.filter.context", "regenerate.customers", "regenerate.sources", "regenerate.note")
        head = "".join(f'<th scope="col">{escape(here.say(name))}</th>' for name in heads)
        st.html(
            f'<div class="table-scroll" tabindex="0"><table class="plain-table"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
        for note in _notes(here, plan):
            plain(note, "quiet")


def _context(here: Desk, name: str, sample: ContextSample) -> str:
    note = here.count("regenerate.reused", sample.reused) if sample.reused else ""
    counts = (formats.count_of(n, here.language) for n in (sample.scenarios, sample.sources))
    cells = "".join(f"<td>{escape(text)}</td>" for text in (*counts, note))
    return f'<tr><th scope="row">{escape(here.label("context", name))}</th>{cells}</tr>'


def _notes(here: Desk, plan: ScenarioPlan) -> list[str]:
    """Names of contexts are the customers' data: to be shown as they are."""
    report, notes = plan.report, []
    if report.undeclared_contexts:
        some = list(report.undeclared_contexts.items())[:NAMED_CONTEXTS]
        named = ", ".join(f"{name} ({count})" for name, count in some)
        named += ", …" if len(report.undeclared_contexts) > len(some) else ""
        notes.append(here.say("regenerate.undeclared", contexts=named))
    if report.without_context:
        notes.append(here.count("regenerate.without_context", report.without_context))
    return notes


def details(here: Desk, current: RunSettings) -> None:
    """What the sidebar does not have: a fixed number of scenarios, repetitions, the seed."""
    with st.expander(here.say("regenerate.details")):
        one, two, three = st.columns(3)
        with one:
            _number(here, "scenarios", current.scenarios, 1, MAX_SCENARIOS)
        with two:
            _number(here, "trials", current.trials, 1, MAX_TRIALS)
        with three:
            _number(here, "seed", current.seed, 0, 2**31)
        st.caption(_temperature(here, current))


def _number(here: Desk, name: str, value: int | None, low: int, high: int) -> None:
    key = _key(here, name, value)
    st.number_input(
        here.say(f"regenerate.{name}_field"), min_value=min(low, value or low), max_value=max(high, value or high),
        value=None, step=1, key=key, help=here.say(f"regenerate.{name}_field.help"),
        placeholder=here.say("regenerate.by_context"), on_change=starting.change, args=(here, name, key),
    )  # fmt: skip


def _key(here: Desk, name: str, value: float | None) -> str:
    """The key of a field that shows `value`: what a person enters is kept by its callback, before this."""
    key = f"regenerate-{name}-{here.run.id}"
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def _temperature(here: Desk, current: RunSettings) -> str:
    name = OFFLINE_MODEL if llm_settings().offline else llm_settings().openai_model
    if not model_info(name).temperature:
        return here.say("parameters.temperature_ignored", model=name)
    return here.say("regenerate.temperature", value=formats.number(current.temperature, here.language, 1))


def cost(here: Desk, current: RunSettings, plan: ScenarioPlan, *, may_start: bool) -> None:
    """What it will cost and how long it will take, the limit that a person may set, and the button."""
    with st.container(key="card-cost"):
        st.header(here.say("regenerate.cost"))
        estimate.show(here, current)
        key = _key(here, "budget_usd", current.budget_usd)
        st.number_input(
            here.say("regenerate.budget"), min_value=0.01, value=None, step=0.5, format="%.2f", key=key,
            help=here.say("regenerate.budget.help"), placeholder=here.say("regenerate.budget.none"), width=320,
            on_change=starting.change, args=(here, "budget_usd", key),
        )  # fmt: skip
        if plan.report.scenarios < MIN_PAIRS:
            st.warning(here.say("regenerate.too_few", n=MIN_PAIRS), icon=":material/warning:")
        if may_start:
            start_button(here, here.say("regenerate.start"), fresh=False, key="start")


def start_button(here: Desk, label: str, *, fresh: bool, key: str, primary: bool = True) -> None:
    """Start at once where it is free; ask once where it costs money or sets aside what was paid for."""
    wanted = st.button(label, type="primary" if primary else "secondary", icon=":material/play_arrow:", key=key)
    if not wanted:
        return
    price = estimate.price(here)
    if price or fresh:
        st.dialog(here.say("regenerate.sure"))(_ask)(here, price, fresh)
    else:
        starting.start(here)
        st.rerun()


def _ask(here: Desk, price: str, fresh: bool) -> None:
    if price:
        st.write(here.say("regenerate.sure.cost", price=price))
    if fresh:
        st.write(here.say("regenerate.sure.fresh"))
    with st.container(horizontal=True):
        yes = st.button(
            here.say("regenerate.sure.yes"), type="primary", key="sure-yes", on_click=starting.start, args=(here,),
            kwargs={"fresh": fresh},
        )  # fmt: skip
        if st.button(here.say("regenerate.sure.no"), key="sure-no") or yes:
            st.rerun()
