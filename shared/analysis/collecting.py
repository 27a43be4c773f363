"""The results of the chunks, in the order of the input, added up into the files and figures of an analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared.analysis.chunks import ChunkResult
from shared.analysis.columns import Columns
from shared.analysis.corrections import CORRECTIONS, Correcting, Correction, correction_lines
from shared.analysis.derived import ranking_of, score_of
from shared.analysis.evidence import EVIDENCE_A_CONTEXT, EXAMPLES_AN_INTENT, LowestHashes
from shared.analysis.outputs import (
    BASELINE_META,
    CONVERSATIONS,
    EVIDENCE,
    INTENTS,
    METRICS,
    RANKING,
    REJECTED,
    OutputFiles,
    intents_frame,
    meta_frame,
    ranking_frame,
    write_rows,
)
from shared.analysis.ranking import RankedTool
from shared.analysis.score import Targets
from shared.analysis.segments import Segments
from shared.analysis.table_rows import TABLE, TableWriter, table_rows
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

    def __init__(self, files: OutputFiles, pack: Pack, corrections: Mapping[str, Correction], *, keep: bool) -> None:
        self._pack = pack
        self._intents = tuple(intent.id for intent in pack.intents)
        self.segments = Segments(self._intents)
        self._correcting = Correcting(corrections, self._intents)
        self._seen = DuplicateIds()
        self._evidence: LowestHashes[_Evidence] = LowestHashes(EVIDENCE_A_CONTEXT)
        self._examples: LowestHashes[str] = LowestHashes(EXAMPLES_AN_INTENT)
        self._counts = dict.fromkeys(("accepted", "rejected", "duplicate_ids", "empty_lines"), 0)
        self._files = files
        self._intents_csv, self._meta_csv = files.open(INTENTS), files.open(BASELINE_META)
        self._rejected = files.open(REJECTED)
        self._records = files.open(CONVERSATIONS) if keep else None
        self._table = TableWriter(files.scratch(TABLE + ".part"))
        self._write_rows(Columns.empty(self._intents), np.zeros(0, np.uint64), (), header=True)

    def cutoffs(self) -> Mapping[str, int]:
        """From which sample key on a conversation of a context cannot become evidence any more."""
        return self._evidence.cutoffs()

    def add(self, chunk: Chunk, result: ChunkResult) -> None:
        """Take in the next chunk of the input."""
        repeated = self._seen.check_hashes(result.hashes.tolist(), result.line_numbers, chunk.source)
        accepted = np.ones(len(result.columns), np.bool_)
        accepted[list(repeated)] = False
        every = self._correcting.apply(result.columns)
        columns = every.take(accepted) if repeated else every
        self.segments.add(columns)
        self._sample(result, every, accepted)
        records = list(compress(result.records, accepted.tolist()))
        self._write_rows(columns, result.keys[accepted], records, header=False)
        self._reject(chunk, result, repeated)
        self._counts["accepted"] += len(columns)
        self._counts["empty_lines"] += result.empty

    def counts(self) -> dict[str, int]:
        """Lines accepted, rejected (duplicate ids among them), empty; and the duplicate ids."""
        return dict(self._counts)

    def metrics(self, targets: Targets, weights: Mapping[str, float]) -> dict[str, Any]:
        """The content of `metrics.json`."""
        figures = {
            "overall": self.segments.overall.figures().as_record(),
            "by": {
                dimension: {name: one.as_record() for name, one in segments.items()}
                for dimension, segments in self.segments.figures().items()
            },
        }
        corrected = len(self._correcting.applied)
        return {
            "domain": self._pack.id,
            "language_counts": dict(sorted(self.segments.languages.items())),
            **figures,
            "score": score_of(figures, targets, weights).as_record(),
            "imported_intents": self.segments.imported_agreement(),
            "inputs": {name: self._counts[name] for name in ("accepted", "rejected", "duplicate_ids")},
            **({"corrections": {"count": corrected}} if corrected else {}),
        }

    def finish(
        self, metrics: Mapping[str, Any], target_csat: float, weights: Mapping[str, float]
    ) -> tuple[RankedTool, ...]:
        """Rank the tools, and write what is known at the end only: figures, ranking, evidence and table."""
        examples = {intent: self._examples.group(intent) for intent in self._intents}
        ranking = ranking_of(metrics, self._pack, examples, target_csat=target_csat, weights=weights)
        self._files.write_json(METRICS, metrics)
        if applied := self._correcting.applied:
            self._files.open(CORRECTIONS).writelines(correction_lines(applied))
        write_rows(self._files.open(RANKING), ranking_frame(ranking), header=True)
        self._files.open(EVIDENCE).writelines(
            evidence.line for _, _, evidence in self._evidence.entries() if evidence.accepted
        )
        if self._records:
            self._table.finish(self._files.place(TABLE), self.segments.names())
        return ranking

    def _sample(self, result: ChunkResult, columns: Columns, accepted: NDArray[np.bool_]) -> None:
        for candidate in result.candidates:
            kept = bool(accepted[candidate.row])
            self._evidence.add(
                self.segments.context_segment(candidate.context), candidate.key, _Evidence(kept, candidate.line)
            )
        failed = columns.outcomes.resolved == 0
        for number, intent in enumerate(self._intents):
            for wanted, offset in ((failed, 0), (~failed, _RESOLVED_KEY)):
                rows = np.flatnonzero(columns.intents[:, number] & accepted & wanted)
                lowest = rows[np.argsort(result.keys[rows], kind="stable")[:EXAMPLES_AN_INTENT]]
                for row in lowest.tolist():
                    self._examples.add(intent, offset + int(result.keys[row]), columns.ids[row])

    def _write_rows(
        self, columns: Columns, draw: NDArray[np.uint64], records: Sequence[bytes], *, header: bool
    ) -> None:
        rows = table_rows(columns, self._intents)
        write_rows(self._intents_csv, intents_frame(rows, self._intents), header=header, decimals=4)
        write_rows(self._meta_csv, meta_frame(rows), header=header)
        if self._records:
            self._records.writelines(records)
            self._table.add(rows, draw, [len(record) for record in records])

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
