"""Reading conversations: lines and chunks of lines in, conversations and rejections out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from shared.conversations.decoding import BYTE_ORDER_MARK, decode_json
from shared.conversations.duplicates import DuplicateIds
from shared.conversations.lines import MAX_LINE_BYTES, Chunk
from shared.conversations.normalising import normalise
from shared.conversations.rejections import InputError, RejectedLine, Rejection, rejection_record
from shared.conversations.schema import Conversation
from shared.conversations.sources import expand_inputs, iter_chunks

__all__ = [
    "InputError",
    "ReadChunk",
    "RejectedLine",
    "Rejection",
    "read_chunk",
    "read_conversations",
    "read_line",
    "rejection_record",
]


class ReadChunk(NamedTuple):
    """What was in a chunk: `line_numbers` belongs to `conversations`, entry by entry; `empty` counts blank lines."""

    conversations: list[Conversation]
    rejections: list[Rejection]
    line_numbers: list[int]
    empty: int


def read_line(raw: bytes) -> Conversation:
    """The conversation in one line of JSONL. Raises `RejectedLine` with the reason when there is none."""
    return normalise(decode_json(raw))


def read_chunk(chunk: Chunk) -> ReadChunk:
    """Read every line of `chunk`. Accepted, rejected and empty lines add up to the chunk's lines; the rejections of
    the chunk itself (over-long lines, a broken archive) come first. Never raises for what the lines hold."""
    read = ReadChunk([], list(chunk.rejections), [], 0)
    empty = 0
    with _collector_paused():
        for number, raw in enumerate(chunk.lines(), start=chunk.first_line):
            try:
                conversation = _read_bounded(raw)
            except RejectedLine as rejected:
                if _is_blank(raw):
                    empty += 1
                else:
                    read.rejections.append(Rejection.of(chunk.source, number, rejected.reason, raw))
                continue
            read.conversations.append(conversation)
            read.line_numbers.append(number)
    return read._replace(empty=empty)


def read_conversations(paths: Iterable[str | Path]) -> Iterator[Conversation | Rejection]:
    """Every conversation of `paths` (files, folders, "-" for stdin), in order, and a `Rejection` for every line
    that holds none or whose id was there before. Raises `InputError` when a path cannot be read."""
    seen = DuplicateIds()
    for source in expand_inputs(paths):
        for chunk in iter_chunks(source):
            read = read_chunk(chunk)
            yield from read.rejections
            yield from _first_ones(chunk, read, seen)


def _first_ones(chunk: Chunk, read: ReadChunk, seen: DuplicateIds) -> Iterator[Conversation | Rejection]:
    """The chunk's conversations; a rejection in the place of each whose id was there before."""
    repeated = seen.check([c.conversation_id for c in read.conversations], read.line_numbers, chunk.source)
    lines = chunk.lines() if repeated else []
    for position, (conversation, number) in enumerate(zip(read.conversations, read.line_numbers, strict=True)):
        if position in repeated:
            yield Rejection.of(chunk.source, number, repeated[position], lines[number - chunk.first_line])
        else:
            yield conversation


def _read_bounded(raw: bytes) -> Conversation:
    if len(raw) > MAX_LINE_BYTES:
        raise RejectedLine(f"longer than {MAX_LINE_BYTES >> 20} MiB")
    return normalise(decode_json(raw))


def _is_blank(raw: bytes) -> bool:
    return not raw.removeprefix(BYTE_ORDER_MARK).strip()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection while many small objects are made, none of which refers back: twice as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
