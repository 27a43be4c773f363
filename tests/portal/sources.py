"""The portal's own source files, for tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PORTAL = Path(__file__).parents[2] / "portal"
_NOT_OURS = {".web", ".states", "__pycache__"}


@cache
def trees() -> dict[str, ast.Module]:
    """Every module, by its path within `portal/`."""
    found = sorted(path for path in PORTAL.rglob("*.py") if not _NOT_OURS & set(path.parts))
    return {str(path.relative_to(PORTAL)): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of what is called: `rx.el.div(…)` is `div`."""
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
