"""A look at the beginning of a file before it is analysed: bounded time and memory, however large the file is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.conversations import documents, messages_csv
from shared.conversations.lines import BROKEN_STREAM, MAX_LINE_BYTES
from shared.conversations.opening import open_source
from shared.conversations.reading import read_chunk
from shared.conversations.rejections import InputError, Rejection
from shared.conversations.schema import Conversation
from shared.conversations.sources import PACKED_SUFFIXES, Source, iter_chunks
from workbench.data.missing import Missing, missing_in
from workbench.data.reasons import code_of

HEAD_BYTES = 512 * 1024
HEADER_BYTES = 8 * 1024
"""In which the header of a table of messages stands."""
MAX_CONVERSATIONS = 200
FOUND_CHARACTERS = 160


class Format(StrEnum):
    """What a file looks like."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


class Problem(StrEnum):
    """Why nothing in the beginning of a file can be used."""

    EMPTY = "empty"
    OTHER_FILE = "other_file"
    CSV_COLUMNS = "csv_columns"
    NOT_JSON = "not_json"
    NO_TRANSCRIPT = "no_transcript"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first lines hold. `found` is the beginning of the first one; `whole`: these are all there are."""

    format: Format = Format.JSONL
    conversations: tuple[Conversation, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    missing: tuple[Missing, ...] = ()
    problem: Problem | None = None
    found: str = ""
    whole: bool = True


def look(path: Path) -> Preview:
    """Read the beginning. Never raises for what the file holds."""
    try:
        head, whole = _head(path)
    except InputError:
        return Preview(problem=Problem.OTHER_FILE)
    except OSError:
        return Preview(problem=Problem.UNREADABLE)
    form, found = _format(path.name, head), head[:2_000].strip().decode("utf-8", "replace").split("\n")[0]
    try:
        conversations, rejections = _read(path.name, head, whole=whole)
    except InputError:
        return Preview(form, problem=Problem.CSV_COLUMNS, found=found[:FOUND_CHARACTERS])
    return Preview(
        form, tuple(conversations), tuple(rejections), missing_in(conversations),
        None if conversations else _problem(head, rejections), found[:FOUND_CHARACTERS], whole,
    )  # fmt: skip


def _head(path: Path) -> tuple[bytes, bool]:
    """The first bytes, unpacked, cut at the end of a line; and whether they are all. Of a long line all that an
    analysis would read."""
    head, a_line = bytearray(), False
    with open_source(path) as stream:
        try:
            while len(head) <= HEAD_BYTES or not (a_line or len(head) > MAX_LINE_BYTES):
                part = stream.read1(HEAD_BYTES)
                if not part:
                    return bytes(head), True
                head += part
                a_line = a_line or b"\n" in part
        except BROKEN_STREAM:  # the analysis will say where
            return bytes(head), True
    end = head.rfind(b"\n", 0, HEAD_BYTES) + 1 or head.find(b"\n") + 1
    return bytes(head[: end or len(head)]), False


def _read(name: str, head: bytes, *, whole: bool) -> tuple[list[Conversation], list[Rejection]]:
    conversations: list[Conversation] = []
    rejections: list[Rejection] = []
    with TemporaryDirectory() as folder:  # the readers take files
        copy = Path(folder) / f"head{_suffix(name)}"
        copy.write_bytes(head)
        for chunk in iter_chunks(Source(str(copy), copy.name, len(head))):
            read = read_chunk(chunk)
            conversations += read.conversations
            rejections += read.rejections
    if not whole and conversations:  # where the beginning was cut nothing is wrong
        rejections = [one for one in rejections if code_of(one.reason) != "breaks"]
    return conversations[:MAX_CONVERSATIONS], rejections[:MAX_CONVERSATIONS]


def _suffix(name: str) -> str:
    """`.csv` of `a.csv.gz`."""
    plain = name.lower()
    for packed in filter(None, PACKED_SUFFIXES):
        plain = plain.removesuffix(packed)
    return Path(plain).suffix


def _format(name: str, head: bytes) -> Format:
    if messages_csv.header_columns(head[:HEADER_BYTES]) is not None or _suffix(name) == ".csv":
        return Format.CSV
    is_document = documents.may_be_document(head, is_json_file=_suffix(name) == ".json")
    return Format.JSON if is_document else Format.JSONL


def _problem(head: bytes, rejections: list[Rejection]) -> Problem:
    codes = {code_of(one.reason) for one in rejections}
    if not any(line.strip() for line in BytesIO(head)):
        return Problem.EMPTY
    if "binary" in codes:
        return Problem.OTHER_FILE
    if codes & {"transcript", "messages", "empty", "object"}:
        return Problem.NO_TRANSCRIPT
    return Problem.CSV_COLUMNS if codes == {"csv"} else Problem.NOT_JSON
