"""From a pack's language material to a compiled detector.

One logistic regression an intent (and a language) over idf-weighted words, character n-grams and word pairs.
Probabilities are calibrated (Platt) and thresholds chosen on out-of-fold scores, never on held-out messages.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from shared.analysis.compiled import compiled_path
from shared.analysis.features import ngrams_of, words_of
from shared.analysis.linear import LinearScorer
from shared.analysis.linear_model import Floats, LinearModel
from shared.analysis.material import label_matrix, language_matrix, material_hash, read_material
from shared.domains.pack import Pack, PackError, available_packs, load_pack

log = logging.getLogger(__name__)

INVERSE_REGULARISATION = 100.0
LEAST_NGRAM_MESSAGES = 3
FOLDS = 3
LARGEST_FALSE_ALARM_RATE = 0.10
"""Of messages without intent that may be answered with one, out of fold: sets the thresholds."""
FEWEST_MESSAGES = 20


Features = tuple[list[str], list[str]]
"""A message's words and n-grams, and its pairs of neighbouring words."""


class Vocabulary:
    """The features of a set of messages with their inverse document frequencies."""

    def __init__(self, rows: Sequence[Features]) -> None:
        unigrams = Counter(gram for grams, _ in rows for gram in set(grams))
        pairs = Counter(pair for _, pairs in rows for pair in set(pairs))
        kept = (g for g, n in unigrams.items() if n >= LEAST_NGRAM_MESSAGES or g.startswith("w:"))
        self.unigrams, self.unigram_idf = _index(kept, unigrams, len(rows))
        self.pairs, self.pair_idf = _index(pairs, pairs, len(rows))

    def matrix(self, rows: Sequence[Features]) -> sp.csr_matrix:
        """Shape (messages, unigrams + pairs), each block of a row normalised to length 1 (see `linear`)."""
        grams = _block([grams for grams, _ in rows], self.unigrams, self.unigram_idf)
        return sp.hstack([grams, _block([pairs for _, pairs in rows], self.pairs, self.pair_idf)]).tocsr()


def _features(text: str) -> Features:
    words = [word for token in text.split() for word in words_of(token)]
    return [gram for word in words for gram in _grams(word)], [f"{a} {b}" for a, b in pairwise(words)]


@lru_cache(maxsize=100_000)
def _grams(word: str) -> tuple[str, ...]:
    return (f"w:{word}", *ngrams_of(word))


def _index(kept: Iterable[str], counts: Counter[str], total: int) -> tuple[dict[str, int], NDArray[np.float64]]:
    names = sorted(kept)
    frequencies = np.array([counts[name] for name in names], float)
    return {name: n for n, name in enumerate(names)}, 1 + np.log((1 + total) / (1 + frequencies))


def _block(rows: Sequence[Sequence[str]], names: dict[str, int], idf: NDArray[np.float64]) -> sp.csr_matrix:
    columns: list[int] = []
    bounds = [0]
    for row in rows:
        columns += [names[name] for name in row if name in names]
        bounds.append(len(columns))
    at = np.array(columns, np.int64)
    owner = np.repeat(np.arange(len(rows)), np.diff(bounds))
    squared = np.bincount(owner, weights=idf[at] ** 2, minlength=len(rows))
    matrix = sp.csr_matrix((idf[at] / np.sqrt(np.maximum(squared, 1.0))[owner], at, bounds), (len(rows), len(names)))
    matrix.sum_duplicates()
    return matrix


