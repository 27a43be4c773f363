"""Files, folders, archives and stdin -> chunks of lines."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from shared.conversations import documents, lines
from shared.conversations.reading import read_chunk, read_conversations
from shared.conversations.rejections import InputError, Rejection
from shared.conversations.schema import Conversation
from shared.conversations.sources import expand_inputs, iter_chunks, open_source

RECORDS = [{"conversation_id": f"c{n}", "transcript": [{"role": "user", "content": f"mensaje {n}"}]} for n in range(50)]
JSONL = b"".join(orjson.dumps(record) + b"\n" for record in RECORDS)
IDS = [record["conversation_id"] for record in RECORDS]


def read_ids(*paths: Path | str) -> list[str]:
    """The ids of what is accepted."""
    return [c.conversation_id for c in read_conversations(paths) if isinstance(c, Conversation)]


def rejections(*paths: Path | str) -> list[Rejection]:
    return [r for r in read_conversations(paths) if isinstance(r, Rejection)]


def save(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        JSONL,
        JSONL.rstrip(b"\n"),
        JSONL.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + JSONL,
        JSONL.decode().encode("utf-16"),
        JSONL.decode().encode("utf-32"),
        gzip.compress(JSONL),
        gzip.compress(JSONL[:1000]) + gzip.compress(JSONL[1000:]),
        gzip.compress(JSONL.decode().encode("utf-16")),
        zstandard.compress(JSONL),
        zstandard.compress(JSONL[:1000]) + zstandard.compress(JSONL[1000:]),
    ],
    ids=["plain", "no-last-newline", "crlf", "bom", "utf-16", "utf-32", "gzip", "gzips", "gzip-16", "zstd", "zstds"],
)
def test_formats_are_told_apart_by_their_bytes(tmp_path: Path, data: bytes) -> None:
    assert read_ids(save(tmp_path / "export.bin", data)) == IDS


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        "\ufeff" + json.dumps(RECORDS, indent=2).replace("\n", "\r\n"),
        json.dumps({"conversations": RECORDS}, indent=2),
        json.dumps({"conversations": RECORDS}),
        "\n".join(json.dumps(record, indent=4) for record in RECORDS),
        JSONL.decode(),
    ],
    ids=["array", "pretty-array", "crlf", "envelope", "flat-envelope", "pretty-objects", "jsonl"],
)
def test_reads_json_documents(tmp_path: Path, text: str) -> None:
    assert read_ids(save(tmp_path / "export.json", text.encode())) == IDS


def test_an_array_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = save(tmp_path / "export.json", json.dumps(RECORDS, indent=1).encode()[:-40])
    assert read_ids(path) == IDS[:-1]
    (broken,) = rejections(path)
    assert (broken.line_number, "breaks off here" in broken.reason) == (50, True)


@pytest.mark.parametrize("first", [b"[", b"[]", b"[1,2]", b"[soup", b"[" * 3000, b'["a"]'])
def test_a_bad_first_line_does_not_make_lines_a_document(tmp_path: Path, first: bytes) -> None:
    path = save(tmp_path / "export.jsonl", first + b"\n" + JSONL)
    assert read_ids(path) == IDS
    assert [r.line_number for r in rejections(path)] == [1]


def test_a_document_that_is_too_large_is_read_as_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_DOCUMENT_BYTES", 1000)
    path = save(tmp_path / "export.jsonl", b"[1]\n" + JSONL * 30)
    assert sum(len(read_chunk(chunk).conversations) for chunk in iter_chunks(path)) == 50 * 30


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_truncated_archive_is_rejected_where_it_broke(tmp_path: Path, pack: Any) -> None:
    noise = b"".join(
        orjson.dumps({"conversation_id": os.urandom(64).hex(), "transcript": RECORDS[0]["transcript"]}) + b"\n"
        for _ in range(5000)
    )
    packed = pack(noise)
    path = save(tmp_path / "export", packed[: len(packed) // 2])
    read = list(read_conversations([path]))
    accepted = [c for c in read if isinstance(c, Conversation)]
    (broken,) = [r for r in read if isinstance(r, Rejection)]
    assert 1000 < len(accepted) < 4000
    assert broken.line_number == len(accepted) + 1
    assert "breaks off here" in broken.reason


def test_a_long_line_is_skipped_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE_BYTES", 2000)
    first, rest = JSONL.split(b"\n", 1)
    path = save(tmp_path / "export.jsonl", first + b"\n" + b"x" * 100_000 + b"\n" + rest)
    chunks = list(iter_chunks(path, size=1024))
    read = [read_chunk(chunk) for chunk in chunks]
    assert [c.conversation_id for r in read for c in r.conversations] == IDS
    assert [n for r in read for n in r.line_numbers] == [1, *range(3, 52)]
    (long,) = [rejection for r in read for rejection in r.rejections]
    assert (long.line_number, long.raw_bytes, len(long.raw)) == (2, 100_000, 64 * 1024)


def test_a_decompression_bomb_streams_by(tmp_path: Path) -> None:
    path = save(tmp_path / "bomb", zstandard.compress(b" " * (96 << 20)))
    (bomb,) = rejections(path)
    assert bomb.raw_bytes == 96 << 20


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    save(tmp_path / "b.jsonl", JSONL)
    save(tmp_path / "a" / "x.ndjson.gz", gzip.compress(JSONL))
    save(tmp_path / "a" / "notes.txt", b"no")
    save(tmp_path / ".hidden" / "c.jsonl", JSONL)
    save(tmp_path / "empty.jsonl", b"")
    names = [Path(source.name).relative_to(tmp_path).as_posix() for source in expand_inputs([tmp_path])]
    assert names == ["b.jsonl", "empty.jsonl", "a/x.ndjson.gz"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = save(tmp_path / "a.jsonl", JSONL)
    assert [s.name for s in expand_inputs([path, tmp_path, str(path)])] == [str(path)]


@pytest.mark.parametrize("name", ["missing.jsonl", "empty.jsonl", "nothing"])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    save(tmp_path / "empty.jsonl", b"")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError) as error:
        expand_inputs([tmp_path / name])
    assert str(tmp_path / name) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("head", "what"), [(b"PK\x03\x04", "ZIP"), (b"PAR1", "Parquet"), (b"BZh9", "bzip2")])
def test_other_formats_are_named(tmp_path: Path, head: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        open_source(save(tmp_path / "export.jsonl", head + b"x" * 100))


def test_reads_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(JSONL))))
    assert read_ids("-") == IDS


def test_an_id_counts_once_over_all_files(tmp_path: Path) -> None:
    one = save(tmp_path / "1.jsonl", JSONL)
    two = save(tmp_path / "2.jsonl", orjson.dumps(RECORDS[3] | {"x": 1}) + b"\n" + JSONL[:0])
    assert read_ids(one, two) == IDS
    (again,) = rejections(one, two)
    assert again == Rejection(
        str(two), 1, f"duplicate id; first on line 4 of {one}", orjson.dumps(RECORDS[3] | {"x": 1})
    )
