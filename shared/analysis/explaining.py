"""Why an intent was detected, or was not: what each word of the customer added to its score or took away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.analysis.columns import LONGEST_READ
from shared.analysis.intents import Floats, IntentDetector
from shared.conversations.schema import Conversation, Role
from shared.domains.pack import Pack

_RAW_TOKEN = re.compile(r"\S+")
"""Cuts a text where `str.split` does, which is how the detector cuts it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A word of the customer, with the punctuation at it: `text` is `content[start:end]` of the message. `contribution`
    is in logits: above 0 it speaks for the intent, below 0 against it."""

    start: int
    end: int
    text: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """An intent's `probability` is the highest over the customer's messages; `turn` is the place in the transcript of
    the message that has it (0 for a text, `None` where the customer wrote nothing) and `spans` are its words, in
    order. Their contributions and the `bias` add up to the logit of the probability. `detected`: it reaches the
    `threshold`."""

    intent: str
    probability: float
    threshold: float
    detected: bool
    turn: int | None
    bias: float
    spans: tuple[Span, ...]


def explain(source: str | Conversation, pack: Pack) -> tuple[Explanation, ...]:
    """Each intent of the pack, in its order, for a text or a conversation. Only the first `LONGEST_READ` characters of
    a message are read, as in an analysis. Raises `PackError` where the pack has too little language material."""
    detector = IntentDetector.for_pack(pack)
    turns = _customer_turns(source)
    texts = [text[:LONGEST_READ] for _, text in turns]
    if not texts:
        nothing = np.zeros(len(detector.intents), np.float32)
        return tuple(_explanation(detector, number, nothing, None, ()) for number in range(len(detector.intents)))
    probabilities = detector.probabilities(texts)
    deciding = probabilities.argmax(axis=0).tolist()
    words = {message: detector.contributions(texts[message]) for message in set(deciding)}
    return tuple(
        _explanation(
            detector,
            number,
            probabilities[message],
            turns[message][0],
            _spans(texts[message], words[message][:, number]),
        )
        for number, message in enumerate(deciding)
    )


def _customer_turns(source: str | Conversation) -> list[tuple[int, str]]:
    if isinstance(source, str):
        return [(0, source)]
    return [(place, turn.content) for place, turn in enumerate(source.transcript) if turn.role is Role.USER]


def _explanation(
    detector: IntentDetector, number: int, probabilities: Floats, turn: int | None, spans: Sequence[Span]
) -> Explanation:
    return Explanation(
        intent=detector.intents[number],
        probability=float(probabilities[number]),
        threshold=float(detector.thresholds[number]),
        detected=bool(probabilities[number] >= detector.thresholds[number]),
        turn=turn,
        bias=float(detector.bias[number]),
        spans=tuple(spans),
    )


def _spans(text: str, contributions: Floats) -> list[Span]:
    return [
        Span(found.start(), found.end(), found.group(), float(contribution))
        for found, contribution in zip(_RAW_TOKEN.finditer(text), contributions, strict=True)
    ]
