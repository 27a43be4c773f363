"""A readable difference between two texts: by lines first, then by words within lines that resemble each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from typing import Literal, NamedTuple

Change = Literal["same", "removed", "added"]
_LINES = re.compile(r"\n|[^\n]+")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.5
"""Below this similarity a word-by-word difference is confetti: the whole passage is shown as replaced."""
_BRIDGE = 3
"""An unchanged stretch of at most this many characters between two changes is read more easily as changed."""
_COARSE = re.compile(r"\S+\s*|\s+")
_LARGE = 4_000
"""Longer passages are compared by coarser tokens of which frequent ones do not line up: it would take minutes."""


class Piece(NamedTuple):
    change: Change
    text: str


def diff_texts(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; "same" and "removed" together give `old`, "same" and "added" `new`."""
    before, after = _LINES.findall(old), _LINES.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pieces += _compare("".join(before[a:b]), "".join(after[c:d]), same=tag == "equal")
    return tuple(_merged(pieces))


def unified(old: str, new: str) -> str:
    """The difference by lines, for Markdown."""
    return "\n".join(unified_diff(old.splitlines(), new.splitlines(), "current", "proposed", lineterm="", n=2))


def _compare(old: str, new: str, *, same: bool) -> Iterator[Piece]:
    if same:
        yield Piece("same", old)
        return
    large = len(old) + len(new) > _LARGE
    tokens = _COARSE if large else _TOKEN
    before, after = tokens.findall(old), tokens.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=large)
    if not old or not new or matcher.ratio() < _ALIKE:
        yield from _replaced(old, new)
        return
    for removed, added, kept in _bridged(matcher.get_opcodes(), before, after):
        if kept:
            yield Piece("same", kept)
        else:
            yield from _replaced(removed, added)


def _bridged(
    opcodes: Sequence[tuple[str, int, int, int, int]], before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """(removed, added, kept) in order, short unchanged bridges between two changes being part of the change."""
    last = len(opcodes) - 1
    removed = added = ""
    for position, (tag, a, b, c, d) in enumerate(opcodes):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        inside = 0 < position < last and len(old) <= _BRIDGE and "\n" not in old
        if tag == "equal" and not inside:
            yield removed, added, ""
            removed = added = ""
            yield "", "", old
        else:
            removed, added = removed + old, added + new
    yield removed, added, ""


def _replaced(old: str, new: str) -> Iterator[Piece]:
    yield Piece("removed", old)
    yield Piece("added", new)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Without empty pieces and with neighbours of a kind joined."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held and held.change == piece.change:
            held = Piece(held.change, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
