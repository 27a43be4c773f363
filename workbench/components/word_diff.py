"""Two texts as one, with what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from shared.improvement.report_diff import Piece, diff_texts

Say = Callable[[str], str]
"""A text of the catalogue by its key, in the reader's language."""
_WORD = re.compile(r"\w+")


class Changed(NamedTuple):
    """How many words a text lost and gained."""

    removed: int
    added: int


def changed(old: str, new: str) -> Changed:
    """The words that are in the one text only, place by place."""
    pieces = diff_texts(old, new)
    return Changed(_words(pieces, "removed"), _words(pieces, "added"))


def word_diff(old: str, new: str, say: Say) -> str:
    """HTML in which every character of both texts is text. A screen reader hears where a change begins and ends; a
    line break that was put in or taken out shows as ¶. A long one scrolls, by the keyboard too."""
    return (
        '<div class="word-diff" tabindex="0">'
        + "".join(_shown(piece, say) for piece in diff_texts(old, new))
        + "</div>"
    )


def _shown(piece: Piece, say: Say) -> str:
    if piece.change == "same":
        return escape(piece.text)
    tag, key = ("del", "diff.removed") if piece.change == "removed" else ("ins", "diff.added")
    text = escape(piece.text) if piece.text.strip("\n") else "¶" + escape(piece.text)
    return f'<{tag}><span class="heard-only">{escape(say(key))}: </span>{text}<span class="heard-only">.</span></{tag}>'


def _words(pieces: tuple[Piece, ...], change: str) -> int:
    return sum(len(_WORD.findall(piece.text)) for piece in pieces if piece.change == change)
