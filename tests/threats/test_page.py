"""`docs/security.md` names tests and files; they are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.threats.sources import ROOT

PAGE = ROOT / "docs" / "security.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PLACE = re.compile(r"`((?:backend|portal|shared|workbench|tests)/[\w/.]+)`")
FEWEST_ROWS = 30


def rows() -> list[list[str]]:
    """The cells of every row that names a threat."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "threat" and set(row[0]) != {"-"}]


@cache
def functions_of(path: Path) -> frozenset[str]:
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_every_row_says_who_does_what_and_names_its_proof() -> None:
    found = rows()
    assert len(found) >= FEWEST_ROWS
    for row in found:
        assert len(row) == 4, row
        assert all(row), row
        assert TEST.search(row[3]), row
        assert TEST.sub("", row[3]).strip() == "", f"what is no test in {row[3]!r}"


def test_every_test_of_the_page_exists() -> None:
    named = [match.groups() for row in rows() for match in TEST.finditer(row[3])]
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or name not in functions_of(ROOT / path) or not name.startswith("test_")
    ]
    assert missing == []


def test_every_place_of_the_page_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [place for place in PLACE.findall(text) if not (ROOT / place).exists()] == []
