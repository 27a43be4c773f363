"""Files that come in: looked at before they are analysed, stored under safe names, read only where it is allowed."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import orjson
import pytest

from shared.analysis.table import ConversationTable
from shared.conversations.rejections import InputError
from tests.workbench.conftest import SAMPLE
from workbench.data import places, rejected
from workbench.data.missing import missing_in, missing_of
from workbench.data.preview import Format, Problem, look
from workbench.data.reasons import code_of
from workbench.data.receiving import receive, safe_name
from workbench.data.sizes import written_size
from workbench.settings import Settings
from workbench.workspace import About, Origin, Workspace

LINES = SAMPLE.read_bytes().splitlines()


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.jsonl", b" \n\n", Problem.EMPTY),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Problem.OTHER_FILE),
        ("a.jsonl", b"PK\x03\x04" + bytes(60), Problem.OTHER_FILE),
        ("a.csv", b"nombre,edad\nAna,3\n", Problem.CSV_COLUMNS),
        ("a.txt", b"hola\nmundo\n", Problem.NOT_JSON),
        ("a.json", b'[{"a":1},{"b":2}]', Problem.NO_TRANSCRIPT),
    ],
)
def test_a_file_of_another_shape_is_named(tmp_path: Path, name: str, content: bytes, problem: Problem) -> None:
    seen = look(written(tmp_path, name, content))
    assert seen.problem is problem
    assert seen.conversations == ()


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    assert look(tmp_path / "gone.jsonl").problem in {Problem.UNREADABLE, Problem.OTHER_FILE}


@pytest.mark.parametrize("form", ["plain", "gzip", "utf-16", "array"])
def test_what_can_be_read_is_seen_whatever_it_is_packed_in(tmp_path: Path, form: str) -> None:
    lines = LINES[:20]
    content = {
        "plain": b"\n".join(lines),
        "gzip": gzip.compress(b"\n".join(lines)),
        "utf-16": b"\n".join(lines).decode().encode("utf-16"),
        "array": b"[" + b",\n".join(lines) + b"]",
    }[form]
    seen = look(written(tmp_path, "a.json" if form == "array" else "a.jsonl", content))
    assert (len(seen.conversations), seen.problem, seen.whole) == (20, None, True)
    assert seen.format is (Format.JSON if form == "array" else Format.JSONL)


def test_only_the_beginning_of_a_large_file_is_read(tmp_path: Path) -> None:
    seen = look(written(tmp_path, "a.jsonl", b"\n".join(LINES * 40)))
    assert not seen.whole
    assert len(seen.conversations) == 200


def test_the_beginning_of_a_large_array_has_no_line_that_breaks_off(tmp_path: Path) -> None:
    seen = look(written(tmp_path, "a.json", b"[" + b",\n".join(LINES * 40) + b"]"))
    assert seen.conversations
    assert seen.rejections == ()


def test_broken_lines_come_with_their_reason(tmp_path: Path) -> None:
    seen = look(written(tmp_path, "a.jsonl", b"\n".join([LINES[0], b'{"a":', b"[1]", LINES[1], b'{"x":1}'])))
    assert [(one.line_number, code_of(one.reason)) for one in seen.rejections] == [
        (2, "json"), (3, "object"), (5, "transcript"),
    ]  # fmt: skip


def test_a_table_of_messages_is_told_with_what_it_lacks(tmp_path: Path) -> None:
    seen = look(written(tmp_path, "a.csv", b"ticket_id,content,is_bot\n1,hola,false\n1,buenas,true\n"))
    assert (seen.format, len(seen.conversations)) == (Format.CSV, 1)
    assert {one.name for one in seen.missing} >= {"resolved", "csat", "date"}
    assert {one.share for one in seen.missing} == {1.0}


def test_what_is_missing_is_the_same_before_and_after_the_analysis(finished: Path) -> None:
    before = look(SAMPLE)
    assert len(before.conversations) == 160
    assert missing_in(before.conversations) == missing_of(ConversationTable.open(finished))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "01-passwd"),
        ("C:\\datos\\Mi Archivo (1).JSONL", "01-mi-archivo-1.jsonl"),
        ("año.csv.gz", "01-ano.csv.gz"),
        (".jsonl", "01-archivo.jsonl"),
        ("a" * 300 + ".json", f"01-{'a' * 60}.json"),
        ("\0\n", "01-archivo"),
    ],
)
def test_the_name_of_a_file_is_never_a_path(given: str, kept: str) -> None:
    assert safe_name(given, 1) == kept


class Upload(BytesIO):
    """A file from the browser."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


