"""How well a detector does on labelled messages that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from shared.analysis.intents import IntentDetector
from shared.analysis.material import LabelledMessage, label_matrix


class DetectionQuality(NamedTuple):
    """`macro_f1`: mean of the intents' F1. `false_alarm_rate`: share of the messages without intent that were
    answered with one. `language_accuracy`: share with the right language. All 0 to 1."""

    messages: int
    macro_f1: float
    f1: dict[str, float]
    false_alarm_rate: float
    language_accuracy: float


def detection_quality(detector: IntentDetector, messages: Sequence[LabelledMessage]) -> DetectionQuality:
    """Score `detector` on `messages`; an intent that neither occurs nor is answered has an F1 of 0."""
    scores = detector.scores([m.text for m in messages])
    answered = scores.probabilities >= detector.thresholds
    wanted = label_matrix(messages, detector.intents).astype(bool)
    hits = 2 * (answered & wanted).sum(axis=0)
    f1 = hits / np.maximum(answered.sum(axis=0) + wanted.sum(axis=0), 1)
    nothing = ~wanted.any(axis=1)
    languages = [detector.languages[i] for i in scores.languages.argmax(axis=1)]
    return DetectionQuality(
        len(messages),
        float(f1.mean()),
        dict(zip(detector.intents, f1.tolist(), strict=True)),
        float(answered[nothing].any(axis=1).mean()) if nothing.any() else 0.0,
        float(np.mean([a == m.language for a, m in zip(languages, messages, strict=True)])),
    )
