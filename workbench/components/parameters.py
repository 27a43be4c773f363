"""The parameters in the sidebar: those of the run on screen, or of the next new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from shared.improvement.journal import JournalError
from shared.llm.catalog import model_info
from shared.llm.settings import OFFLINE_MODEL
from shared.runs.folder import RunError
from shared.runs.settings import RunSettings
from workbench.changing import change_settings
from workbench.components.weights import as_shares
from workbench.desk import Desk
from workbench.i18n import formats
from workbench.model import llm_settings
from workbench.widgets import of_widget

SHUTDOWN_NOTICE_DAYS = 60


class Slider(NamedTuple):
    """A parameter with its limits; `name` is the field of `RunSettings` and the key of its texts."""

    name: str
    low: float
    high: float
    step: float


SIMULATION = (
    Slider("conversations_per_context", 1, 10, 1),
    Slider("threads", 1, 16, 1),
    Slider("retries", 1, 8, 1),
    Slider("temperature", 0.0, 1.5, 0.1),
)
TARGETS = (
    Slider("target_csat", 1.0, 5.0, 0.1),
    Slider("max_turns", 2, 12, 1),
    Slider("target_latency", 10, 600, 10),
)
WEIGHTS = ("csat", "resolution", "turns", "latency")
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "quick": {"conversations_per_context": 1, "threads": 8, "retries": 4, "temperature": 0.8},
    "standard": {"conversations_per_context": 3, "threads": 6, "retries": 4, "temperature": 0.8},
    "thorough": {"conversations_per_context": 10, "threads": 12, "retries": 6, "temperature": 0.8},
}


def show(here: Desk) -> None:
    """The sidebar's parameters. They can be looked at, not changed, while a job is under way."""
    job, current = here.job, here.settings
    locked = bool(job and job.under_way)
    st.header(here.say("parameters.title"))
    st.caption(here.say("parameters.of_run" if here.entry else "parameters.of_next"))
    if locked:
        st.caption(here.say("parameters.locked"))
    _model(here)
    _presets(here, current, disabled=locked)
    _sliders(here, SIMULATION, current, disabled=locked)
    if not model_info(_model_name()).temperature:
        st.caption(here.say("parameters.temperature_ignored", model=_model_name()))
    st.markdown(f"**{here.say('parameters.targets')}**")
    _sliders(here, TARGETS, current, disabled=locked)
    _weights(here, current, disabled=locked)


def _model_name() -> str:
    chosen = llm_settings()
    return OFFLINE_MODEL if chosen.offline else chosen.openai_model


def _model(here: Desk) -> None:
    """The deployment's model: shown, not editable; its end when that is near."""
    name = _model_name()
    st.text_input(
        here.say("parameters.model"), name, disabled=True, help=here.say("parameters.model.help"), key=f"model-{name}"
    )
    ends = model_info(name).shutdown
    if ends and (ends - date.today()).days <= SHUTDOWN_NOTICE_DAYS:  # noqa: DTZ011 - a day more or less
        fallback = llm_settings().openai_fallback_model or formats.UNKNOWN
        text = here.say("parameters.shutdown", model=name, day=formats.day(ends, here.language), fallback=fallback)
        st.warning(text, icon=":material/event_busy:")


def _presets(here: Desk, current: RunSettings, *, disabled: bool) -> None:
    active = next(
        (n for n, preset in PRESETS.items() if all(getattr(current, k) == v for k, v in preset.items())), None
    )
    key = _key(here, "preset", active)
    st.segmented_control(
        here.say("parameters.preset"), list(PRESETS), key=key, disabled=disabled, width="stretch",
        format_func=lambda name: here.say(f"parameters.preset.{name}"), help=here.say("parameters.preset.help"),
        on_change=_chose_preset, args=(here, key),
    )  # fmt: skip


def _sliders(here: Desk, sliders: tuple[Slider, ...], current: RunSettings, *, disabled: bool) -> None:
    for one in sliders:
        kind = type(getattr(RunSettings(), one.name))
        key = _key(here, one.name, kind(getattr(current, one.name)))
        st.slider(
            here.say(f"parameters.{one.name}"), kind(one.low), kind(one.high), step=kind(one.step), key=key,
            format="%d" if float(one.step).is_integer() else "%.1f", help=here.say(f"parameters.{one.name}.help"),
            disabled=disabled, on_change=_moved, args=(here, one.name, key),
        )  # fmt: skip


def _weights(here: Desk, current: RunSettings, *, disabled: bool) -> None:
    with st.expander(here.say("parameters.weights")):
        st.caption(here.say("parameters.weights.help"))
        for name, weight in as_shares(current.weights, WEIGHTS).items():
            key = _key(here, f"weight-{name}", weight)
            st.slider(
                here.say(f"parameters.weight.{name}"), 0.0, 1.0, step=0.05, key=key, disabled=disabled,
                on_change=_moved_weight, args=(here, name, key),
            )  # fmt: skip


def _key(here: Desk, name: str, value: Any) -> str:
    """The key of a widget that shows `value`: what a person moves is applied by its callback, before this."""
    key = f"parameter-{name}-{here.state.run}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


@of_widget
def _moved(here: Desk, name: str, key: str) -> None:
    _apply(here, {name: st.session_state[key]})


@of_widget
def _moved_weight(here: Desk, name: str, key: str) -> None:
    weights = {**as_shares(here.settings.weights, WEIGHTS), name: st.session_state[key]}
    if any(weights.values()):
        _apply(here, {"weights": weights})
    else:
        st.toast(here.say("parameters.weights.all_zero"), icon=":material/error:")


@of_widget
def _chose_preset(here: Desk, key: str) -> None:
    if st.session_state[key]:
        _apply(here, PRESETS[st.session_state[key]])


def _apply(here: Desk, changes: Mapping[str, Any]) -> None:
    wanted = RunSettings.model_validate({**here.settings.model_dump(), **changes})
    if here.entry is None:
        here.state.settings = wanted
        return
    try:
        change_settings(here, wanted)
    except (RunError, JournalError) as error:
        st.toast(str(error), icon=":material/error:")
