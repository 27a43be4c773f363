"""What the user named (files, folders, stdin) -> the sources to read, and each source -> chunks of lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from shared.conversations import documents, messages_csv
from shared.conversations.lines import BROKEN_STREAM, CHUNK_BYTES, Chunk, cut_lines
from shared.conversations.opening import STDIN, open_source
from shared.conversations.rejections import InputError

__all__ = ["Chunk", "InputError", "Source", "expand_inputs", "iter_chunks", "open_source"]

SUFFIXES = (".jsonl", ".json", ".ndjson", ".csv")
PACKED_SUFFIXES = ("", ".gz", ".zst")
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, or stdin (`path` "-"). `name` is how rejections and reports call it; `size` is in bytes
    as stored, `None` for stdin and pipes."""

    path: str
    name: str
    size: int | None = None


def expand_inputs(paths: Iterable[str | Path]) -> list[Source]:
    """The sources that `paths` name, each once: files as they are, "-" as stdin, folders as their *.jsonl, *.ndjson,
    *.json and *.csv files (also packed as .gz or .zst) at any depth in sorted order.

    Raises `InputError` with one line where a path is missing, empty, unreadable or a folder without such files.
    """
    sources: dict[str, Source] = {}
    for path in paths:
        for source in _expand(path):
            sources.setdefault(source.path if source.path == STDIN else str(Path(source.path).resolve()), source)
    if not sources:
        raise InputError("no input was named")
    return list(sources.values())


def iter_chunks(source: Source | str | Path, size: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """The chunks of a source, each about `size` bytes of whole lines of JSON objects: a JSONL file as it is, a JSON
    array one element a line, a messages CSV one conversation a line. Bounded memory, except for a JSON array (which
    is held whole and therefore must be under 200 MB).

    Raises `InputError` when the source cannot be opened or is a CSV without the columns that it needs.
    """
    if not isinstance(source, Source):
        source = _stdin() if str(source) == STDIN else _file(Path(source))
    with open_source(source.path) as stream:
        yield from _chunks_by_format(stream, source.name, size)


def _chunks_by_format(stream: BufferedReader, name: str, size: int) -> Iterator[Chunk]:
    head = _head(stream)
    columns = messages_csv.header_columns(head)
    if columns is not None:
        yield from messages_csv.csv_chunks(stream, name, columns, size)
    elif _is_named(name, ".csv"):
        raise InputError(messages_csv.wrong_header(name, head))
    elif documents.may_be_document(head, is_json_file=_is_named(name, ".json")):
        yield from documents.document_chunks(stream, name, size)
    else:
        yield from cut_lines(stream, name, size)


def _head(stream: BufferedReader) -> bytes:
    """The first bytes of `stream`, which stay to be read."""
    try:
        return stream.peek(_HEAD_BYTES)
    except BROKEN_STREAM:
        return b""


def _is_named(name: str, suffix: str) -> bool:
    return any(name.lower().endswith(suffix + packed) for packed in PACKED_SUFFIXES)


def _expand(path: str | Path) -> list[Source]:
    if str(path) == STDIN:
        return [_stdin()]
    if _is_folder(Path(path)):
        return _folder(Path(path))
    source = _file(Path(path))
    if source.size == 0:
        raise InputError(f"{path}: the file is empty")
    return [source]


def _stdin() -> Source:
    return Source(STDIN, "stdin")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:  # a name too long, say
        raise InputError(f"{path}: {error.strerror or error}") from error


def _file(path: Path) -> Source:
    try:
        size = path.stat().st_size if path.is_file() else None
        exists = path.exists()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if not exists:
        raise InputError(f"{path}: no such file or folder")
    if not os.access(path, os.R_OK):
        raise InputError(f"{path}: not readable (permission denied)")
    return Source(str(path), str(path), size)


def _folder(folder: Path) -> list[Source]:
    found: list[Source] = []
    for parent, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        wanted = (name for name in sorted(files) if not name.startswith(".") and _is_readable_format(name))
        found.extend(_stored_file(Path(parent, name)) for name in wanted)
    if not found:
        raise InputError(f"{folder}: the folder holds no {', '.join('*' + suffix for suffix in SUFFIXES)} file")
    if not any(source.size for source in found):
        raise InputError(f"{folder}: every file in the folder is empty")
    return found


def _stored_file(path: Path) -> Source:
    """A file found in a folder; anything else, a pipe say, would be waited for for ever."""
    source = _file(path)
    if source.size is None:
        raise InputError(f"{path}: not a file; take it out of the folder, or name it itself to have it read")
    return source


def _unreadable(error: OSError) -> None:
    raise InputError(f"{error.filename}: {error.strerror or error}") from error


def _is_readable_format(name: str) -> bool:
    return any(_is_named(name, suffix) for suffix in SUFFIXES)
