"""Other weights or targets for a run that is analysed: its ranking and score made again, without its conversations."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from shared.analysis.derived import ranking_of, score_of
from shared.analysis.outputs import METRICS, RANKING, OutputFiles, ranking_frame, write_rows
from shared.analysis.ranking import RankedTool
from shared.conversations.writing import FORMULA_START
from shared.domains.pack import load_pack
from shared.improvement.journal import run_lock
from shared.runs.folder import RunError, RunFolder
from shared.runs.settings import RunSettings

NEW_ANALYSIS = ("domain", "seed")
"""Settings that decide more than the score and the ranking."""


def rank(folder: RunFolder, weights: Mapping[str, float]) -> tuple[RankedTool, ...]:
    """The ranking that the run would have with these weights; nothing is written. Raises `RunError`, and `ValueError`
    for wrong weights."""
    return _ranked(folder, folder.read_json(METRICS), folder.info().settings, weights)


def rerank(folder: RunFolder, weights: Mapping[str, float]) -> tuple[RankedTool, ...]:
    """Rank anew and keep the ranking and its weights. Raises `RunError`, `RunLocked`, and `ValueError` for wrong
    weights."""
    settings = folder.info().settings.model_dump() | {"ranking_weights": dict(weights)}
    return rescore(folder, RunSettings.model_validate(settings))


def rescore(folder: RunFolder, settings: RunSettings) -> tuple[RankedTool, ...]:
    """Score and rank anew by these settings and keep them: what `analyze` with them would write. A proposal that was
    made before stays. Returns the ranking. Raises `RunError`, also where the settings ask for another analysis, and
    `RunLocked`."""
    folder.need("run.json", METRICS, RANKING)
    with run_lock(folder.path):
        info = folder.info()
        for name in NEW_ANALYSIS:
            if getattr(settings, name) != getattr(info.settings, name):
                raise RunError(f"another {name} asks for another analysis: acs analyze INPUT… --out {folder.path}")
        metrics = folder.read_json(METRICS)
        ranking = _ranked(folder, metrics, settings, settings.ranking_weights)
        metrics["score"] = score_of(metrics, settings.targets, settings.weights).as_record()
        with OutputFiles(folder.path) as files:
            files.write_json(METRICS, metrics)
            write_rows(files.open(RANKING), ranking_frame(ranking), header=True)
        folder.write_info(info.model_copy(update={"settings": settings}))
    return ranking


def _ranked(
    folder: RunFolder, metrics: Mapping[str, Any], settings: RunSettings, weights: Mapping[str, float]
) -> tuple[RankedTool, ...]:
    pack = load_pack(settings.domain)
    try:
        return ranking_of(metrics, pack, _examples(folder), target_csat=settings.target_csat, weights=weights)
    except (KeyError, TypeError) as error:
        raise RunError(f"{folder / METRICS} lacks figures of the pack {pack.id}; analyze again") from error


def _examples(folder: RunFolder) -> dict[str, tuple[str, ...]]:
    """By intent, the ids that the run's ranking names. Raises `RunError`."""
    folder.need(RANKING)
    try:
        with (folder / RANKING).open(encoding="utf-8", newline="") as file:
            return {row["intent"]: _ids(row["examples"]) for row in csv.DictReader(file, strict=True)}
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError) as error:
        raise RunError(f"{folder / RANKING} is damaged: {error}") from error


def _ids(cell: str) -> tuple[str, ...]:
    """The ids in a cell, without the apostrophe in front of what a spreadsheet would run."""
    guarded = cell.startswith("'") and cell[1:].startswith(FORMULA_START)
    text = cell[1:] if guarded else cell
    return tuple(text.split(";")) if text else ()
