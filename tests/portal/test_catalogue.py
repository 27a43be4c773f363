"""Texts: nothing is missing, nothing is left over, and every language says it with the same values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from portal.i18n.catalogue import LANGUAGES, Text, best_language, say, say_count, texts
from tests.portal.sources import calls, trees

ALL = texts()
_VALUE = re.compile(r"\{(\w+)\}")
_TEXT_CALLS = {"t": ("",), "say": ("",), "say_count": (".one", ".other")}


def test_every_language_has_the_text_with_the_same_values() -> None:
    assert {key: text for key, text in ALL.items() if not _is_whole(text)} == {}


def _is_whole(text: Text) -> bool:
    values = [sorted(_VALUE.findall(one)) for one in text]
    braces = [(one.count("{"), one.count("}")) for one in text]
    plain = all(one.strip() and "—" not in one for one in text)  # plain words, no em dash
    return plain and all(one == values[0] for one in values) and set(braces) == {(len(values[0]), len(values[0]))}


def test_no_key_is_used_that_is_not_there() -> None:
    used = {
        (f"{path}:{node.lineno}", argument.value + ending)
        for path, tree in trees().items()
        for name, node in calls(tree)
        if name in _TEXT_CALLS and node.args
        for argument in [node.args[0]]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        for ending in _TEXT_CALLS[name]
    }
    assert len(used) > 20
    assert [(where, key) for where, key in sorted(used) if key not in ALL] == []


def test_no_text_is_left_over() -> None:
    exact, beginnings = set(), set()
    for path, tree in trees().items():
        if path.startswith("i18n/") and path not in ("i18n/errors.py", "i18n/catalogue.py"):
            continue
        exact |= set(_constants(tree))
        beginnings |= set(_beginnings(tree))
    exact -= {key for key in ALL if key.startswith("error.")}  # named in their own file
    left = {
        key
        for key in ALL
        if key not in exact
        and key.removesuffix(".one").removesuffix(".other") not in exact
        and not any(key.startswith(beginning) for beginning in beginnings)
    }
    assert sorted(left) == []


def _constants(tree: ast.AST) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _beginnings(tree: ast.AST) -> Iterator[str]:
    """What keys that are put together begin with: `f"status.{name}"` and `"status." + name`."""
    for node in ast.walk(tree):
        first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
        first = node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else first
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.endswith((".", "_")):
            yield first.value


def test_a_value_is_filled_in_as_it_is() -> None:
    key = next(key for key, text in ALL.items() if _VALUE.search(text.es))
    name = _VALUE.findall(ALL[key].es)[0]
    assert "{x} <b>&amp;" in say(key, "es", **{name: "{x} <b>&amp;"})


def test_a_language_that_is_not_ours_reads_spanish() -> None:
    assert say("shell.login", "fr") == say("shell.login", "es")
    assert say("shell.login", "_make") == say("shell.login", "es")


def test_counts_are_said_as_the_language_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.i18n import catalogue

    counted = {
        "n.one": Text("{n} caso", "{n} caso", "{n} case"),
        "n.other": Text("{n} casos", "{n} casos", "{n} cases"),
    }
    monkeypatch.setattr(catalogue, "texts", lambda: counted)
    assert [say_count("n", "en", count) for count in (0, 1, 2)] == ["0 cases", "1 case", "2 cases"]
    assert [say_count("n", "es", count) for count in (1, 1_234)] == ["1 caso", "1,234 casos"]
    assert [say_count("n", "pt", count) for count in (0, 1, 1_234)] == ["0 caso", "1 caso", "1.234 casos"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"), ("pt-BR", "pt"), ("en-US,en;q=0.5", "en"), ("", "es"), ("*", "es"),
        ("fr-FR,de;q=0.9", "es"), ("fr;q=1.0, en;q=0.3, pt;q=0.7", "pt"), ("EN", "en"), ("en;q=abc,pt", "pt"),
        ("en;q=0,es", "es"), ("en ; q=0.2 , pt ; q=0.9", "pt"), (",;,", "es"), ("x" * 10_000, "es"), ("est", "es"),
    ],
)  # fmt: skip
def test_the_reader_s_first_language_that_is_ours(accept: str, language: str) -> None:
    assert best_language(accept) == language


def test_all_languages_are_there() -> None:
    assert Text._fields == LANGUAGES
