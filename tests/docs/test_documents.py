"""What the documents say is there: links, anchors, pictures, commands, settings; and both READMEs say the same."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
NOT_OURS = {"node_modules", "runs", "build", "dist", "backups", "external"}
HIDDEN_BUT_OURS = {".github", ".ci"}
TEXTS = {".md", ".py", ".yml", ".yaml", ".toml", ".cfg", ".js", ".css", ".txt", ".json", ".example", ""}
"""The ends of names of files that people write."""
NO_SETTINGS = {"HTTP_PROXY", "ONE_WAY"}
"""What is written like a setting of ours and is none: everybody's variables, constants in the code."""
START = ROOT / "README.md"
BOTH = (START, ROOT / "README.es.md")

_HTML_TARGET = re.compile(r'(?:src|srcset|href)="([^"]+)"')
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
_ACS = re.compile(r"\bacs ([a-z][a-z-]*)")
_COMPOSE = re.compile(r"docker compose [^\n`]*")
_OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_OF_ONE_MACHINE = re.compile(r"(?<![\w.$}{>])/(?:home|Users|root|work)/\w|\b[A-Z]:\\Users\\")


def _files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS and (not name.startswith((".", "__")) or name in HIDDEN_BUT_OURS)
        ]
        yield from (Path(folder, name) for name in names if Path(name).suffix in TEXTS)


@cache
def _documents() -> Sequence[Path]:
    return sorted(path for path in _files() if path.suffix == ".md")


@cache
def _tokens(document: Path) -> Sequence[Token]:
    """Blocks and what is in them, one after the other."""
    blocks = MarkdownIt().enable("table").parse(document.read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or ()))]


def _targets(document: Path) -> Iterator[str]:
    """Where links and pictures of a document lead, in Markdown and in HTML."""
    for token in _tokens(document):
        if token.type.startswith("html_"):
            yield from _HTML_TARGET.findall(token.content)
        for name in ("href", "src"):
            if name in token.attrs:
                yield str(token.attrs[name])


def _inside(document: Path) -> Iterator[tuple[str, Path, str]]:
    """The targets in this repository: as written, the file, the anchor."""
    for target in _targets(document):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = unquote(target).partition("#")
            yield target, (document.parent / path).resolve() if path else document, anchor


@cache
def _anchors(document: Path) -> frozenset[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    seen: Counter[str] = Counter()
    anchors = set()
    tokens = _tokens(document)
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        words = "".join(child.content for child in tokens[place + 1].children or ())
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(anchors)


def _code(document: Path) -> str:
    """What a document shows as code, a line a piece."""
    kinds = ("code_inline", "code_block", "fence")
    return "\n".join(token.content for token in _tokens(document) if token.type in kinds)


@cache
def _settings() -> frozenset[str]:
    """Every variable that .env.example explains; those of containers alone stand there as comments."""
    explained = (ROOT / ".env.example").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", explained, re.MULTILINE))


def _first_cells(document: Path) -> Iterator[str]:
    """Code in the first column of tables whose head begins with "variable"."""
    head, column = "", 0
    for token in _tokens(document):
        column = 0 if token.type == "tr_open" else column + (token.type in ("th_open", "td_open"))
        if token.type == "thead_open":
            head = ""
        elif token.type == "inline" and column == 1:
            head = head or token.content
            if head == "variable":
                yield from (child.content for child in token.children or () if child.type == "code_inline")


def _where(document: Path) -> str:
    return str(document.relative_to(ROOT))


def test_every_link_picture_and_anchor_leads_somewhere() -> None:
    missing = [
        f"{_where(document)}: {target}"
        for document in _documents()
        for target, path, anchor in _inside(document)
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in _anchors(path))
    ]
    assert not missing


def test_every_command_of_make_exists() -> None:
    there = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {(_where(one), target) for one in _documents() for target in _MAKE.findall(_code(one))}
    assert named
    assert not {(document, target) for document, target in named if target not in there}


def test_every_setting_is_explained() -> None:
    known = _settings() | NO_SETTINGS
    named = {
        (_where(one), name) for one in _documents() for name in (*_VARIABLE.findall(_code(one)), *_first_cells(one))
    }
    assert named
    assert not {(document, name) for document, name in named if name not in known}


def test_every_document_can_be_found_from_the_readme() -> None:
    found, ahead = {START}, [START]
    while ahead:
        new = {path for _, path, _ in _inside(ahead.pop()) if path.suffix == ".md" and path.exists()} - found
        found |= new
        ahead += new
    assert {one for one in _documents() if one.is_relative_to(ROOT / "docs")} <= found


@pytest.mark.parametrize(
    "kind", [_MAKE, _ACS, _COMPOSE, _OPTION, _VARIABLE], ids=["make", "acs", "compose", "options", "settings"]
)
def test_both_readmes_name_the_same_commands_and_settings(kind: re.Pattern[str]) -> None:
    english, spanish = (set(kind.findall(_code(readme))) for readme in BOTH)
    assert english
    assert english == spanish


def test_both_readmes_show_the_same_and_lead_to_the_same() -> None:
    english, spanish = ([target for target in _targets(readme) if not target.startswith("README")] for readme in BOTH)
    assert english == spanish


def test_both_readmes_have_the_same_chapters() -> None:
    english, spanish = ([token.tag for token in _tokens(one) if token.type == "heading_open"] for one in BOTH)
    assert english == spanish


def test_each_readme_leads_to_the_other() -> None:
    assert {BOTH[1]} <= {path for _, path, _ in _inside(BOTH[0])}
    assert {BOTH[0]} <= {path for _, path, _ in _inside(BOTH[1])}


def test_no_file_says_a_path_of_one_machine() -> None:
    said = [
        f"{_where(path)}: {found[0]}"
        for path in _files()
        if (found := _OF_ONE_MACHINE.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not said
