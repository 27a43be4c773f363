"""Which tool to build first: the ranking, its weights as sliders that answer at once, the evidence behind each row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from shared.analysis.outputs import RANKING, ranking_frame, write_rows
from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS, RANKING_PARTS, RankedTool
from shared.improvement.journal import JournalError
from shared.runs.folder import RunError
from shared.runs.reranking import rank, rerank
from workbench import theme
from workbench.charts import intents as charts
from workbench.charts.style import draw
from workbench.components.plain import as_is, plain
from workbench.components.reader_dialog import read
from workbench.components.weights import as_shares
from workbench.desk import Desk
from workbench.i18n import formats

Weights = Mapping[str, float]


def show(here: Desk, *, readable: bool) -> list[str]:
    """Moving a slider reruns only this part of the page. Returns the ids of the example conversations, in order;
    `readable` says whether they can be opened."""
    saved = rank(here.folder, here.settings.ranking_weights)
    st.fragment(_show)(here, saved, readable=readable)
    return [conversation for row in saved for conversation in row.examples]


def contributions(row: RankedTool, weights: Weights) -> dict[str, float]:
    """What each known part adds to the score; together they are the score."""
    scaled = {part: getattr(row, f"{part}_scaled") for part in RANKING_PARTS}
    known = {part: value for part, value in scaled.items() if value is not None}
    total = sum(weights[part] for part in known)
    return {part: weights[part] * value / total for part, value in known.items()} if total else {}


def movement(before: Sequence[RankedTool], after: Sequence[RankedTool]) -> dict[str, int]:
    """By intent, how many places it rose (above 0) or fell."""
    places = {row.intent: row.rank for row in before}
    return {row.intent: places[row.intent] - row.rank for row in after}


def _show(here: Desk, saved: Sequence[RankedTool], *, readable: bool) -> None:
    kept = here.settings.ranking_weights
    left, right = st.columns([1, 2.2], gap="medium")
    with left, st.container(key="card-weights"):
        weights = _sliders(here, kept)
    rows = rank(here.folder, weights) if weights != kept else saved
    with right, st.container(key="card-ranking"):
        plain(_headline(here, rows), "heading")
        _chart(here, rows, weights)
    moved = movement(saved, rows)
    for row in rows:
        _row(here, row, moved[row.intent], readable=readable)
    st.download_button(
        here.say("intents.ranking.download"), _csv(rows), file_name=RANKING, mime="text/csv",
        icon=":material/download:", key="intents-ranking-csv",
    )  # fmt: skip


def _sliders(here: Desk, kept: Weights) -> Weights:
    st.markdown(f"### {here.say('intents.weights')}")
    st.caption(here.say("intents.weights.help"))
    begun = as_shares(kept, RANKING_PARTS)
    wanted = {}
    for part in RANKING_PARTS:
        wanted[part] = st.slider(
            here.say(f"intents.part.{part}"), 0.0, 1.0, begun[part], step=0.05, key=_key(here, part),
            help=here.say(f"intents.part.{part}.help"),
        )  # fmt: skip
    if not any(wanted.values()):
        st.warning(here.say("intents.weights.all_zero"), icon=":material/error:")
        return kept
    same = all(abs(wanted[part] - begun[part]) < 1e-9 for part in RANKING_PARTS)
    busy = bool(here.job and here.job.under_way)
    with st.container(horizontal=True):
        if st.button(
            here.say("intents.weights.save"), type="primary", key="intents-weights-save", disabled=same or busy
        ):
            _save(here, wanted)
        st.button(here.say("intents.weights.reset"), key="intents-weights-reset", on_click=_reset, args=[here],
                  disabled=wanted == dict(DEFAULT_RANKING_WEIGHTS))  # fmt: skip
    if not same:
        st.caption(here.say("intents.weights.unsaved"))
    return kept if same else wanted


def _key(here: Desk, part: str) -> str:
    return f"intents-weight-{part}-{here.run.id}"


def _reset(here: Desk) -> None:
    for part, weight in DEFAULT_RANKING_WEIGHTS.items():
        st.session_state[_key(here, part)] = weight


def _save(here: Desk, weights: Weights) -> None:
    try:
        rerank(here.folder, weights)
    except (RunError, JournalError) as error:
        st.toast(str(error), icon=":material/error:")
        return
    st.rerun()


def _headline(here: Desk, rows: Sequence[RankedTool]) -> str:
    first = rows[0]
    if first.score is None:
        return here.say("intents.ranking.nothing")
    return here.say("intents.ranking.first", tool=first.tool, impact=_impact(here, first))


def _impact(here: Desk, row: RankedTool) -> str:
    """What building the tool would bring, in words."""
    if not row.conversations:
        return here.say("intents.impact.nobody")
    if row.impact is None or row.impact_low is None or row.impact_high is None:
        return here.say("intents.impact.unknown")
    if not row.impact_high:
        return here.say("intents.impact.best")
    figures = {"of": row.conversations, "low": row.impact_low, "high": row.impact_high}
    shown = {name: formats.number(value, here.language) for name, value in figures.items()}
    return here.count("intents.impact", round(row.impact), **shown)


def _chart(here: Desk, rows: Sequence[RankedTool], weights: Weights) -> None:
    palette = theme.CHART_DARK if st.context.theme.type == "dark" else theme.CHART_LIGHT
    names = {part: here.say(f"intents.part.{part}") for part in RANKING_PARTS}
    bars = [
        charts.Part(row.tool, names[part], value, formats.number(value, here.language, 2))
        for row in rows
        for part, value in contributions(row, weights).items()
    ]
    order = [row.tool for row in rows]
    st.html(_legend(list(names.values()), palette))
    draw(charts.parts(bars, order, list(names.values()), here.say("intents.ranking.score"), palette), "intents-parts")


def _legend(names: Sequence[str], palette: Sequence[str]) -> str:
    parts = "".join(
        f'<span><i style="background:{color}"></i>{escape(name)}</span>'
        for name, color in zip(names, palette, strict=False)
    )
    return f'<div class="legend">{parts}</div>'


def _row(here: Desk, row: RankedTool, moved: int, *, readable: bool) -> None:
    with st.container(key=f"card-tool-{row.intent}"):
        st.html(_head(here, row, moved))
        plain(_impact(here, row))
        with st.expander(here.say("intents.evidence"), key=f"intents-evidence-{row.intent}"):
            _evidence(here, row, readable=readable)


def _head(here: Desk, row: RankedTool, moved: int) -> str:
    score = here.say("intents.ranking.scored", score=formats.number(row.score, here.language, 2))
    change = ""
    if moved:
        key, kind, sign = ("up", "good", "▲") if moved > 0 else ("down", "warn", "▼")
        change = f'<span class="pill {kind}">{sign} {escape(here.say(f"intents.moved.{key}", n=abs(moved)))}</span>'
    return (
        f'<div class="ranked"><b>{row.rank}</b><div><strong>{escape(row.tool)}</strong>'
        f'<span class="muted">{escape(here.label("intent", row.intent))}</span></div>'
        f'{change}<span class="pill brand-pill">{escape(score)}</span></div>'
    )


def _evidence(here: Desk, row: RankedTool, *, readable: bool) -> None:
    language, intent = here.language, here.pack.intent(row.intent)
    facts = {
        "frequency": here.say(
            "intents.evidence.of", share=formats.percent(row.frequency, language),
            n=formats.count_of(row.conversations, language),
        ),
        "unresolved": formats.percent(row.unresolved_rate, language),
        "csat_gap": formats.number(row.csat_gap, language, 1),
        "effort": here.say(f"proposals.effort.{row.effort}"),
    }  # fmt: skip
    for column, (part, value) in zip(st.columns(4), facts.items(), strict=True):
        with column:
            st.caption(here.say("intents.effort" if part == "effort" else f"intents.part.{part}"))
            plain(value, "strong")
    plain(intent.description, "prose")
    if intent.api_sketch:
        st.code(intent.api_sketch, language=None, wrap_lines=True)
    if row.examples and readable:
        st.caption(here.say("intents.evidence.examples"))
        with st.container(horizontal=True):
            for number, conversation in enumerate(row.examples):
                if st.button(as_is(conversation[:60]), key=f"intents-example-{row.intent}-{number}"):
                    read(conversation)
                    st.rerun()


def _csv(rows: Sequence[RankedTool]) -> bytes:
    file = io.BytesIO()
    write_rows(file, ranking_frame(rows), header=True)
    return file.getvalue()
