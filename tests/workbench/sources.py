"""The workbench's own source files, for tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

WORKBENCH = Path(__file__).parents[2] / "workbench"


@cache
def trees() -> dict[str, ast.Module]:
    """Every module, by its path within `workbench/`."""
    found = sorted(WORKBENCH.rglob("*.py"))
    return {str(path.relative_to(WORKBENCH)): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of what is called: `here.say(…)` is `say`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = node.func
            name = named.attr if isinstance(named, ast.Attribute) else named.id if isinstance(named, ast.Name) else ""
            yield name, node


def texts_in(node: ast.AST) -> Iterator[ast.Constant]:
    """The string literals in an expression."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner
