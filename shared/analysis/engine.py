"""The analysis of any number of conversations: a stream in, figures, intents and a ranking of tools out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any

from shared.analysis.chunks import ChunkResult, ChunkTask, analyze_chunk
from shared.analysis.collecting import Collector
from shared.analysis.corrections import Correction
from shared.analysis.inputs import Inputs, InputSummary
from shared.analysis.intents import IntentDetector
from shared.analysis.outputs import OutputFiles
from shared.analysis.ranking import DEFAULT_RANKING_WEIGHTS, RANKING_PARTS, RankedTool
from shared.analysis.score import DEFAULT_WEIGHTS, PARTS, Targets, checked_weights
from shared.analysis.workers import Inline, Workers
from shared.conversations.lines import Chunk
from shared.domains.pack import Pack

CHUNK_BYTES = 4 * 1024 * 1024
"""Part of the result: the last digits of a sum depend on where it is cut."""
CHUNKS_INLINE = 8
"""Up to this many chunks are done in this process: starting others would take longer."""
PACKAGES = ("numpy", "polars", "orjson", "scipy")


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What decides the result besides the conversations and the pack."""

    seed: int = 0
    targets: Targets = field(default_factory=Targets)
    score_weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    ranking_weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_RANKING_WEIGHTS))
    keep_conversations: bool = False

    def __post_init__(self) -> None:
        checked_weights(self.score_weights, PARTS)
        checked_weights(self.ranking_weights, RANKING_PARTS)


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """What an analysis found and what `run.json` tells about it. `metrics` is the content of `metrics.json`;
    `counts` has lines accepted, rejected, empty and duplicate ids; `timings` are in seconds."""

    metrics: Mapping[str, Any]
    ranking: tuple[RankedTool, ...]
    inputs: tuple[InputSummary, ...]
    counts: Mapping[str, int]
    versions: Mapping[str, str]
    timings: Mapping[str, float]


def analyze(
    inputs: Sequence[str | Path],
    out: Path,
    pack: Pack,
    options: AnalysisOptions | None = None,
    *,
    corrections: Mapping[str, Correction] | None = None,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> AnalysisResult:
    """Analyse the conversations of `inputs` (files, folders, "-" for stdin) and write the files of an analysis to
    the folder `out`; they appear there together at the end or, when anything fails, not at all.

    `corrections`, by id, stand in the place of what is detected; those that occur are written beside the figures.
    `executor` does the work on chunks (default: this process for small inputs, else a process for each core); the
    files are the same to the byte whichever it is. `progress` is called with the bytes that each chunk had.
    Raises `InputError` for an input that cannot be read, `WorkersKeepDying` when workers die over one chunk again
    and again.
    """
    started = time.perf_counter()
    chosen = options or AnalysisOptions()
    IntentDetector.for_pack(pack)  # trained and stored once, before the workers look for it
    read = Inputs(inputs, CHUNK_BYTES)
    out.mkdir(parents=True, exist_ok=True)
    with OutputFiles(out) as files:
        collector = Collector(files, pack, corrections or {}, keep=chosen.keep_conversations)
        for task, result in _results(read.chunks(), collector, pack, chosen, executor):
            collector.add(task.chunk, result)
            if progress:
                progress(len(task.chunk.data))
        metrics = collector.metrics(chosen.targets, chosen.score_weights)
        ranking = collector.finish(metrics, chosen.targets.csat, chosen.ranking_weights)
    return AnalysisResult(
        metrics=metrics,
        ranking=ranking,
        inputs=read.summaries(),
        counts=collector.counts(),
        versions={name: version(name) for name in PACKAGES},
        timings={"total": time.perf_counter() - started},
    )


def _results(
    chunks: Iterator[Chunk],
    collector: Collector,
    pack: Pack,
    options: AnalysisOptions,
    executor: Executor | None,
) -> Iterator[tuple[ChunkTask, ChunkResult]]:
    beginning = list(islice(chunks, CHUNKS_INLINE + 1))
    small = executor is None and len(beginning) <= CHUNKS_INLINE
    pack_json = pack.model_dump_json()

    def tasks() -> Iterable[ChunkTask]:
        for chunk in chain(beginning, chunks):
            yield ChunkTask(chunk, pack_json, options.seed, collector.cutoffs(), options.keep_conversations)

    with Workers(Inline() if small else executor) as workers:
        yield from workers.ordered(analyze_chunk, tasks())
