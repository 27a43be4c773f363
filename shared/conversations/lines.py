"""A stream of bytes -> chunks of whole lines, whatever the lines hold and however long they are."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from typing import NamedTuple

import zstandard

from shared.conversations.rejections import MAX_RAW_BYTES, Rejection

MAX_LINE_BYTES = 32 * 1024 * 1024
CHUNK_BYTES = 16 * 1024 * 1024
BROKEN_STREAM = (EOFError, OSError, zlib.error, zstandard.ZstdError)
"""What reading raises when an archive breaks off or a disk fails."""


class Chunk(NamedTuple):
    """Whole lines of a source, the first of which has the number `first_line`; and what was rejected before
    anything could be read of it. Cheap to send to another process."""

    source: str
    first_line: int
    data: bytes
    rejections: tuple[Rejection, ...] = ()

    def lines(self) -> list[bytes]:
        """The lines, without their newlines."""
        lines = self.data.split(b"\n")
        if not lines[-1]:
            lines.pop()
        return lines

    def line(self, number: int) -> bytes:
        """The line of this number, counted from 1 over the whole source."""
        return self.lines()[number - self.first_line]


@dataclass
class _LongLine:
    """A line too long to be kept: its head, its size and its hash."""

    size: int = 0
    head: bytes = b""
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, part: bytes) -> None:
        self.size += len(part)
        self.head = (self.head + part[:MAX_RAW_BYTES])[:MAX_RAW_BYTES]
        self.digest.update(part)

    def rejection(self, source: str, number: int) -> Rejection:
        reason = f"longer than {MAX_LINE_BYTES >> 20} MiB ({self.size:,} bytes)"
        return Rejection(source, number, reason, self.head, self.size, self.digest.hexdigest())


class _Broken(Exception):
    """The stream cannot be read any further; `rest` is what was read since the last block."""

    def __init__(self, rest: bytes, why: str) -> None:
        super().__init__(why)
        self.rest = rest


def cut_lines(stream: BufferedReader, source: str, size: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """Chunks of about `size` bytes cut at line ends. A line over `MAX_LINE_BYTES` is skipped as it streams by and
    comes out as a rejection; so does the line at which a stream breaks."""
    cutter = _Cutter(source)
    try:
        while block := _read_block(stream, size):
            yield from cutter.cut(block)
    except _Broken as broken:
        yield from cutter.cut(broken.rest)
        yield from cutter.broken(str(broken))
    else:
        yield from cutter.rest()


class _Cutter:
    """Cuts blocks at line ends; carries what is left of a block over to the next."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._number = 1
        self._carried = b""
        self._long_line: _LongLine | None = None

    def cut(self, block: bytes) -> Iterator[Chunk]:
        """The whole lines that `block` completes."""
        if self._long_line is not None:
            part, newline, block = block.partition(b"\n")
            self._long_line.add(part)
            if not newline:
                return
            yield from self.rest()
        end = block.rfind(b"\n") + 1
        if end:
            yield self._chunk(self._carried + block[:end])
            self._carried = block[end:]
        else:
            self._carried += block
        if len(self._carried) > MAX_LINE_BYTES:
            self._long_line = _LongLine()
            self._long_line.add(self._carried)
            self._carried = b""

    def rest(self) -> Iterator[Chunk]:
        """The last line, if anything of it is left."""
        if self._long_line is not None:
            rejection, self._long_line = self._long_line.rejection(self._source, self._number), None
            yield Chunk(self._source, self._number, b"", (rejection,))
            self._number += 1
        elif self._carried:
            yield self._chunk(self._carried)

    def broken(self, reason: str) -> Iterator[Chunk]:
        """The line in which the stream broke."""
        if self._long_line is not None:
            yield from self.rest()
        rejection = Rejection.of(self._source, self._number, reason, self._carried)
        yield Chunk(self._source, self._number, b"", (rejection,))

    def _chunk(self, data: bytes) -> Chunk:
        chunk = Chunk(self._source, self._number, data)
        self._number += data.count(b"\n")
        return chunk


def _read_block(stream: BufferedReader, size: int) -> bytes:
    """Up to `size` bytes; empty at the end. Raises `_Broken`, which holds what could still be read."""
    parts: list[bytes] = []
    wanted = size
    while wanted > 0:
        try:
            part = stream.read1(wanted)
        except BROKEN_STREAM as error:
            raise _Broken(b"".join(parts), f"the input breaks off here: {error or type(error).__name__}") from error
        if not part:
            break
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts) if len(parts) != 1 else parts[0]
