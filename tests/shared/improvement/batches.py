"""Running a batch of the fake model in a folder. As a script, to be killed: FOLDER CALLS_FILE THREADS LATENCY_SEC."""

from __future__ import annotations

import sys
import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

from shared.improvement.batch import BatchResult, ProgressCallback, cases_of, run_batch
from shared.improvement.journal import Journal, run_lock
from shared.improvement.simulation import Case
from shared.improvement.worker import Conditions, ModelSource
from tests.shared.improvement.fakes import RELEASES, FakeSource, make_scenario

SEED = 7


def make_cases(scenarios: int = 6, trials: int = 1) -> list[Case]:
    return cases_of([make_scenario(f"buying-{n:03d}") for n in range(scenarios)], RELEASES, trials)


def run_in(
    folder: Path,
    source: ModelSource,
    cases: Sequence[Case] | None = None,
    *,
    threads: int = 4,
    executor: Executor | None = None,
    budget_usd: float | None = None,
    progress: ProgressCallback | None = None,
    stop: threading.Event | None = None,
    batch: str | None = None,
) -> BatchResult:
    """Go on with the batch in `folder`."""
    partial = folder / "partial"
    with run_lock(folder), Journal.open(folder / "journal.jsonl", {"seed": str(SEED)}) as journal:
        partial.mkdir(exist_ok=True)
        conditions = Conditions("kavak", SEED, 12, 0.8, partial, source, batch or uuid.uuid4().hex)
        return run_batch(
            make_cases() if cases is None else cases,
            conditions,
            journal,
            executor=executor,
            threads=threads,
            budget_usd=budget_usd,
            progress=progress,
            stop=stop,
        )


def results(result: BatchResult) -> list[str]:
    """What came out, in order, as text."""
    return [c.model_dump_json() if c else "" for c in result.conversations]


if __name__ == "__main__":
    run_in(
        Path(sys.argv[1]),
        FakeSource(Path(sys.argv[2]), latency_sec=float(sys.argv[4])),
        make_cases(12),
        threads=int(sys.argv[3]),
    )
