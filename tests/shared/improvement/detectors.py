"""An intent detector that knows a few words: what is made of its answers is tested here, not the detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from shared.domains.pack import Pack
from shared.improvement import scenarios

WORDS = {"payment_status": ("depositan", "cayó"), "offer_24h": ("oferta",), "credit_prequal": ("crédito",)}


class KeywordDetector:
    """Probability 0.9 for an intent with one of its words in the message, else 0.1. Every language is the first."""

    def __init__(self, pack: Pack) -> None:
        self.intents = tuple(intent.id for intent in pack.intents)
        self.languages = tuple(pack.languages)
        self.thresholds = np.full(len(self.intents), 0.5, np.float32)

    @classmethod
    def for_pack(cls, pack: Pack) -> KeywordDetector:
        return cls(pack)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[0.9 if any(w in text for w in WORDS.get(i, ())) else 0.1 for i in self.intents] for text in texts]
        return np.array(rows, np.float32)

    def language(self, text: str) -> str:
        return self.languages[0]


@pytest.fixture(scope="module")
def keyword_detector() -> Iterator[None]:
    """Make scenarios with the keyword detector: the pack's own takes a while to train when its material changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenarios, "IntentDetector", KeywordDetector)
        yield
