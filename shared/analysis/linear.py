"""Scoring with a linear detector by look-up per distinct token.

score = (sum over words w of idf-weighted n-gram and word weights) / norm(words)
      + (sum over neighbouring words (a, b) of pair weights) / norm(pairs) + bias

where norm is the root of the summed squared idf. Both sums and both squared norms add up token by token, so each
distinct raw token needs its row computed once, however many messages it occurs in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from shared.analysis.linear_model import Floats, LinearModel
from shared.analysis.token_table import UNKNOWN, TokenTable


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

    def contributions(self, text: str) -> Floats:
        """What each raw token adds to the scores of a message, shape (tokens, outputs): with the bias they sum to its
        `score`. The weight of a pair across two tokens is shared out to both."""
        ids, rows, ends = self._table.ids(text.split())
        width = rows.shape[1] // 2
        single, pairs = rows[ids, :width], rows[ids, width:].copy()
        at, pair_rows = self._table.pairs.look_up(ends[ids[:-1], 1], ends[ids[1:], 0])
        halves = self.model.pair_weights[pair_rows] / 2
        pairs[at] += halves
        pairs[at + 1] += halves
        return _shared_out(single) + _shared_out(pairs)

    @staticmethod
    def _token_totals(ids: NDArray[np.int32], bounds: NDArray[np.int64], rows: Floats) -> Floats:
        ones = np.ones(len(ids), np.float32)
        occurrences = sp.csr_matrix((ones, ids, bounds), shape=(len(bounds) - 1, len(rows)))
        return np.asarray(occurrences @ rows, np.float32)

    def _pair_totals(self, ids: NDArray[np.int32], counts: NDArray[np.int64], ends: NDArray[np.int32]) -> Floats:
        message = np.repeat(np.arange(len(counts)), counts)
        first, second = ends[ids[:-1], 1], ends[ids[1:], 0].copy()
        second[message[:-1] != message[1:]] = UNKNOWN
        at, rows = self._table.pairs.look_up(first, second)
        weights = self.model.pair_weights
        occurrences = sp.csr_matrix(
            (np.ones(len(at), np.float32), (message[at], rows)), shape=(len(counts), len(weights))
        )
        return np.asarray(occurrences @ weights, np.float32)


def _normalised(totals: Floats) -> Floats:
    length = np.sqrt(np.maximum(totals[:, -1:], np.float32(1)))
    return np.asarray(totals[:, :-1] / length, np.float32)


def _shared_out(parts: Floats) -> Floats:
    """The parts of one message over the length of their sum."""
    length = np.sqrt(np.maximum(parts[:, -1].sum(), np.float32(1)))
    return np.asarray(parts[:, :-1] / length, np.float32)
