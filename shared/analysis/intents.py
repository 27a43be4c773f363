"""Intent detection: a pure function of the domain pack and the text. No key, no network, no company inside."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from shared.analysis.compiled import load_or_train
from shared.analysis.linear import LinearScorer
from shared.analysis.linear_model import LinearModel
from shared.domains.pack import Pack

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Detected:
    """What one message asks for. `scores`: a probability (0 to 1) for each intent of the pack."""

    intents: tuple[str, ...]
    scores: Mapping[str, float]
    language: str


class Scores(NamedTuple):
    """`probabilities` (messages, intents), each 0 to 1; `languages` (messages, languages), scores that add up over
    messages: the largest sum names the language of a conversation."""

    probabilities: Floats
    languages: Floats


class IntentDetector:
    """The detector of a pack. Use `for_pack`, which keeps one a pack. Safe to use from several threads."""

    _kept: dict[Path, IntentDetector] = {}  # noqa: RUF012 - one for the process, guarded by _guard
    _guard = threading.Lock()

    def __init__(self, pack: Pack, model: LinearModel) -> None:
        self.intents: tuple[str, ...] = tuple(i.id for i in pack.intents)
        self.languages: tuple[str, ...] = tuple(pack.languages)
        own = pack.detection.thresholds
        self.thresholds: Floats = np.array(
            [own.get(i, float(t)) for i, t in zip(self.intents, model.thresholds, strict=True)], np.float32
        )
        self.bias: Floats = model.bias[: len(self.intents)]
        self._scorer = LinearScorer(model)

    @classmethod
    def for_pack(cls, pack: Pack) -> IntentDetector:
        """The detector of this pack. Raises `PackError` when the pack has too little language material."""
        with cls._guard:
            if pack.own_folder not in cls._kept:
                cls._kept[pack.own_folder] = cls(pack, load_or_train(pack))
            return cls._kept[pack.own_folder]

    def scores(self, texts: Sequence[str]) -> Scores:
        """Probabilities of the intents and scores of the languages for many messages at once."""
        raw = self._scorer.score(texts)
        cut = len(self.intents)
        return Scores(expit(raw[:, :cut]), raw[:, cut:])

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Shape (messages, intents), values 0 to 1."""
        return self.scores(texts).probabilities

    def contributions(self, text: str) -> Floats:
        """What each raw token of a text (`str.split`) adds to the logit of each intent, shape (tokens, intents); with
        `bias` they sum to it."""
        return self._scorer.contributions(text)[:, : len(self.intents)]

    def language(self, text: str) -> str:
        """The language of a text, one of the pack's."""
        return self.languages[int(self.scores([text]).languages[0].argmax())]

    def detect(self, text: str) -> Detected:
        """What one message asks for; `intents` is empty for none."""
        return self.detect_many([text])[0]

    def detect_many(self, texts: Sequence[str]) -> list[Detected]:
        """What each of many messages asks for."""
        probabilities, languages = self.scores(texts)
        wanted, spoken = probabilities >= self.thresholds, languages.argmax(axis=1)
        return [
            Detected(
                tuple(intent for intent, yes in zip(self.intents, answered, strict=True) if yes),
                dict(zip(self.intents, row, strict=True)),
                self.languages[language],
            )
            for row, answered, language in zip(probabilities.tolist(), wanted, spoken, strict=True)
        ]
