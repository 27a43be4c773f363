"""Runs to work on: analysed, proposed and approved once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shared.llm.settings import LLMSettings
from shared.runs.analyzing import analyze
from shared.runs.folder import RunFolder
from shared.runs.settings import RunSettings
from shared.runs.stages import approve, propose

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "kavak.jsonl"
SETTINGS = RunSettings(scenarios=6, threads=4)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that is ready to be simulated. Not to be written to."""
    folder = RunFolder(tmp_path_factory.mktemp("prepared") / "june")
    analyze([SAMPLE], folder, SETTINGS, LLMSettings(), keep_conversations=True)
    propose(folder, LLMSettings())
    approve(folder, LLMSettings())
    return folder.path


@pytest.fixture
def run(prepared: Path, tmp_path: Path) -> RunFolder:
    """A copy of it."""
    return RunFolder(shutil.copytree(prepared, tmp_path / "june"))
