"""What training makes: the weights of a pack's linear detector, and the file they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


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
