"""What a worker does with a chunk of lines: read, detect, and send back columns instead of conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shared.analysis.columns import Columns
from shared.analysis.evidence import EVIDENCE_A_CONTEXT, LONGEST_EVIDENCE_BYTES, LowestHashes, sample_key
from shared.analysis.intents import IntentDetector
from shared.analysis.labels import Labels
from shared.analysis.segments import UNKNOWN
from shared.conversations.duplicates import id_hashes
from shared.conversations.lines import Chunk
from shared.conversations.reading import Rejection, read_chunk
from shared.conversations.schema import Conversation
from shared.conversations.writing import to_json, to_record
from shared.domains.pack import Pack


@dataclass(frozen=True, slots=True)
class ChunkTask:
    """A chunk and what is needed to work on it anywhere. `pack` is the domain pack as JSON; `cutoffs` the sample keys
    from which on a conversation of a context cannot become evidence any more; `keep` asks for all the records."""

    chunk: Chunk
    pack: str
    seed: int
    cutoffs: Mapping[str, int]
    keep: bool = False

    def __str__(self) -> str:
        return f"{self.chunk.source} from line {self.chunk.first_line}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conversation that may become evidence: the row it has in the chunk, and its record as a line of JSON."""

    context: str
    key: int
    row: int
    line: bytes


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """n accepted conversations of a chunk, duplicates included. `hashes` (n,) stand for the ids, `keys` (n,) order
    them at random, `records` are lines of JSON when they were asked for."""

    columns: Columns
    line_numbers: Sequence[int]
    hashes: NDArray[np.uint64]
    keys: NDArray[np.uint64]
    candidates: Sequence[Candidate]
    records: Sequence[bytes]
    rejections: Sequence[Rejection]
    empty: int


def analyze_chunk(task: ChunkTask) -> ChunkResult:
    """The same result for the same chunk, whatever the process. Never raises for what the lines hold."""
    pack, detector = _detector(task.pack)
    read = read_chunk(task.chunk)
    columns = Columns.of(read.conversations, pack, detector)
    keys = np.fromiter((sample_key(i, task.seed) for i in columns.ids), np.uint64, len(columns))
    return ChunkResult(
        columns=columns,
        line_numbers=read.line_numbers,
        hashes=id_hashes(columns.ids),
        keys=keys,
        candidates=_candidates(read.conversations, columns.context, keys, task.cutoffs),
        records=[record_line(c) for c in read.conversations] if task.keep else (),
        rejections=read.rejections,
        empty=read.empty,
    )


def record_line(conversation: Conversation) -> bytes:
    """The conversation as a line of JSONL."""
    return to_json(to_record(conversation)) + b"\n"


@lru_cache(maxsize=2)
def _detector(pack_json: str) -> tuple[Pack, IntentDetector]:
    pack = Pack.model_validate_json(pack_json)
    return pack, IntentDetector.for_pack(pack)


def _candidates(
    conversations: Sequence[Conversation], context: Labels, keys: NDArray[np.uint64], cutoffs: Mapping[str, int]
) -> list[Candidate]:
    sample: LowestHashes[int] = LowestHashes(EVIDENCE_A_CONTEXT)
    for name, rows in context.groups():
        group = UNKNOWN if name is None else name
        low = rows & (keys < np.uint64(cutoffs.get(group, 2**64 - 1)))
        for row in np.flatnonzero(low).tolist():
            sample.add(group, int(keys[row]), row)
    found = (Candidate(group, key, row, record_line(conversations[row])) for group, key, row in sample.entries())
    return [candidate for candidate in found if len(candidate.line) <= LONGEST_EVIDENCE_BYTES]