class BrokenUpload(Upload):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(28, "No space left on device")


def test_uploads_of_one_name_are_kept_apart(runs: Workspace) -> None:
    entry = receive(runs, About(origin=Origin.UPLOAD), [Upload("../a.jsonl", b"1"), Upload("../a.jsonl", b"22")])
    assert entry.about.sources == ["inputs/01-a.jsonl", "inputs/02-a.jsonl"]
    assert [Path(path).read_bytes() for path in entry.inputs] == [b"1", b"22"]
    assert runs.entry(entry.id, with_live=False).about == entry.about


def test_an_upload_that_does_not_fit_leaves_no_run(runs: Workspace) -> None:
    with pytest.raises(OSError, match="No space"):
        receive(runs, About(title="a"), [Upload("a.jsonl", b"1"), BrokenUpload("b.jsonl", b"2")])
    assert runs.entries(with_live=True) == []


def test_only_named_folders_are_read(deployment: Settings, tmp_path: Path) -> None:
    assert places.sources_at("shared/samples/kavak.jsonl") == [str(SAMPLE)]
    assert "shared/samples/kavak.jsonl" in places.listed()
    for place in ("/etc/passwd", "shared/samples/../../pyproject.toml", str(tmp_path), "shared", "", "."):
        with pytest.raises(places.NotAllowed):
            places.sources_at(place)


def test_links_are_not_followed(deployment: Settings, tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.jsonl", LINES[0])
    deployment.runs_folder.mkdir(parents=True)
    (deployment.runs_folder / "link.jsonl").symlink_to(secret)
    assert places.listed() == ["shared/samples/kavak.jsonl"]
    with pytest.raises(places.NotAllowed):
        places.sources_at(str(deployment.runs_folder / "link.jsonl"))


def test_files_of_live_tickets_stay_in_their_run(runs: Workspace, deployment: Settings) -> None:
    for origin, allowed in ((Origin.LIVE, False), (Origin.UPLOAD, True)):
        entry = runs.create(About(title=origin.value, origin=origin))
        path = written(entry.folder.path, "baseline_conversations.jsonl", LINES[0])
        if allowed:
            assert places.sources_at(str(path)) == [str(path)]
        else:
            with pytest.raises(places.NotAllowed):
                places.sources_at(str(path))


def test_a_place_without_files_is_said(deployment: Settings) -> None:
    with pytest.raises(InputError):
        places.sources_at("shared/samples/nothing.jsonl")


def test_rejected_lines_are_grouped_by_why(tmp_path: Path) -> None:
    reasons = ["not JSON: x at character 3", "no transcript", "not JSON: y at character 9", "duplicate id; first on 2"]
    records = [{"source": "/a/b.jsonl", "line": n, "reason": r, "raw": "x" * 900} for n, r in enumerate(reasons, 1)]
    path = written(tmp_path, "rejected.jsonl", b"\n".join(map(orjson.dumps, records)) + b"\n")
    found = rejected.groups(path)
    assert [(group.code, group.count) for group in found] == [("json", 2), ("transcript", 1), ("duplicate", 1)]
    assert (found[0].examples[1].line, found[0].examples[1].source) == (3, "b.jsonl")
    assert len(found[0].examples[0].raw) == rejected.RAW_CHARACTERS + 1


def test_without_rejected_lines_there_are_no_groups(tmp_path: Path) -> None:
    assert rejected.groups(tmp_path / "rejected.jsonl") == []


def test_sizes_are_written_so_that_they_say_something() -> None:
    assert [written_size(size, "es") for size in (17, 171_400, 179_093_271)] == ["0.0 kB", "171 kB", "179.1 MB"]
