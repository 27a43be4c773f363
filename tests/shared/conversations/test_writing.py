"""Conversations and artefacts -> files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.conversations.reading import read_conversations, read_line
from shared.conversations.schema import Conversation, Meta, Outcomes, Role, Turn
from shared.conversations.writing import safe_cell, to_json, to_record, write_json_atomic, write_jsonl

CONVERSATION = Conversation(
    "c1",
    Meta("buying", resolved=False, duration_sec=0, extra={"agent": "Ana"}),
    (Turn(Role.USER, "¿y?", {"sent_at": 1}), Turn(Role.ASSISTANT, "")),
    Outcomes(summary="…", intent_detected=()),
    {"source": {"a": 1}},
)


def test_writes_the_known_fields_in_order_and_leaves_out_the_unknown() -> None:
    assert to_json(to_record(CONVERSATION)).decode() == (
        '{"conversation_id":"c1","meta":{"context":"buying","resolved":false,"duration_sec":0,"agent":"Ana"},'
        '"transcript":[{"role":"user","content":"¿y?","sent_at":1},{"role":"assistant","content":""}],'
        '"outcomes":{"summary":"…","intent_detected":[]},"source":{"a":1}}'
    )


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    assert read_line(to_json(to_record(CONVERSATION))) == CONVERSATION
    sample = list(read_conversations(["shared/samples/kavak.jsonl"]))
    assert write_jsonl(tmp_path / "copy.jsonl", (c for c in sample if isinstance(c, Conversation))) == len(sample) > 0
    assert list(read_conversations([tmp_path / "copy.jsonl"])) == sample


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def failing() -> Iterator[Conversation]:
        yield CONVERSATION
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_jsonl(path, failing())
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_json_artefacts_are_indented_utf8_with_a_newline(tmp_path: Path) -> None:
    write_json_atomic(tmp_path / "a.json", {"ñ": [1.5, None], "big": 2**70})
    assert (tmp_path / "a.json").read_text("utf-8") == (
        '{\n  "ñ": [\n    1.5,\n    null\n  ],\n  "big": 1180591620717411303424\n}\n'
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+52 55 hola", "'+52 55 hola"),
        ("-cmd", "'-cmd"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-5", "-5"),
        (-5, -5),
        (4.5, 4.5),
        (None, ""),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_cells_never_run_as_formulas(value: Any, cell: Any) -> None:
    assert safe_cell(value) == cell
