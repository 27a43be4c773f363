"""What a regeneration will cost and how long it will take, with its range and what it rests on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from shared.improvement.estimating import Span
from shared.runs.approvals import APPROVED
from shared.runs.estimating import SimulationEstimate, estimate
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings
from shared.runs.simulating import JOURNAL
from workbench.components.reader import Fact, facts_html
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.model import llm_settings
from workbench.regenerate.plan import EVIDENCE, KEPT_PLANS


def show(here: Desk, current: RunSettings) -> None:
    """The estimate as figures, and in words what it rests on."""
    try:
        found = of(here.folder, current)
    except (RunError, OSError) as error:
        st.caption(here.say("regenerate.estimate.none", error=error))
        return
    st.html(facts_html(_facts(here, found)))
    if found.missing:
        st.caption(here.say(f"regenerate.estimate.basis.{found.basis}"))
    for note in found.notes:
        st.caption(here.say(f"regenerate.estimate.note.{note}"))


def of(folder: RunFolder, current: RunSettings) -> SimulationEstimate:
    """The estimate with these settings. Raises `RunError`, `OSError`."""
    times = [_changed_at(folder, name) for name in (EVIDENCE, APPROVED, JOURNAL)]
    return _estimate(str(folder.path), current.model_dump_json(), datetime.now(UTC).date(), *times)


def price(here: Desk) -> str:
    """What starting will cost, in words; empty where it is free or nobody can say."""
    try:
        found = of(here.folder, here.settings)
    except (RunError, OSError):
        return ""
    return _range(here, found.cost_usd) if found.cost_usd.high > 0 else ""


def _facts(here: Desk, found: SimulationEstimate) -> list[Fact]:
    language = here.language
    conversations = formats.count_of(found.conversations, language)
    if found.missing != found.conversations:
        missing = formats.count_of(found.missing, language)
        conversations = here.say("regenerate.estimate.missing", missing=missing, total=conversations)
    calls = _between(here, formats.count_of(found.calls_low, language), formats.count_of(found.calls_high, language))
    tokens = f"{formats.count_of(found.input_tokens, language)} · {formats.count_of(found.output_tokens, language)}"
    low, high = (formats.duration(value, language) for value in (found.seconds.low, found.seconds.high))
    return [
        Fact(here.say("regenerate.estimate.conversations"), conversations),
        Fact(here.say("regenerate.estimate.cost"), _range(here, found.cost_usd)),
        Fact(here.say("regenerate.estimate.time"), _between(here, low, high)),
        Fact(here.say("regenerate.estimate.calls"), calls),
        Fact(here.say("regenerate.estimate.tokens"), tokens),
    ]


def _range(here: Desk, cost: Span) -> str:
    if not cost.high:
        return formats.usd(0.0, here.language)
    return _between(here, formats.usd(cost.low, here.language), formats.usd(cost.high, here.language))


def _between(here: Desk, low: str, high: str) -> str:
    return low if low == high else here.say("regenerate.estimate.range", low=low, high=high)


def _changed_at(folder: RunFolder, name: str) -> int:
    try:
        return (folder / name).stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_resource(max_entries=KEPT_PLANS, show_spinner=False)
def _estimate(path: str, settings: str, today: date, evidence: int, approved: int, journal: int) -> SimulationEstimate:
    return estimate(RunFolder(path), llm_settings(), RunSettings.model_validate_json(settings), today=today)
