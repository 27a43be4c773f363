"""Which of several offered options a customer chose, and whether they said yes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.llm.offline.parts.text import plain, words

_ORDINALS = (
    re.compile(r"\b(?:primer[oa]?|primeir[oa]|first|1ra|1a|1o|uno)\b"),
    re.compile(r"\b(?:segund[oa]|second|2da|2a|2o|dos)\b"),
    re.compile(r"\b(?:tercer[oa]?|terceir[oa]|third|3ra|3a|3o)\b"),
)
_ANY = re.compile(
    r"\b(?:cualquier\w*|qualquer|any|whichever|el que sea|o que for|lo antes posible|quanto antes|earliest|soonest)\b"
)
_YES = re.compile(
    r"^\W*(?:si|sim|yes|yep|yeah|ok|okay|dale|va|claro|por favor|adelante|hazlo|confirmo|de acuerdo|me sirve|pode ser"
    r"|pode|isso|sure|please|go ahead|do it"
    r"|correcto|correto|perfecto|perfeito|perfect|esta bien|tudo bem)\b"
)
_NO = re.compile(r"^\W*(?:no|nao|nope|nel|ahora no|agora nao|not now)\b")
_SMALL = frozenset(
    {"de", "a", "las", "el", "la", "en", "da", "do", "das", "as", "em", "the", "at", "on", "of", "and", "o", "y", "e"}
)
_WORD_WEIGHT = 1.0
_TIME_WEIGHT = 2.0
_SHORT = 5
"""Words up to which a yes is an answer to the offer and nothing else."""


def picked(text: str, options: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The option that a message names by day, hour, place or order; `None` where it names none or several."""
    if not options:
        return None
    said = set(words(text)) - _SMALL
    scores = [_score(said, plain(text), option) for option in options]
    best = max(scores)
    if best >= _WORD_WEIGHT and scores.count(best) == 1:
        return options[scores.index(best)]
    if best >= _WORD_WEIGHT:
        return options[scores.index(best)] if best >= _TIME_WEIGHT else None
    return _by_order(plain(text), options)


def _score(said: set[str], message: str, option: Mapping[str, Any]) -> float:
    label = set(words(str(option.get("label") or " ".join(str(v) for v in option.values())))) - _SMALL
    start = str(option.get("starts_at", ""))
    clock = start[11:16]
    time = _TIME_WEIGHT if clock and (clock in message or re.search(rf"\b{int(clock[:2])}\b(?! de)", message)) else 0.0
    named = {word for word in said & label if not word.isdigit() or word == str(int(start[8:10] or 0))}
    return _WORD_WEIGHT * len(named) + (time if named or time else 0.0)


def _by_order(message: str, options: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    for place, ordinal in enumerate(_ORDINALS[: len(options)]):
        if ordinal.search(message):
            return options[place]
    short = len(words(message)) <= _SHORT
    return options[0] if _ANY.search(message) or (short and agrees(message)) else None


def agrees(text: str) -> bool:
    """Whether a message begins with a yes."""
    said = plain(text)
    return bool(_YES.search(said)) and not _NO.search(said)