def _fit(matrix: sp.csr_matrix, truth: NDArray[np.int8]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of one output; an output without both kinds of examples is a constant."""
    if truth.min() == truth.max():
        return np.zeros(matrix.shape[1]), 8.0 if truth.max() else -8.0
    # The dual problem: far fewer messages than features.
    model = LogisticRegression(C=INVERSE_REGULARISATION, solver="liblinear", dual=True, max_iter=1000, random_state=0)
    model.fit(matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def _train(texts: Sequence[str], truth: NDArray[np.int8], outputs: tuple[str, ...], intents: int) -> LinearModel:
    rows = [_features(text) for text in texts]
    vocabulary = Vocabulary(rows)
    matrix = vocabulary.matrix(rows)
    fitted = [_fit(matrix, truth[:, column]) for column in range(truth.shape[1])]
    weights = np.array([w for w, _ in fitted]).T
    idf = np.concatenate([vocabulary.unigram_idf, vocabulary.pair_idf])[:, None]
    table = np.hstack([weights * idf, idf**2]).astype(np.float32)
    cut = len(vocabulary.unigrams)
    return LinearModel(
        outputs,
        intents,
        tuple(vocabulary.unigrams),
        table[:cut],
        tuple(vocabulary.pairs),
        table[cut:],
        np.array([b for _, b in fitted], np.float32),
        np.full(intents, 0.5, np.float32),
        "",
    )


def out_of_fold_scores(
    texts: Sequence[str], truth: NDArray[np.int8], outputs: tuple[str, ...], intents: int
) -> NDArray[np.float64]:
    """Scores of each message by a model that has not seen it, shape (messages, outputs)."""
    scores = np.zeros(truth.shape)
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(texts):
        model = _train([texts[i] for i in train], truth[train], outputs, intents)
        scores[test] = LinearScorer(model).score([texts[i] for i in test])
    return scores


def _calibrated(model: LinearModel, scores: NDArray[np.float64], truth: NDArray[np.int8]) -> LinearModel:
    """Platt scaling: the weights and biases such that the logistic function of a score is a probability."""
    slopes, shifts = np.ones(truth.shape[1], np.float32), np.zeros(truth.shape[1], np.float32)
    for column in range(truth.shape[1]):
        if truth[:, column].min() != truth[:, column].max():
            platt = LogisticRegression(C=1e6).fit(scores[:, [column]], truth[:, column])
            slopes[column], shifts[column] = platt.coef_[0, 0], platt.intercept_[0]
    scale = np.append(slopes, np.float32(1))
    return replace(
        model,
        unigram_weights=model.unigram_weights * scale,
        pair_weights=model.pair_weights * scale,
        bias=model.bias * slopes + shifts,
        thresholds=_thresholds(scores * slopes + shifts, truth, model.intents),
    )


def _thresholds(scores: NDArray[np.float64], truth: NDArray[np.int8], intents: int) -> Floats:
    """The one threshold for all intents with the best macro-F1 among those that keep the false alarms down."""
    probability, wanted = 1 / (1 + np.exp(-scores[:, :intents])), truth[:, :intents].astype(bool)
    nothing = ~wanted.any(axis=1)
    best, chosen = -1.0, 0.5
    for threshold in np.arange(0.15, 0.71, 0.01):
        answered = probability >= threshold
        hits = 2 * (answered & wanted).sum(axis=0)
        f1 = float(np.mean(hits / np.maximum(answered.sum(axis=0) + wanted.sum(axis=0), 1)))
        alarms = float(answered[nothing].any(axis=1).mean()) if nothing.any() else 0.0
        if alarms <= LARGEST_FALSE_ALARM_RATE and f1 > best:
            best, chosen = f1, float(threshold)
    return np.full(intents, chosen, np.float32)


def train(pack: Pack) -> LinearModel:
    """Train the detector of a pack. Raises `PackError` when there is too little material."""
    messages = read_material(pack)
    if len(messages) < FEWEST_MESSAGES:
        raise PackError(
            f"the pack {pack.id} has {len(messages)} labelled messages; at least {FEWEST_MESSAGES} are needed"
        )
    intents = tuple(intent.id for intent in pack.intents)
    outputs = (*intents, *pack.languages)
    truth = np.hstack([label_matrix(messages, intents), language_matrix(messages, pack.languages)])
    texts = [message.text for message in messages]
    scores = out_of_fold_scores(texts, truth, outputs, len(intents))
    model = _calibrated(_train(texts, truth, outputs, len(intents)), scores, truth)
    return replace(model.rounded(), source_hash=material_hash(pack))


def main() -> None:
    """Compile the detector of every pack at hand (`make train`)."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in available_packs():
        pack = load_pack(name)
        model = train(pack)
        model.save(compiled_path(pack))
        log.info("%s: %d features, threshold %.2f", name, len(model.unigrams) + len(model.pairs), model.thresholds[0])


if __name__ == "__main__":
    main()
