"""Conversation ids that were there before, over any number of files in little memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

_LINE_BITS = 40


def id_hashes(conversation_ids: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit hash of each id, the same in every process. Shape: (ids,)."""
    return pl.Series(conversation_ids, dtype=pl.String).hash(seed=0).to_numpy()


class DuplicateIds:
    """Tells which ids were there before and where. The first conversation with an id is the one that counts, every
    later one is a duplicate even where it is the same to the letter. About 120 bytes an id; two different ids among
    a million share a hash with a probability of 3 in 100 million."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._sources: list[str] = []

    def check(self, conversation_ids: Sequence[str], line_numbers: Sequence[int], source: str) -> dict[int, str]:
        """The duplicates among the next conversations: position -> reason. To be called in the inputs' order."""
        return self.check_hashes(id_hashes(conversation_ids).tolist(), line_numbers, source)

    def check_hashes(self, hashes: Sequence[int], line_numbers: Sequence[int], source: str) -> dict[int, str]:
        """Like `check`, with hashes made by `id_hashes` (in another process, say)."""
        if not self._sources or self._sources[-1] != source:
            self._sources.append(source)
        here = (len(self._sources) - 1) << _LINE_BITS
        repeated: dict[int, str] = {}
        for position, (digest, number) in enumerate(zip(hashes, line_numbers, strict=True)):
            first = self._first.setdefault(digest, here | number)
            if first != here | number:
                repeated[position] = self._reason(first, source)
        return repeated

    def _reason(self, first: int, source: str) -> str:
        earlier = self._sources[first >> _LINE_BITS]
        number = first & ((1 << _LINE_BITS) - 1)
        return f"duplicate id; first on line {number}" + ("" if earlier == source else f" of {earlier}")
