"""The page's figures: those of `metrics.json` as long as nothing narrows them, else of a part of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from shared.analysis.intervals import Estimate
from shared.analysis.metrics import Figures
from shared.analysis.score import Targets, score
from shared.analysis.table import ConversationTable, Every, TrendPoint
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from workbench.components.tables import table_of
from workbench.metrics.choice import DIMENSIONS, Choice

KEPT = 128


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures of `Figures`: how it is written, and whether more of it is better."""

    name: str
    kind: str
    more_is_better: bool


FIGURES = (
    Figure("resolution_rate", "share", more_is_better=True),
    Figure("avg_csat", "of_5", more_is_better=True),
    Figure("first_contact_resolution", "share", more_is_better=True),
    Figure("avg_turns", "number", more_is_better=False),
    Figure("avg_duration_sec", "seconds", more_is_better=False),
    Figure("handoff_rate", "share", more_is_better=False),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that is said of a choice of conversations. `by` is per name in the address and segment, `score` as in
    `metrics.json`."""

    figures: Figures
    by: Mapping[str, Mapping[str, Figures]]
    score: Mapping[str, Any]


def overview(folder: RunFolder, choice: Choice, settings: RunSettings) -> Overview:
    """The figures of what was chosen. Raises `TableError` where that needs a table and there is none."""
    if not choice.narrows:
        return _stated(str(folder.path), (folder / "metrics.json").stat().st_mtime_ns)
    return _narrowed(table_of(folder), _key(folder), choice, settings.model_dump_json())


def trend(folder: RunFolder, choice: Choice, every: Every) -> tuple[list[TrendPoint], int]:
    """The figures by day, week or month, and how many conversations have no date. Raises `TableError`."""
    return _trend(table_of(folder), _key(folder), choice, every)


def span(table: ConversationTable) -> tuple[date, date] | None:
    """The first and the last day that conversations began on."""
    days = table.frame["created_at"].drop_nulls()
    return None if days.is_empty() else (days.min().date(), days.max().date())  # type: ignore[union-attr]


def figures_from(record: Mapping[str, Any]) -> Figures:
    """Figures as `metrics.json` has them."""
    return Figures(record["total"], **{one.name: Estimate(**record[one.name]) for one in FIGURES})


def _key(folder: RunFolder) -> str:
    """What changes when a run is analysed anew or its labels are corrected."""
    return f"{folder.path}:{(folder / 'metrics.json').stat().st_mtime_ns}"


@st.cache_data(show_spinner=False, max_entries=16)
def _stated(folder: str, mtime: int) -> Overview:
    metrics = RunFolder(folder).read_json("metrics.json")
    by = {
        name: {segment: figures_from(record) for segment, record in metrics["by"][dimension].items()}
        for name, dimension in DIMENSIONS.items()
    }
    return Overview(figures_from(metrics["overall"]), by, metrics["score"])


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _narrowed(_table: ConversationTable, key: str, choice: Choice, settings_json: str) -> Overview:
    where, settings = choice.where(_table), RunSettings.model_validate_json(settings_json)
    figures = _table.figures(where)
    scored = score(
        avg_csat=figures.avg_csat.value, resolution_rate=figures.resolution_rate.value,
        avg_turns=figures.avg_turns.value, avg_duration_sec=figures.avg_duration_sec.value,
        targets=Targets(settings.target_csat, settings.max_turns, settings.target_latency), weights=settings.weights,
    )  # fmt: skip
    by = {name: _table.by(dimension, where) for name, dimension in DIMENSIONS.items()}
    return Overview(figures, by, scored.as_record())


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _trend(_table: ConversationTable, key: str, choice: Choice, every: Every) -> tuple[list[TrendPoint], int]:
    where = choice.where(_table)
    return _table.trend(every, where), _table.undated(where)
