"""Pages hold no words of their own: every one goes through the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.workbench.sources import calls, texts_in, trees

DRAWS = frozenset(
    (
        "title", "header", "subheader", "caption", "markdown", "write", "text", "info", "warning", "error", "success",
        "toast", "button", "download_button", "link_button", "form_submit_button", "page_link", "text_input",
        "text_area", "selectbox", "multiselect", "slider", "select_slider", "checkbox", "toggle", "radio",
        "segmented_control", "pills", "number_input", "date_input", "file_uploader", "expander", "metric", "popover",
        "status", "spinner", "progress", "tabs", "dialog", "badge", "chat_input",
    )
)  # fmt: skip
"""Streamlit's functions whose first argument a person reads."""
READ = {"label", "help", "placeholder", "title", "body"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_ICONS = re.compile(r":material/\w+:|:\w+\[|\]")
ROOMS = sorted(path for path in trees() if not path.startswith("i18n/"))


def shown(tree: ast.AST) -> Iterator[ast.Constant]:
    """The literals that stand where a text is drawn."""
    for name, node in calls(tree):
        if name not in DRAWS or not ast.unparse(node.func).startswith(("st.", "column", "left", "right", "middle")):
            continue
        drawn = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in READ)]
        for argument in drawn:
            yield from _literals(argument)


def _literals(drawn: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(drawn, ast.JoinedStr):
        for part in drawn.values:
            if isinstance(part, ast.Constant):
                yield part
    elif isinstance(drawn, ast.Constant | ast.BinOp):
        yield from texts_in(drawn)
    elif isinstance(drawn, ast.IfExp):
        yield from (*_literals(drawn.body), *_literals(drawn.orelse))
    elif isinstance(drawn, ast.List):
        for one in drawn.elts:
            yield from _literals(one)


def words(tree: ast.AST) -> list[tuple[int, str]]:
    return [(one.lineno, str(one.value)) for one in shown(tree) if _WORD.search(_ICONS.sub("", str(one.value)))]


@pytest.mark.parametrize("path", ROOMS)
def test_a_page_has_no_words_of_its_own(path: str) -> None:
    assert words(trees()[path]) == []


@pytest.mark.parametrize(
    "code",
    ['st.title("Hola")', 'st.write(f"Hola {x}")', 'st.button("Hola", key="a")', 'st.slider(x, help="Hola")',
     'st.tabs(["Hola"])', 'left.caption("Hola " + x)', 'st.info(x if y else "Hola")'],
)  # fmt: skip
def test_words_are_found_wherever_they_hide(code: str) -> None:
    assert words(ast.parse(code)) != []


def test_signs_and_keys_are_no_words() -> None:
    assert (
        words(ast.parse('st.button(here.say("a.b"), icon=":material/add:", key="words")\nst.markdown(f"**{x}** · 1")'))
        == []
    )
