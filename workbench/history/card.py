"""One run of the list, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from workbench.desk import Desk
from workbench.history import doing
from workbench.history.rows import NO_VERDICT, Figure, Row
from workbench.i18n import formats
from workbench.steps import Step, StepState, states

GAIN = "score_difference"
PILLS = {"better": "good", "worse": "bad", "inconclusive": "warn"}


def show(here: Desk, row: Row, picked_key: str) -> None:
    entry = row.entry
    with st.container(key=f"card-run-{entry.id}"):
        words, actions = st.columns([3, 1.3], vertical_alignment="center")
        words.html(told(here, row))
        with actions, st.container(horizontal=True, horizontal_alignment="right", key=f"run-actions-{entry.id}"):
            st.checkbox(
                here.say("history.pick"), value=entry.id in st.session_state.get(picked_key, []),
                key=f"pick-{entry.id}", on_change=_pick, args=(entry.id, picked_key),
            )  # fmt: skip
            st.button(
                here.say("history.more"), icon=":material/more_horiz:", key=f"more-{entry.id}",
                on_click=doing.ask, args=(entry.id,),
            )  # fmt: skip
            if st.button(here.say("history.open"), type="primary", key=f"open-{entry.id}"):
                here.open(entry)
                here.go(_next(row))


def _pick(run: str, key: str) -> None:
    """The last two that were picked."""
    picked = [one for one in st.session_state.get(key, []) if one != run]
    if st.session_state.get(f"pick-{run}"):
        picked = [*picked[-1:], run]
    st.session_state[key] = picked


def _next(row: Row) -> Step:
    """Where one left off: the last step that is done, the one of the verdict where that is there."""
    found = states(row.entry.folder)
    done = [step for step in Step if found[step] is StepState.DONE and step is not Step.EXPORT]
    return done[-1] if done else Step.DATA


def told(here: Desk, row: Row) -> str:
    """The run as HTML: what it is, what came of it, how far it is."""
    entry, summary = row.entry, row.summary
    when = formats.moment(row.created_at, here.language, st.context.timezone)
    about = [here.say(f"history.origin.{entry.about.origin}"), entry.about.created_by, when]
    problem = f'<p class="problem">{escape(here.say("history.damaged"))}</p>' if summary.problem else ""
    return (
        f'<div class="run"><p class="run-title"><b>{escape(entry.title)}</b> {pills(here, row)}</p>'
        f'<p class="muted">{escape(" · ".join(filter(None, about)))}</p><p>{escape(" · ".join(figures(here, row)))}</p>'
        f"{problem}{dots(here, row)}</div>"
    )


def pills(here: Desk, row: Row) -> str:
    """Verdict, and what is going on."""
    verdict = row.summary.verdict
    found = [(PILLS.get(verdict, ""), here.say(f"history.verdict.{verdict}"))] if verdict else []
    job = row.job
    if row.busy:
        found.append(("brand-pill", here.say("history.busy")))
    elif job is not None and job.state in ("stopped", "failed"):
        found.append(("warn", here.say(f"history.job.{job.state}")))
    if row.entry.id == here.state.run:
        found.append(("", here.say("history.on_screen")))
    return " ".join(f'<span class="pill {kind}">{escape(words)}</span>' for kind, words in found)


def figures(here: Desk, row: Row) -> list[str]:
    """Conversations, score, its gain, cost; only what is known."""
    summary, language = row.summary, here.language
    said = []
    if summary.conversations is not None:
        said.append(here.count("history.conversations", summary.conversations))
    if summary.score is not None:
        said.append(here.say("history.score", value=formats.number(summary.score, language, 3)))
    if row.figures.get(GAIN) is not None:
        said.append(here.say("history.gain", value=interval(here, row.figures[GAIN])))
    if "propose" in summary.stages:
        said.append(here.say("history.cost", value=formats.usd(summary.cost_usd, language)))
    return said or [here.say("history.nothing_yet")]


def interval(here: Desk, figure: Figure | None, decimals: int = 3) -> str:
    """ "0.110 (0.017 to 0.203, n = 18)"; a dash where it is unknown."""
    return _with_interval(here, figure, lambda value: formats.number(value, here.language, decimals))


def rate(here: Desk, figure: Figure | None) -> str:
    """The same in percent."""
    return _with_interval(here, figure, lambda value: formats.percent(value, here.language))


def _with_interval(here: Desk, figure: Figure | None, written: Callable[[float], str]) -> str:
    if figure is None or figure.value is None:
        return formats.UNKNOWN
    low, high = (formats.UNKNOWN if one is None else written(one) for one in (figure.low, figure.high))
    n = formats.number(figure.n, here.language)
    return here.say("history.interval", value=written(figure.value), low=low, high=high, n=n)


def dots(here: Desk, row: Row) -> str:
    """A dot a step; in words for who does not see them."""
    found = {step: state for step, state in states(row.entry.folder).items() if step is not Step.HISTORY}
    done = [here.say(f"step.{step}") for step, state in found.items() if state is StepState.DONE]
    label = here.say("history.done", steps=", ".join(done) or formats.UNKNOWN)
    marks = "".join(f'<i class="{state.value}"></i>' for state in found.values())
    return f'<div class="dots" role="img" title="{escape(label)}" aria-label="{escape(label)}">{marks}</div>'


def verdict_words(here: Desk, row: Row) -> str:
    return here.say(f"history.verdict.{row.summary.verdict or NO_VERDICT}")
