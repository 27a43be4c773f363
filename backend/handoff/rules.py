"""Who is angry at the company: words, threats, shouting. Rules, because a rule can be read, measured and argued with.

A plain complaint is no anger, nor is anger at the weather. What counts is data: `lexicon.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

SHOUTED_LETTERS = 12
"""Fewer capitals are an abbreviation."""
SHOUTED_WORDS = 4
"""Fewer words are a name: "NISSAN VERSA ADVANCE"."""
SHOUTED_SHARE = 0.7
FUNCTION_WORDS = 2
INSISTENCE = re.compile(r"!\s*!|[?!]{3,}")
WORD = re.compile(r"[^\W\d_]+")
MAX_READ = 4_000


class Lexicon(BaseModel):
    """One language's entry of `lexicon.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    strong: tuple[str, ...]
    complaint: str
    polite: str
    function: str
    negators: str
    between: str


class _Rules(NamedTuple):
    """A lexicon, compiled."""

    strong: tuple[re.Pattern[str], ...]
    complaint: re.Pattern[str]
    polite: re.Pattern[str]
    negated: re.Pattern[str]
    function: frozenset[str]


def is_angry(text: str, language: str) -> bool:
    """Whether a customer's message shows anger at the company: insults, threats, shouting, insistent complaint.

    `language`: es, pt or en; another one is read by all three lexicons.
    """
    plain = folded(text[:MAX_READ])
    return any(_angry(text[:MAX_READ], plain, rules) for rules in _rules_of(language))


def folded(text: str) -> str:
    """Lower case, without accents, with straight apostrophes and single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def _angry(text: str, plain: str, rules: _Rules) -> bool:
    return (
        any(_meant(plain, found, rules) for pattern in rules.strong for found in pattern.finditer(plain))
        or (INSISTENCE.search(text) is not None and rules.complaint.search(plain) is not None)
        or _shouts(text, plain, rules)
    )


def _meant(plain: str, found: re.Match[str], rules: _Rules) -> bool:
    return rules.negated.search(plain[max(0, found.start() - 60) : found.start()]) is None


def _shouts(text: str, plain: str, rules: _Rules) -> bool:
    """Mostly capitals over a whole sentence that is not a polite one; codes (a CURP, a plate) are not words."""
    tokens = (token for token in text.split() if not any(letter.isdigit() for letter in token))
    letters = [letter for token in tokens for letter in token if letter.isalpha()]
    words = WORD.findall(plain)
    if len(letters) < SHOUTED_LETTERS or len(words) < SHOUTED_WORDS:
        return False
    capitals = sum(letter.isupper() for letter in letters) / len(letters)
    sentence = sum(word in rules.function for word in words) >= FUNCTION_WORDS
    return capitals >= SHOUTED_SHARE and sentence and rules.polite.search(plain) is None


def _rules_of(language: str) -> tuple[_Rules, ...]:
    every = _compiled()
    return (every[language],) if language in every else tuple(every.values())


@lru_cache(maxsize=1)
def _compiled() -> dict[str, _Rules]:
    content = yaml.safe_load((Path(__file__).parent / "lexicon.yaml").read_text(encoding="utf-8"))
    return {language: _compile(Lexicon.model_validate(entry)) for language, entry in content.items()}


def _compile(lexicon: Lexicon) -> _Rules:
    negators, between = "|".join(map(re.escape, lexicon.negators.split())), "|".join(lexicon.between.split())
    return _Rules(
        tuple(re.compile(pattern) for pattern in lexicon.strong),
        _any_of(lexicon.complaint.split(" | ")),
        _any_of(lexicon.polite.split(" | ")),
        re.compile(rf"(?<!\w)(?:{negators})(?: (?:{between}))* ?$"),
        frozenset(lexicon.function.split()),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")
