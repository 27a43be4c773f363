"""Changing a run's parameters: what depends on them is worked out anew at once, or said to be outdated."""

from __future__ import annotations

from shared.improvement.journal import run_lock
from shared.runs.settings import RunSettings
from workbench.desk import Desk

FIGURES = ("target_csat", "max_turns", "target_latency", "weights")
"""What the score and the ranking depend on."""


def change_settings(here: Desk, wanted: RunSettings) -> None:
    """Keep the settings in the run. Raises `RunError`, and `RunLocked` where another process works on it."""
    from shared.runs.reranking import rescore

    folder = here.folder
    if not (folder / "run.json").is_file():
        here.state.settings = wanted
        return
    current = folder.info().settings
    if any(getattr(current, name) != getattr(wanted, name) for name in FIGURES) and (folder / "metrics.json").is_file():
        rescore(folder, wanted)
        return
    with run_lock(folder.path):
        folder.write_info(folder.info().model_copy(update={"settings": wanted}))
