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
_ENOUGH = 1.0
_TYPO_WEIGHT = 0.7
_PHRASE_BONUS = 0.8
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
        return max((tool.weights.get(known, 0.0) for known in meant), default=0.0) * _TYPO_WEIGHT


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


def fits(tools: Sequence[Mapping[str, Any]], text: str) -> float:
    """The best score of a text over all tools: 0 for small talk."""
    index = _index(tuple((str(t.get("name")), str(t.get("description") or "")) for t in tools))
    return max(index.scores(text).values(), default=0.0)


@lru_cache(maxsize=128)
def _index(described: tuple[tuple[str, str], ...]) -> ToolIndex:
    texts = {name: (f"{name.replace('_', ' ')}. {description}") for name, description in described if name != HANDOFF}
    found = {name: stems(text) for name, text in texts.items()}
    spread = Counter(word for known in found.values() for word in known)
    tools = tuple(
        _Indexed(name, {w: math.log((len(found) + 1) / spread[w]) for w in found[name]}, _phrases(text))
        for name, text in texts.items()
    )
    return ToolIndex(tools, _misspellings(spread))


def _phrases(description: str) -> tuple[frozenset[str], ...]:
    pieces = (piece for piece in _PHRASE_END.split(description) if len(words(piece)) <= _LONGEST_PHRASE)
    return tuple({phrase for piece in pieces if len(phrase := stems(piece)) > 1})


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
    """A word, and it with each letter left out: two words that share one are an edit apart (or two that swap)."""
    return (word, *(word[:place] + word[place + 1 :] for place in range(1, len(word))))
