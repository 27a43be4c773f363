"""Look-ups of the linear detector: rows of distinct raw tokens, rows of pairs of words."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from shared.analysis.features import ngrams_of, words_of
from shared.analysis.linear_model import Floats, LinearModel

MAX_CACHED_TOKENS = 300_000
UNKNOWN = -1
_HASH_BITS = 21
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)


class PairTable:
    """From pairs of word ids to rows of weights: hash tables in NumPy, a further one for what collides."""

    def __init__(self, first: NDArray[np.int64], second: NDArray[np.int64], vocabulary: int) -> None:
        self._vocabulary = vocabulary
        self._keys = first * vocabulary + second
        self._slots: list[NDArray[np.int32]] = []
        rows = np.arange(len(self._keys), dtype=np.int32)
        while rows.size:
            slots = np.full(1 << _HASH_BITS, UNKNOWN, np.int32)
            at = self._slot(self._keys[rows], len(self._slots))
            slots[at] = rows
            rows = rows[slots[at] != rows]
            self._slots.append(slots)

    @staticmethod
    def _slot(keys: NDArray[np.int64], table: int) -> NDArray[np.int64]:
        mixed = keys.astype(np.uint64) * np.uint64(_MULTIPLIERS[table])
        return (mixed >> np.uint64(64 - _HASH_BITS)).astype(np.int64)

    def look_up(
        self, first: NDArray[np.int32], second: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions in the input where a known pair stands, in order, and the rows of those pairs."""
        candidate = np.flatnonzero((first >= 0) & (second >= 0))
        keys = first[candidate].astype(np.int64) * self._vocabulary + second[candidate]
        rows = np.full(len(keys), UNKNOWN, np.int64)
        for table, slots in enumerate(self._slots):
            found = slots[self._slot(keys, table)]
            hit = (found >= 0) & (self._keys[found] == keys)
            rows[hit] = found[hit]
        known = rows >= 0
        return candidate[known], rows[known]


class _Ids(dict[str, int]):
    """Numbers of tokens in the order of their first sight; `fresh` collects the new ones."""

    def __init__(self) -> None:
        self.fresh: list[str] = []

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        self.fresh.append(token)
        return number

    def take_fresh(self) -> list[str]:
        """The tokens that are new since the last call, in order."""
        fresh, self.fresh = self.fresh, []
        return fresh


class _Rows:
    """A table of rows that grows at its end. Readers keep what they were given: rows are never changed."""

    def __init__(self, width: int, dtype: type[np.generic]) -> None:
        self._table: NDArray[Any] = np.empty((1024, width), dtype)
        self._used = 0

    def append(self, rows: NDArray[Any]) -> None:
        needed = self._used + len(rows)
        if needed > len(self._table):
            grown = np.empty((max(needed, 2 * len(self._table)), self._table.shape[1]), self._table.dtype)
            grown[: self._used] = self.all()
            self._table = grown
        self._table[self._used : needed] = rows
        self._used = needed

    def all(self) -> NDArray[Any]:
        return self._table[: self._used]


class TokenTable:
    """One row a distinct raw token: its part of the scores, and its first and last word for pairs."""

    def __init__(self, model: LinearModel) -> None:
        self._unigrams = {gram: row for row, gram in enumerate(model.unigrams)}
        self._unigram_weights = model.unigram_weights
        split = [pair.split(" ") for pair in model.pairs]
        words = sorted({word for pair in split for word in pair})
        self._words = {word: number for number, word in enumerate(words)}
        self._pair_rows = {pair: row for row, pair in enumerate(model.pairs)}
        self._pair_weights = model.pair_weights
        self.pairs = PairTable(
            np.array([self._words[a] for a, _ in split], np.int64),
            np.array([self._words[b] for _, b in split], np.int64),
            max(len(words), 1),
        )
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        width = self._unigram_weights.shape[1]
        self._token_ids, self._word_ids = _Ids(), _Ids()
        self._word_sums = _Rows(width, np.float32)
        self._token_sums = _Rows(2 * width, np.float32)
        self._ends = _Rows(2, np.int32)

    def ids(self, tokens: Sequence[str]) -> tuple[NDArray[np.int32], Floats, NDArray[np.int32]]:
        """The row number of each raw token, the table of rows (unigram part, then pairs inside a token) and
        the table of first and last words (-1 where in no pair)."""
        with self._lock:
            if len(self._token_ids) > MAX_CACHED_TOKENS:
                self._clear()
            found = np.fromiter(map(self._token_ids.__getitem__, tokens), np.int32, len(tokens))
            if fresh := self._token_ids.take_fresh():
                self._add([words_of(token) for token in fresh])
            return found, self._token_sums.all(), self._ends.all()

    def _add(self, tokens: Sequence[tuple[str, ...]]) -> None:
        """Compute and keep the rows of new raw tokens, given as their words."""
        word_ids = [[self._word_ids[word] for word in words] for words in tokens]
        grams = [(f"w:{word}", *ngrams_of(word)) for word in self._word_ids.take_fresh()]
        self._word_sums.append(_sums([_known(self._unigrams, names) for names in grams], self._unigram_weights))
        inside = [_known(self._pair_rows, [f"{a} {b}" for a, b in pairwise(words)]) for words in tokens]
        parts = _sums(word_ids, self._word_sums.all()), _sums(inside, self._pair_weights)
        self._token_sums.append(np.hstack(parts))
        known = self._words.get
        ends = [(known(w[0], UNKNOWN), known(w[-1], UNKNOWN)) if w else (UNKNOWN, UNKNOWN) for w in tokens]
        self._ends.append(np.array(ends, np.int32))


def _known(rows: Mapping[str, int], names: Sequence[str]) -> list[int]:
    return [row for row in map(rows.get, names) if row is not None]


def _sums(groups: Sequence[Sequence[int]], table: Floats) -> Floats:
    """The sum of the named rows of `table` for each group, shape (groups, width)."""
    bounds = np.cumsum([0, *map(len, groups)])
    at = np.fromiter(chain.from_iterable(groups), np.int32, bounds[-1])
    occurrences = sp.csr_matrix((np.ones(len(at), np.float32), at, bounds), shape=(len(groups), len(table)))
    return np.asarray(occurrences @ table, np.float32)
