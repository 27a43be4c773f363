"""The compiled detector: the weights of a linear model, and scoring by look-up per distinct token.

score = (sum over words w of idf-weighted n-gram and word weights) / norm(words)
      + (sum over neighbouring words (a, b) of pair weights) / norm(pairs) + bias

where norm is the root of the summed squared idf. Both sums and both squared norms add up token by token, so each
distinct raw token needs its row computed once, however many messages it occurs in.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from shared.analysis.features import ngrams_of, words_of

Floats = NDArray[np.float32]
MAX_CACHED_TOKENS = 300_000
_HASH_BITS = 21
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class LinearModel:
    """What training makes. Rows of `unigram_weights` and `pair_weights`: one weight an output, last the squared idf.

    `unigrams` are words (`w:` in front) and character n-grams; `pairs` are two words with a blank between.
    `bias` (outputs); `thresholds` (intents), probabilities; `source_hash` of the material.
    """

    outputs: tuple[str, ...]
    intents: int
    unigrams: tuple[str, ...]
    unigram_weights: Floats
    pairs: tuple[str, ...]
    pair_weights: Floats
    bias: Floats
    thresholds: Floats
    source_hash: str

    def rounded(self) -> LinearModel:
        """The model with the weights that `save` keeps, so that a fresh and a stored one score alike."""
        unigrams, pairs = (w.astype(np.float16).astype(np.float32) for w in (self.unigram_weights, self.pair_weights))
        return replace(self, unigram_weights=unigrams, pair_weights=pairs)

    def save(self, path: Path) -> None:
        """Write as a compressed NumPy archive without pickles; weights as 16-bit floats."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                outputs=np.array(self.outputs),
                intents=np.array(self.intents),
                unigrams=_packed(self.unigrams),
                unigram_weights=self.unigram_weights.astype(np.float16),
                pairs=_packed(self.pairs),
                pair_weights=self.pair_weights.astype(np.float16),
                bias=self.bias,
                thresholds=self.thresholds,
                source_hash=np.array(self.source_hash),
            )

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read what `save` wrote. Raises `OSError`, `KeyError` or `ValueError` for another file."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                outputs=tuple(str(o) for o in stored["outputs"]),
                intents=int(stored["intents"]),
                unigrams=_unpacked(stored["unigrams"]),
                unigram_weights=stored["unigram_weights"].astype(np.float32),
                pairs=_unpacked(stored["pairs"]),
                pair_weights=stored["pair_weights"].astype(np.float32),
                bias=stored["bias"],
                thresholds=stored["thresholds"],
                source_hash=str(stored["source_hash"]),
            )


def _packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpacked(array: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n")) if array.size else ()


class PairTable:
    """From pairs of word ids to rows of weights: hash tables in NumPy, a further one for what collides."""

    def __init__(self, first: NDArray[np.int64], second: NDArray[np.int64], vocabulary: int) -> None:
        self._vocabulary = vocabulary
        self._keys = first * vocabulary + second
        self._slots: list[NDArray[np.int32]] = []
        rows = np.arange(len(self._keys), dtype=np.int32)
        while rows.size:
            slots = np.full(1 << _HASH_BITS, _UNKNOWN, np.int32)
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
        rows = np.full(len(keys), _UNKNOWN, np.int64)
        for table, slots in enumerate(self._slots):
            found = slots[self._slot(keys, table)]
            hit = (found >= 0) & (self._keys[found] == keys)
            rows[hit] = found[hit]
        known = rows >= 0
        return candidate[known], rows[known]


class _Ids(dict[str, int]):
    """Numbers of raw tokens; a new token is added to its table on sight."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table

    def __missing__(self, token: str) -> int:
        return self._table.add(token)


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
        self._ids = _Ids(self)
        self._word_rows: dict[str, Floats] = {}
        self._rows = np.zeros((1024, 2 * width), np.float32)
        self._ends = np.full((1024, 2), _UNKNOWN, np.int32)

    def ids(self, tokens: Sequence[str]) -> tuple[NDArray[np.int32], Floats, NDArray[np.int32]]:
        """The row number of each raw token, the table of rows (unigram part, then pairs inside a token) and
        the table of first and last words (-1 where in no pair)."""
        with self._lock:
            if len(self._ids) > MAX_CACHED_TOKENS:
                self._clear()
            found = np.fromiter(map(self._ids.__getitem__, tokens), np.int32, len(tokens))
            return found, self._rows, self._ends

    def add(self, token: str) -> int:
        """Compute and keep the row of a new raw token; its number."""
        number = len(self._ids)
        if number == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._ends = np.concatenate([self._ends, np.full_like(self._ends, _UNKNOWN)])
        words = words_of(token)
        width = self._unigram_weights.shape[1]
        for word in words:
            self._rows[number, :width] += self._word_row(word)
        inside = [self._pair_rows.get(f"{a} {b}", _UNKNOWN) for a, b in pairwise(words)]
        self._rows[number, width:] = self._pair_weights[[row for row in inside if row >= 0]].sum(axis=0)
        if words:
            self._ends[number] = self._words.get(words[0], _UNKNOWN), self._words.get(words[-1], _UNKNOWN)
        self._ids[token] = number
        return number

    def _word_row(self, word: str) -> Floats:
        """What a word adds, its n-grams included; kept, since most new tokens are known words with other marks."""
        row = self._word_rows.get(word)
        if row is None:
            known = map(self._unigrams.get, (f"w:{word}", *ngrams_of(word)))
            row = self._unigram_weights[[found for found in known if found is not None]].sum(axis=0)
            self._word_rows[word] = row
        return row


class LinearScorer:
    """Scores messages with a `LinearModel`. Safe to use from several threads."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model
        self._table = TokenTable(model)

    def score(self, texts: Sequence[str]) -> Floats:
        """Scores before the logistic function, shape (messages, outputs)."""
        tokens: list[str] = []
        counts = np.empty(len(texts), np.int64)
        for number, text in enumerate(texts):
            found = text.split()
            tokens += found
            counts[number] = len(found)
        ids, rows, ends = self._table.ids(tokens)
        bounds = np.concatenate([[0], np.cumsum(counts)])
        totals = self._token_totals(ids, bounds, rows)
        width = rows.shape[1] // 2
        pairs = totals[:, width:] + self._pair_totals(ids, counts, ends)
        return _normalised(totals[:, :width]) + _normalised(pairs) + self.model.bias

    @staticmethod
    def _token_totals(ids: NDArray[np.int32], bounds: NDArray[np.int64], rows: Floats) -> Floats:
        ones = np.ones(len(ids), np.float32)
        occurrences = sp.csr_matrix((ones, ids, bounds), shape=(len(bounds) - 1, len(rows)))
        return np.asarray(occurrences @ rows, np.float32)

    def _pair_totals(self, ids: NDArray[np.int32], counts: NDArray[np.int64], ends: NDArray[np.int32]) -> Floats:
        message = np.repeat(np.arange(len(counts)), counts)
        first, second = ends[ids[:-1], 1], ends[ids[1:], 0].copy()
        second[message[:-1] != message[1:]] = _UNKNOWN
        at, rows = self._table.pairs.look_up(first, second)
        weights = self.model.pair_weights
        occurrences = sp.csr_matrix(
            (np.ones(len(at), np.float32), (message[at], rows)), shape=(len(counts), len(weights))
        )
        return np.asarray(occurrences @ weights, np.float32)


def _normalised(totals: Floats) -> Floats:
    length = np.sqrt(np.maximum(totals[:, -1:], np.float32(1)))
    return np.asarray(totals[:, :-1] / length, np.float32)
