"""The inputs of an analysis as one stream of chunks, with what `run.json` says about each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.conversations.lines import Chunk
from shared.conversations.sources import Source, expand_inputs, iter_chunks


@dataclass(frozen=True, slots=True)
class InputSummary:
    """An input that was read. `size` in bytes and `sha256` are of the file as it is stored (what `sha256sum` says);
    of stdin, which is there only once, of the lines that were read."""

    name: str
    size: int
    sha256: str


class Inputs:
    """Reads files, folders and stdin in order. Raises `InputError` where one cannot be read at all."""

    def __init__(self, paths: Sequence[str | Path], chunk_bytes: int) -> None:
        self._sources = expand_inputs(paths)
        self._chunk_bytes = chunk_bytes
        self._summaries: list[InputSummary] = []

    def chunks(self) -> Iterator[Chunk]:
        """The chunks of all inputs, in order."""
        for source in self._sources:
            digest, size = hashlib.sha256(), 0
            for chunk in iter_chunks(source, self._chunk_bytes):
                if source.size is None:
                    digest.update(chunk.data)
                    size += len(chunk.data)
                yield chunk
            stdin = InputSummary(source.name, size, digest.hexdigest())
            self._summaries.append(stdin if source.size is None else _stored(source, source.size))

    def summaries(self) -> tuple[InputSummary, ...]:
        """The inputs that were read to their end."""
        return tuple(self._summaries)


def _stored(source: Source, size: int) -> InputSummary:
    with Path(source.path).open("rb") as file:
        return InputSummary(source.name, size, hashlib.file_digest(file, "sha256").hexdigest())
