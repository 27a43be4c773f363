"""The results of the chunks, in the order of the input, added up into the files and figures of an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared.analysis.chunks import ChunkResult
from shared.analysis.columns import Columns
from shared.analysis.evidence import EVIDENCE_A_CONTEXT, EXAMPLES_AN_INTENT, LowestHashes
from shared.analysis.outputs import (
    BASELINE_META,
    CONVERSATIONS,
    EVIDENCE,
    INTENTS,
    RANKING,
    REJECTED,
    OutputFiles,
    intents_frame,
    meta_frame,
    ranking_frame,
    write_rows,
)
from shared.analysis.ranking import IntentFigures, RankedTool, rank_tools
from shared.analysis.score import Score, Targets, score
from shared.analysis.segments import Segments
from shared.conversations.duplicates import DuplicateIds
from shared.conversations.lines import Chunk
from shared.conversations.reading import Rejection, rejection_record
from shared.conversations.writing import to_json
from shared.domains.pack import Pack

_RESOLVED_KEY = 1 << 64
"""Put on the sample key of a conversation that is not known to have failed: failures come first as examples."""


class _Evidence(NamedTuple):
    accepted: bool
    line: bytes


class Collector:
    """Takes in one chunk after the other; holds sums, samples and hashes of ids, never the conversations."""

    def __init__(self, files: OutputFiles, pack: Pack, seed: int, *, keep: bool) -> None:
        self._pack = pack
        self._intents = tuple(intent.id for intent in pack.intents)
        self.segments = Segments(self._intents)
        self._seen = DuplicateIds()
        self._evidence: LowestHashes[_Evidence] = LowestHashes(EVIDENCE_A_CONTEXT)
        self._examples: LowestHashes[str] = LowestHashes(EXAMPLES_AN_INTENT)
        self._counts = dict.fromkeys(("accepted", "rejected", "duplicate_ids", "empty_lines"), 0)
        self._files = files
        self._intents_csv, self._meta_csv = files.open(INTENTS), files.open(BASELINE_META)
        self._rejected = files.open(REJECTED)
        self._records = files.open(CONVERSATIONS) if keep else None
        self._write_frames(Columns.empty(self._intents), header=True)

    def cutoffs(self) -> Mapping[str, int]:
        """From which sample key on a conversation of a context cannot become evidence any more."""
        return self._evidence.cutoffs()

    def add(self, chunk: Chunk, result: ChunkResult) -> None:
        """Take in the next chunk of the input."""
        repeated = self._seen.check_hashes(result.hashes.tolist(), result.line_numbers, chunk.source)
        accepted = np.ones(len(result.columns), np.bool_)
        accepted[list(repeated)] = False
        columns = result.columns.take(accepted) if repeated else result.columns
        self.segments.add(columns)
        self._sample(result, accepted)
        self._write_frames(columns, header=False)
        if self._records:
            self._records.writelines(record for record, kept in zip(result.records, accepted, strict=True) if kept)
        self._reject(chunk, result, repeated)
        self._counts["accepted"] += len(columns)
        self._counts["empty_lines"] += result.empty

    def counts(self) -> dict[str, int]:
        """Lines accepted, rejected (duplicate ids among them), empty; and the duplicate ids."""
        return dict(self._counts)

    def metrics(self, targets: Targets, weights: Mapping[str, float]) -> dict[str, Any]:
        """The content of `metrics.json`."""
        overall = self.segments.overall.figures()
        return {
            "domain": self._pack.id,
            "language_counts": dict(sorted(self.segments.languages.items())),
            "overall": overall.as_record(),
            "by": {
                dimension: {name: figures.as_record() for name, figures in segments.items()}
                for dimension, segments in self.segments.figures().items()
            },
            "score": self._score(targets, weights).as_record(),
            "imported_intents": self.segments.imported_agreement(),
            "inputs": {name: self._counts[name] for name in ("accepted", "rejected", "duplicate_ids")},
        }

    def write_ranking(self, target_csat: float, weights: Mapping[str, float]) -> tuple[RankedTool, ...]:
        """Rank the tools and write the ranking and the evidence, which are known at the end only."""
        total = self.segments.overall.total
        ranking = rank_tools(self._intent_figures(), total, target_csat=target_csat, weights=weights)
        write_rows(self._files.open(RANKING), ranking_frame(ranking), header=True)
        self._files.open(EVIDENCE).writelines(
            evidence.line for _, _, evidence in self._evidence.entries() if evidence.accepted
        )
        return ranking

    def _score(self, targets: Targets, weights: Mapping[str, float]) -> Score:
        figures = self.segments.overall.figures()
        return score(
            avg_csat=figures.avg_csat.value,
            resolution_rate=figures.resolution_rate.value,
            avg_turns=figures.avg_turns.value,
            avg_duration_sec=figures.avg_duration_sec.value,
            targets=targets,
            weights=weights,
        )

    def _intent_figures(self) -> list[IntentFigures]:
        found = [(intent, self.segments.intent(intent.id)) for intent in self._pack.intents]
        return [
            IntentFigures(
                intent=intent.id,
                tool=intent.tool,
                effort=intent.effort,
                conversations=figures.total,
                resolution_rate=figures.resolution_rate,
                avg_csat=figures.avg_csat,
                examples=self._examples.group(intent.id),
            )
            for intent, figures in found
        ]

    def _sample(self, result: ChunkResult, accepted: NDArray[np.bool_]) -> None:
        for candidate in result.candidates:
            kept = bool(accepted[candidate.row])
            self._evidence.add(
                self.segments.context_segment(candidate.context), candidate.key, _Evidence(kept, candidate.line)
            )
        failed = result.columns.outcomes.resolved == 0
        for number, intent in enumerate(self._intents):
            for wanted, offset in ((failed, 0), (~failed, _RESOLVED_KEY)):
                rows = np.flatnonzero(result.columns.intents[:, number] & accepted & wanted)
                lowest = rows[np.argsort(result.keys[rows], kind="stable")[:EXAMPLES_AN_INTENT]]
                for row in lowest.tolist():
                    self._examples.add(intent, offset + int(result.keys[row]), result.columns.ids[row])

    def _write_frames(self, columns: Columns, *, header: bool) -> None:
        write_rows(self._intents_csv, intents_frame(columns, self._intents), header=header, decimals=4)
        write_rows(self._meta_csv, meta_frame(columns, self._intents), header=header)

    def _reject(self, chunk: Chunk, result: ChunkResult, repeated: Mapping[int, str]) -> None:
        """Write the rejections of the chunk and its duplicates, in the order of their lines."""
        lines = chunk.lines() if repeated else []
        duplicates = [
            Rejection.of(chunk.source, number, reason, lines[number - chunk.first_line])
            for number, reason in ((result.line_numbers[row], reason) for row, reason in repeated.items())
        ]
        rejections = sorted([*result.rejections, *duplicates], key=lambda rejection: rejection.line_number)
        self._rejected.writelines(to_json(rejection_record(rejection)) + b"\n" for rejection in rejections)
        self._counts["rejected"] += len(rejections)
        self._counts["duplicate_ids"] += len(duplicates)
