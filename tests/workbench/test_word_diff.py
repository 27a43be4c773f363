"""Two texts as one: nothing is lost, nothing is HTML, and the changes can be heard."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.timing import assert_within
from workbench.components.word_diff import changed, word_diff


def say(key: str) -> str:
    return {"diff.removed": "Quitado", "diff.added": "Agregado"}[key]


def side(html: str, dropped: str) -> str:
    """One of the two texts, read back from the difference."""
    inner = html.removeprefix('<div class="word-diff" tabindex="0">').removesuffix("</div>")
    without = re.sub(rf"<{dropped}>.*?</{dropped}>", "", inner, flags=re.DOTALL)
    silent = re.sub(r'<span class="heard-only">.*?</span>', "", without)
    return unescape(re.sub(r"</?(?:ins|del)>", "", silent))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sea breve.", "Sea muy breve."),
        ("", "Todo es nuevo"),
        ("uno\ndos\ntres", "uno\ndos y medio\ntres"),
        ("<b>a & b</b>", "<i>a & c</i>"),
        ("igual", "igual"),
    ],
)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    html = word_diff(old, new, say)
    assert (side(html, "ins"), side(html, "del")) == (old, new)


def test_a_screen_reader_hears_what_changed() -> None:
    assert '<ins><span class="heard-only">Agregado: </span> muy' in word_diff("Sea breve.", "Sea muy breve.", say)


def test_only_whole_words_are_counted() -> None:
    assert changed("Sea breve y claro.", "Sea muy breve.") == (2, 1)


def test_markup_in_a_text_is_never_markup() -> None:
    assert "<script>" not in word_diff("hola", "<script>alert(1)</script>", say)


def test_long_texts_of_few_words_do_not_keep_anybody_waiting() -> None:
    many = ["auto", "pago", "cita", "crédito", "garantía"] * 700
    other = [word if number % 40 else "nuevo" for number, word in enumerate(many)]
    assert_within(2.0, lambda: word_diff(" ".join(many), " ".join(other), say))
