"""The same bytes from one process, from a pool and from a Dask cluster, also when a worker is killed midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from shared.analysis import engine
from shared.analysis.engine import analyze
from shared.analysis.workers import Inline
from shared.domains.pack import load_pack

SAMPLES = Path(engine.__file__).parents[1] / "samples/kavak.jsonl"


@pytest.fixture(autouse=True)
def _many_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHUNK_BYTES", 4_000)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as workers,  # type: ignore[no-untyped-call]
        Client(workers) as client,  # type: ignore[no-untyped-call]
    ):
        yield client


def analysed(out: Path, executor: Executor, after: int = -1, kill: int = 0) -> dict[str, bytes]:
    """The files of an analysis of the samples on `executor`; `kill` dies after so many chunks."""
    taken = iter(range(1_000_000))

    def progress(_: int) -> None:
        if next(taken) == after:
            os.kill(kill, signal.SIGKILL)

    analyze([SAMPLES], out, load_pack("kavak"), executor=executor, progress=progress)
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "CHUNK_BYTES", 4_000)
        return analysed(tmp_path_factory.mktemp("inline"), Inline())


def test_a_pool_that_loses_a_process_gives_the_same_bytes(tmp_path: Path, expected: dict[str, bytes]) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        process = pool.submit(os.getpid).result()
        assert analysed(tmp_path, pool, 3, process) == expected


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    tmp_path: Path, expected: dict[str, bytes], cluster: Client
) -> None:
    workers = list(cluster.run(os.getpid).values())
    assert len(workers) == 2
    executor: Executor = cluster.get_executor()  # type: ignore[no-untyped-call]
    assert analysed(tmp_path, executor, 3, workers[0]) == expected
