"""Which words are names, and which are not whatever their capital says (`name_words.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

_FILE = Path(__file__).with_name("name_words.yaml")
_PLAIN = tuple(zip("áàâãéêíóôõúüçñ’", "aaaaeeiooouucn'", strict=True))
_MARKS = bytes(byte if chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256))


class NameWords(NamedTuple):
    """`given` and `surnames`; of the given ones `everyday` are words of the language too; `nobody` are no names."""

    given: frozenset[str]
    surnames: frozenset[str]
    everyday: frozenset[str]
    nobody: frozenset[str]


def folded(text: str) -> str:
    """`text` in lower case without accents, letter for letter: what stands where in it, stands there in `text`."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters of other scripts have longer small ones
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    if not lowered.isascii():
        for accented, plain in _PLAIN:  # six times as fast as `translate`
            lowered = lowered.replace(accented, plain)
    return lowered


def words_of(plain: str) -> set[bytes]:
    """The words of a folded text, to be compared with other words of this kind; letters of other scripts break them.
    As bytes because that takes a third of the time, and every message is asked for them."""
    return set(plain.encode("ascii", "replace").translate(_MARKS).split())


def as_words(*words: str) -> frozenset[bytes]:
    """Words to look for among those of `words_of`."""
    return frozenset(word.encode() for word in words if word.isascii())


@cache
def name_words() -> NameWords:
    """The words, as `folded` spells them. What is a name is not nobody."""
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    given, surnames, everyday, nobody = (
        frozenset(map(folded, read[key].split())) for key in ("given", "surnames", "everyday", "nobody")
    )
    return NameWords(given, surnames, everyday, nobody - given - surnames)
