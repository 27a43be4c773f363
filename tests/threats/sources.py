"""Our own code as syntax trees, and the files that the repository keeps."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("backend", "portal", "shared", "workbench")


class Call(NamedTuple):
    """A call in our code: the file, the line, what is called (`yaml.load`) and with which keywords."""

    file: str
    line: int
    name: str
    keywords: dict[str, str]


@cache
def calls() -> tuple[Call, ...]:
    """Every call in the four packages."""
    return tuple(call for file in modules() for call in _calls_of(file))


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the four packages; what builds leave beside them is none."""
    found = (path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py")))
    return tuple(path for path in found if not any(part.startswith(".") for part in path.relative_to(ROOT).parts))


@cache
def imports() -> frozenset[str]:
    """Every module that our code imports, by its full name."""
    found: set[str] = set()
    for file in modules():
        for node in ast.walk(_tree(file)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return frozenset(found)


def tracked_files() -> list[Path]:
    """The files of the repository; all that are not ignored where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _calls_of(file: Path) -> Iterator[Call]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Call):
            keywords = {one.arg: _said(one.value) for one in node.keywords if one.arg}
            yield Call(str(file.relative_to(ROOT)), node.lineno, _dotted(node.func), keywords)


def _dotted(node: ast.expr) -> str:
    """`a.b.c`; of anything else the last name, after dots."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{_dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def _said(node: ast.expr) -> str:
    """A constant as it is written, else nothing."""
    return repr(node.value) if isinstance(node, ast.Constant) else ""
