"""A simulation that is stopped and gone on with ends as one that nobody stopped."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from shared.improvement.batch import Progress
from shared.llm.settings import LLMSettings
from shared.runs.folder import RunFolder
from shared.runs.simulating import OF_ARM, PROPOSED_META, SIMULATION, simulate

SLOW = LLMSettings(offline_model_latency_ms=15)
RESULTS = (*OF_ARM.values(), PROPOSED_META, SIMULATION)


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = RunFolder(shutil.copytree(prepared, tmp_path_factory.mktemp("undisturbed") / "june"))
    simulate(folder, LLMSettings())
    return {name: (folder / name).read_bytes() for name in RESULTS}


def test_a_stopped_simulation_goes_on_to_the_same_result(run: RunFolder, undisturbed: dict[str, bytes]) -> None:
    stop = threading.Event()

    def stop_after_two(progress: Progress) -> None:
        if progress.done == 2:
            stop.set()

    outcome = simulate(run, SLOW, progress=stop_after_two, stop=stop)
    assert outcome.stop_requested
    assert not outcome.complete
    assert outcome.stopped is not None
    assert "are kept" in outcome.stopped
    assert any(run.partial.glob("*.jsonl"))
    assert not run.read_json(SIMULATION)["complete"]

    outcome = simulate(run, LLMSettings())
    assert outcome.complete
    assert not outcome.stop_requested
    assert {name: (run / name).read_bytes() for name in RESULTS} == undisturbed
    assert not run.partial.exists()
