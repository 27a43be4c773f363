"""Runs that were analysed for real."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shared.llm.settings import LLMSettings
from shared.runs.analyzing import analyze
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings

SAMPLE = Path(__file__).parents[3] / "shared/samples/kavak.jsonl"


def analysed(path: Path, *inputs: Path, settings: RunSettings | None = None, **options: Any) -> RunFolder:
    """A run with its table of conversations; of the shipped sample where no input is given."""
    folder = RunFolder(path)
    chosen = settings or RunSettings()
    analyze(inputs or [SAMPLE], folder, chosen, LLMSettings(), keep_conversations=True, **options)
    return folder


def artefacts(folder: RunFolder) -> dict[str, bytes]:
    """All files of a run but `run.json`, which tells the time."""
    hidden = ("run.json", ".lock")
    return {path.name: path.read_bytes() for path in sorted(folder.path.iterdir()) if path.name not in hidden}
