"""Texts: nothing is missing, nothing is left over, and every language says it with the same values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from shared.improvement.number_format import LANGUAGES
from tests.workbench.sources import calls, trees
from workbench.i18n.catalogue import Text, language_of, say, say_count, texts

ALL = texts()
_VALUE = re.compile(r"\{(\w+)\}")
_TEXT_CALLS = {"say": ("",), "say_count": (".one", ".other"), "count": (".one", ".other")}


def test_every_language_has_the_text_with_the_same_values() -> None:
    assert {key: text for key, text in ALL.items() if not _is_whole(text)} == {}


def _is_whole(text: Text) -> bool:
    values = [sorted(_VALUE.findall(one)) for one in text]
    braces = [(one.count("{"), one.count("}")) for one in text]
    plain = all(one.strip() and "—" not in one for one in text)  # plain words, no em dash
    return plain and all(one == values[0] for one in values) and set(braces) == {(len(values[0]), len(values[0]))}


def test_no_key_is_used_that_is_not_there() -> None:
    used = {
        (f"{path}:{node.lineno}", node.args[0].value + ending)
        for path, tree in trees().items()
        for name, node in calls(tree)
        if name in _TEXT_CALLS and node.args and isinstance(node.args[0], ast.Constant)
        for ending in _TEXT_CALLS[name]
        if isinstance(node.args[0].value, str)
    }
    assert len(used) > 20
    assert [(where, key) for where, key in sorted(used) if key not in ALL] == []


def test_no_text_is_left_over() -> None:
    exact, beginnings = set(), set()
    for path, tree in trees().items():
        if path.startswith("i18n/") and path != "i18n/formats.py":
            continue
        exact |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        beginnings |= set(_beginnings(tree))
    left = {
        key
        for key in ALL
        if not {key, key.removesuffix(".one"), key.removesuffix(".other")} & exact
        and not any(key.startswith(beginning) for beginning in beginnings)
    }
    assert sorted(left) == []


def _beginnings(tree: ast.AST) -> Iterator[str]:
    """What keys that are put together begin with: `f"step.{name}"`."""
    for node in ast.walk(tree):
        first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
        if (
            isinstance(first, ast.Constant)
            and isinstance(first.value, str)
            and re.fullmatch(r"[a-z_.]+[._]", first.value)
        ):
            yield first.value


_NOT_BRAZILIAN = re.compile(
    r"[«»]|[Ee]tiquet|\b[Tt]ir(e|ar)\b|\b(muda|repetem?|usa)-se\b|se podem misturar|diante da meta|\bRetorno\b"
)


def test_portuguese_is_that_of_brazil() -> None:
    assert {key: text.pt for key, text in ALL.items() if _NOT_BRAZILIAN.search(text.pt)} == {}


def test_the_state_of_a_ticket_has_one_name_in_portuguese() -> None:
    assert say("data.live.states", "pt") == "Situação"
    assert "situação" in say("data.live.lead", "pt")


def test_no_text_sends_anybody_to_a_button_that_is_not_there() -> None:
    """Nothing on any page analyses a run a second time: its data is brought again as a new run."""
    again = re.compile(r"analice de nuevo|analise de novo|analyse again", re.IGNORECASE)
    assert {key: text for key, text in ALL.items() if again.search(" ".join(text))} == {}


def test_a_value_is_filled_in_as_it_is() -> None:
    assert say("need.go", "es", step="{x} <b>&amp;") == "Ir a {x} <b>&amp;"


@pytest.mark.parametrize(
    ("locale", "language"), [("es-MX", "es"), ("pt-BR", "pt"), ("EN", "en"), ("fr-FR", "es"), ("", "es"), (None, "es")]
)
def test_the_browser_s_language_if_it_is_ours(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_counts_are_said_as_the_language_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.i18n import catalogue

    counted = {
        "n.one": Text("{n} caso", "{n} caso", "{n} case"),
        "n.other": Text("{n} casos", "{n} casos", "{n} cases"),
    }
    monkeypatch.setattr(catalogue, "texts", lambda: counted)
    assert [say_count("n", "en", count) for count in (0, 1, 2)] == ["0 cases", "1 case", "2 cases"]
    assert [say_count("n", "es", count) for count in (1, 1_234)] == ["1 caso", "1,234 casos"]
    assert [say_count("n", "pt", count) for count in (0, 1, 1_234)] == ["0 caso", "1 caso", "1.234 casos"]


def test_all_languages_are_there() -> None:
    assert Text._fields == LANGUAGES
