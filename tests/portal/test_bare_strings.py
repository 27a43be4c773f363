"""Pages hold no words of their own: every one goes through the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.portal.sources import calls, texts_in, trees

READ_ALOUD = {
    "aria_label", "aria_description", "aria_placeholder", "aria_valuetext", "placeholder", "title", "alt", "label",
    "hint",
}  # fmt: skip
"""Arguments that a person reads or hears."""
_DRAWS = {"button": slice(None), "link": slice(None), "link_button": slice(None), "notice": slice(1), "badge": slice(1),
          "empty": slice(1, None), "fragment": slice(None)}  # fmt: skip
"""Which arguments our own parts draw; Reflex's elements draw all of theirs."""
_CHOOSES = {"cond": slice(1, None), "match": slice(1, None)}
_WORD = re.compile(r"[^\W\d_]{2,}")
ROOMS = sorted(path for path in trees() if path.startswith(("pages/", "components/")))


def shown(tree: ast.AST) -> Iterator[ast.Constant]:
    """The literals that stand where a text is drawn or read aloud."""
    for name, node in calls(tree):
        drawn = slice(None) if ast.unparse(node.func).startswith("rx.el.") else _DRAWS.get(name, slice(0))
        for argument in node.args[drawn]:
            yield from _literals(argument)
        for keyword in node.keywords:
            if keyword.arg in READ_ALOUD and name != "Page":  # there it is a key of the catalogue
                yield from _literals(keyword.value)


def _literals(drawn: ast.expr) -> Iterator[ast.Constant]:
    """A literal itself, or those that `rx.cond` and `rx.match` choose from."""
    if isinstance(drawn, ast.Constant | ast.JoinedStr | ast.BinOp):
        yield from texts_in(drawn)
    elif isinstance(drawn, ast.IfExp):
        yield from (*_literals(drawn.body), *_literals(drawn.orelse))
    elif isinstance(drawn, ast.Tuple):  # a case of `rx.match`: the values it stands for, and what is drawn then
        yield from _literals(drawn.elts[-1])
    elif isinstance(drawn, ast.Call):
        name = next(calls(drawn))[0]
        for choice in drawn.args[_CHOOSES.get(name, slice(0))]:
            yield from _literals(choice)


def words(tree: ast.AST) -> list[tuple[int, str]]:
    return [(one.lineno, text) for one in shown(tree) if _WORD.search(text := str(one.value))]


@pytest.mark.parametrize("path", ROOMS)
def test_a_page_has_no_words_of_its_own(path: str) -> None:
    assert words(trees()[path]) == []


@pytest.mark.parametrize(
    "code",
    [
        'rx.el.p("Hola")', 'rx.el.p(x, f"Hola {x}")', 'rx.el.div(rx.el.span("Hola"))', 'rx.el.p("Hola " + x)',
        'rx.el.input(placeholder="Hola")', 'icon("x", title="Hola")', 'rx.el.p(rx.cond(x, "Hola", y))',
        'button("Hola", on_click=x)', 'f(aria_label="Hola")', 'rx.el.p(rx.match(x, ("a", "Hola"), t("b")))',
    ],
)  # fmt: skip
def test_words_are_found_wherever_they_hide(code: str) -> None:
    assert words(ast.parse(code)) != []


def test_signs_and_names_are_no_words() -> None:
    quiet = 'rx.el.p(" · ", icon("search"), t("a.b"), class_name=rx.cond(x, "words", "here"), id="main")'
    assert words(ast.parse(quiet)) == []
