"""Which tool fits what the customer wrote: rare words of its name and description that occur in the message."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shared.llm.offline.parts.text import stems, words

HANDOFF = "handoff"
"""The function that passes the customer to a person; it is never chosen for its words."""
_PHRASE_END = re.compile(r"[,;.:()]")
_LONGEST_PHRASE = 5
_FORGIVING = 5
"""Letters from which a stem may differ by one edit."""
_EARLIER_WEIGHT = 0.35
_ENOUGH = 0.55
_TYPO_WEIGHT = 0.7
_PHRASE_BONUS = 0.4
_PROSE_WEIGHT = 0.5
_EARLIER_READ = 3


@dataclass(frozen=True, slots=True)
class _Indexed:
    name: str
    weights: Mapping[str, float]
    phrases: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class ToolIndex:
    """The words of a request's tools."""

    tools: tuple[_Indexed, ...]
    misspelt: Mapping[str, frozenset[str]]

    def scores(self, text: str) -> dict[str, float]:
        """How well each tool fits a text; 0 where no word of it occurs."""
        said = stems(text)
        return {tool.name: self._score(tool, said) for tool in self.tools}

    def _score(self, tool: _Indexed, said: frozenset[str]) -> float:
        total = sum(tool.weights.get(word, 0.0) or self._typo(tool, word) for word in said)
        return total + sum(_PHRASE_BONUS * (len(phrase) - 1) for phrase in tool.phrases if phrase <= said)

    def _typo(self, tool: _Indexed, word: str) -> float:
        if len(word) < _FORGIVING:
            return 0.0
        meant = {known for form in _shortened(word) for known in self.misspelt.get(form, ())}
        # A letter too many at the end is only a slip of a known stem, not of another slip of it.
        return max((tool.weights.get(known, 0.0) for known in {*meant, word[:-1]}), default=0.0) * _TYPO_WEIGHT


def fitting_tools(tools: Sequence[Mapping[str, Any]], texts: Sequence[str]) -> list[str]:
    """The tools that fit the customer's messages, the best first; the last message counts most."""
    index = _index(tuple((str(t.get("name")), str(t.get("description") or "")) for t in tools))
    if not texts or not index.tools:
        return []
    total = index.scores(texts[-1])
    for text in texts[-1 - _EARLIER_READ : -1]:
        for name, score in index.scores(text).items():
            total[name] += _EARLIER_WEIGHT * score
    # Sorting keeps the tools' order among equals.
    best_first = sorted(total.items(), key=lambda entry: -entry[1])
    return [name for name, score in best_first if score >= _ENOUGH]


@lru_cache(maxsize=128)
def _index(described: tuple[tuple[str, str], ...]) -> ToolIndex:
    texts = {name: f"{name.replace('_', ' ')}. {description}" for name, description in described if name != HANDOFF}
    spread = Counter(word for text in texts.values() for word in stems(text))
    # 1 for a word of one tool only, near 0 for one that all have.
    most = math.log(len(texts) + 1)
    rarity = {word: math.log((len(texts) + 1) / count) / most for word, count in spread.items()}
    return ToolIndex(tuple(_indexed(name, text, rarity) for name, text in texts.items()), _misspellings(spread))


def _indexed(name: str, text: str, rarity: Mapping[str, float]) -> _Indexed:
    """Words that few tools have weigh more, and those in lists of examples more than those of the prose around."""
    pieces = [stems(piece) for piece in _PHRASE_END.split(text) if len(words(piece)) <= _LONGEST_PHRASE]
    listed = frozenset().union(*pieces)
    weights = {word: rarity[word] * (1.0 if word in listed else _PROSE_WEIGHT) for word in stems(text)}
    return _Indexed(name, weights, tuple({piece for piece in pieces if len(piece) > 1}))


def _misspellings(known: Iterable[str]) -> dict[str, frozenset[str]]:
    """Every form of a stem with a letter left out, to the stems that it may stand for."""
    forms: dict[str, set[str]] = {}
    for word in known:
        if len(word) >= _FORGIVING:
            for form in _shortened(word):
                forms.setdefault(form, set()).add(word)
    return {form: frozenset(meant) for form, meant in forms.items()}


@lru_cache(maxsize=8192)
def _shortened(word: str) -> tuple[str, ...]:
    """A word, and it with each inner letter left out: two words that share one are an edit apart (or two that swap).
    The ends stay: stems are cut, and "compra" is no slip of "compro"."""
    return (word, *(word[:place] + word[place + 1 :] for place in range(1, len(word) - 1)))
