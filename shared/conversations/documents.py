"""JSON files that are not one object a line: an array, an object around an array, one pretty-printed object."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import Any, NamedTuple

from shared.conversations.decoding import BYTE_ORDER_MARK, decode_text
from shared.conversations.lines import BROKEN_STREAM, Chunk, cut_lines
from shared.conversations.rejections import RejectedLine, Rejection

MAX_DOCUMENT_BYTES = 200 * 1000 * 1000
_SPACE = re.compile(r"[ \t\r\n]*")
_ENVELOPE = re.compile(r'[ \t\r\n]*\{[ \t\r\n]*"(?:conversations|conversaciones|items|data|tickets)"[ \t\r\n]*:')
_UNREADABLE = (ValueError, RecursionError)
_DECODER = json.JSONDecoder()


def may_be_document(head: bytes, *, is_json_file: bool) -> bool:
    """Whether an input that begins with `head` may be one JSON document instead of one object a line."""
    start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"["):
        return True
    return is_json_file and start.startswith(b"{") and not _is_whole_object(start.partition(b"\n")[0])


def document_chunks(stream: BufferedReader, name: str, size: int) -> Iterator[Chunk]:
    """The elements of the document, one a line; an element's line number is its position. What turns out to be no
    such document, or is over `MAX_DOCUMENT_BYTES`, is cut into its lines instead."""
    data, whole = _read_whole(stream)
    document = _read_document(data) if whole else None
    if document is None:
        yield from cut_lines(io.BufferedReader(_Joined(data, stream)), name, size)
    else:
        del data
        yield from _gather(document, name, size)


def _is_whole_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict) and not _ENVELOPE.match(line.decode("utf-8", "replace"))
    except _UNREADABLE:
        return False


def _read_whole(stream: BufferedReader) -> tuple[bytes, bool]:
    """Everything, if it is not too large and not broken; else its beginning, the rest staying in `stream`."""
    parts: list[bytes] = []
    size = 0
    while size <= MAX_DOCUMENT_BYTES:
        try:
            part = stream.read1(1 << 20)
        except BROKEN_STREAM:
            return b"".join(parts), False
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
    return b"".join(parts), False


class _Joined(io.RawIOBase):
    """What was read already, then the rest of the stream."""

    def __init__(self, start: bytes, rest: BufferedReader) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        return self._start.readinto(into) or self._rest.readinto(into)


class _Document(NamedTuple):
    """The elements, each as the one line of bytes that `read_line` takes, and where and why it breaks off."""

    elements: list[bytes]
    broken: str = ""
    rest: bytes = b""


def _read_document(data: bytes) -> _Document | None:
    """The document in `data`, or `None` if these are lines."""
    try:
        text = decode_text(data)
    except RejectedLine:
        return None
    envelope = _ENVELOPE.match(text)
    start = _skip_space(text, envelope.end() if envelope else 0)
    document = _read_array(text, start + 1) if text[start : start + 1] == "[" else _read_sequence(text, start)
    if document.broken and (not document.elements or _has_object_line(document.rest)):
        return None
    return document


def _has_object_line(rest: bytes) -> bool:
    """Whether the next whole line is a JSON object: then the input is one object a line, some of them broken."""
    following = rest.partition(b"\n")[2].lstrip()
    return _is_whole_object(following.partition(b"\n")[0])


def _read_array(text: str, at: int) -> _Document:
    """The elements from `at`, just after the opening bracket."""
    elements: list[bytes] = []
    at = _skip_space(text, at)
    while text[at : at + 1] != "]":
        try:
            _, end = _DECODER.raw_decode(text, at)
        except _UNREADABLE as error:
            return _Document(elements, f"the JSON array breaks off here: {_why(error)}", _encode(text[at:]))
        elements.append(_one_line(text[at:end]))
        at = _skip_space(text, end)
        if text[at : at + 1] == ",":
            at = _skip_space(text, at + 1)
        elif text[at : at + 1] != "]":
            return _Document(elements, "the JSON array breaks off here: a comma or ] is missing", _encode(text[at:]))
    after = text[at + 1 :].strip(" \t\r\n}")
    return _Document(elements, "more follows after the end of the JSON array" if after else "", _encode(text[at + 1 :]))


def _read_sequence(text: str, at: int) -> _Document:
    """Objects that follow each other, each over as many lines as it likes."""
    elements: list[bytes] = []
    while at < len(text):
        try:
            _, end = _DECODER.raw_decode(text, at)
        except _UNREADABLE as error:
            return _Document(elements, f"not JSON from here on: {_why(error)}", _encode(text[at:]))
        elements.append(_one_line(text[at:end]))
        at = _skip_space(text, end)
    return _Document(elements)


def _skip_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _one_line(element: str) -> bytes:
    # In JSON a newline can only stand between tokens: inside a text it is written as \n.
    return _encode(element.replace("\r", " ").replace("\n", " ")) + b"\n"


def _gather(document: _Document, name: str, size: int) -> Iterator[Chunk]:
    """The elements in chunks of about `size` bytes."""
    first, lines, held = 1, list[bytes](), 0
    for element in document.elements:
        lines.append(element)
        held += len(element)
        if held >= size:
            yield Chunk(name, first, b"".join(lines))
            first, lines, held = first + len(lines), [], 0
    broken = document.broken and Rejection.of(name, first + len(lines), document.broken, document.rest)
    if lines or broken:
        yield Chunk(name, first, b"".join(lines), (broken,) if broken else ())
