"""From a customer's text to features: words, character n-grams inside words, pairs of neighbouring words.

A text is cut at white space into raw tokens; each raw token is folded (case, accents, stretched letters, digits)
and cut into words. What a raw token contributes to a linear score never depends on its neighbours, so it is
computed once for each distinct token; only pairs across two tokens are looked up in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NGRAM_SIZES = (3, 4, 5, 6)
LONGEST_WORD = 32

_WORD = re.compile(r"[a-z0]+|[^\w\s]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_APOSTROPHES = str.maketrans("", "", "'’`´")


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, digits as 0, three and more equal letters as two."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_APOSTROPHES))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DIGIT.sub("0", _STRETCHED.sub(r"\1\1", plain))


def words_of(raw_token: str) -> tuple[str, ...]:
    """The folded words of one raw token; a punctuation mark counts as a word."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(fold(raw_token)))


def ngrams_of(word: str) -> Iterator[str]:
    """The character n-grams of `<word>`, with its borders marked."""
    if not word[0].isalnum():
        return
    bordered = f"<{word}>"
    for size in NGRAM_SIZES:
        for start in range(len(bordered) - size + 1):
            yield bordered[start : start + size]
