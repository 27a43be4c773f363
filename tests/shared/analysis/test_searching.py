"""Finding words in records: what a person types, not what the file holds."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from shared.analysis.searching import lines_with
from shared.conversations.reading import read_line
from shared.conversations.writing import write_jsonl
from tests.shared.analysis.records import record

TEXTS = (
    "¿Me dan CRÉDITO para mi coche?",
    unicodedata.normalize("NFD", "quiero un crédito"),
    'dijo "mañana"\npor la tarde (2 p.m.)',
    "c:\\autos\\fotos",
    "Olá, não recebi o pagamento",
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    given = [json.dumps(record(f"Conv-{number}", text)).encode() for number, text in enumerate(TEXTS)]
    write_jsonl(tmp_path / "records.jsonl", map(read_line, given))
    return tmp_path / "records.jsonl"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("credito", [0, 1]),
        ("  Crédito  ", [0, 1]),
        ("un credito", [1]),
        ("MANANA", [2]),
        ('"mañana" por', [2]),
        ("(2 p.m.)", [2]),
        ("2 pxm", []),
        ("autos\\fotos", [3]),
        ("nao  recebi", [4]),
        ("conv-3", [3]),
        ("claro", [0, 1, 2, 3, 4]),
    ],
)
def test_case_accents_and_white_space_do_not_matter(records: Path, query: str, lines: list[int]) -> None:
    assert lines_with(query, records).to_list() == lines


@pytest.mark.parametrize("name", ["transcript", "conversation_id", "content", "user", '"', ":"])
def test_what_only_the_file_says_is_not_found(records: Path, name: str) -> None:
    expected = {'"': [2], ":": [3]}.get(name, [])
    assert lines_with(name, records).to_list() == expected


def test_a_query_of_any_length_is_looked_for(records: Path) -> None:
    assert lines_with("á(" * 50_000, records).to_list() == []
