"""Which of the three languages a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, TypeVar

Language = Literal["es", "pt", "en"]
T = TypeVar("T")
LANGUAGES: tuple[Language, ...] = ("es", "pt", "en")
_MARKS: Mapping[Language, re.Pattern[str]] = {
    "es": re.compile(
        r"[ñ¿¡]|\b(?:el|los|las|del|al|y|es|está|esta|están|con|una|qué|cuándo|cuanto|cuánto|cómo|mi|tu|le|les|lo|ya"
        r"|hay"
        r"|pero|usted|ustedes|quiero|puedo|puedes|tengo|gracias|hola|buenas|buenos|cita|coche|auto|siento|lamento"
        r"|no|la|su|sí|uses|seas|eres|te|muy|donde|dónde|cuando|mañana|ayer)\b"
    ),
    "pt": re.compile(
        r"[ãõç]|\b(?:o|os|do|dos|da|das|as|ao|aos|sem|em|no|na|vcs?|né|dá|tá|nas|um|uma|e|é|está|não|nao|com|você"
        r"|voce|vocês|voces|meu|minha"
        r"|seu|sua|quero|posso|pode|tenho|obrigad[oa]|oi|olá|bom|boa|já|pra|isso|sinto|vou|você|cadê|cade|ainda|ontem"
        r"|hoje|amanhã|muito|mais|qual)\b"
    ),
    "en": re.compile(
        r"\b(?:the|and|is|are|was|to|of|my|your|you|i|it|in|for|on|with|have|has|do|does|can|could|will|would|what|when"
        r"|where|how|never|always|about|please|thanks|thank|hello|hi|not|we|our|this|that|car|sorry|be)\b|'(?:s|m|re"
        r"|ll|ve|t)\b"
    ),
}
_NAMES: Mapping[Language, re.Pattern[str]] = {
    "es": re.compile(r"\b(?:es|espanol|castellano|spanish|espanhol)\b"),
    "pt": re.compile(r"\b(?:pt|portugues|portuguese)\b"),
    "en": re.compile(r"\b(?:en|ingles|english)\b"),
}


@lru_cache(maxsize=8192)
def language_of(text: str) -> Language | None:
    """The likeliest language, or `None` where nothing tells."""
    lowered = text.lower()
    counts = {language: len(mark.findall(lowered)) for language, mark in _MARKS.items()}
    best = max(counts.values())
    return next((language for language in LANGUAGES if counts[language] == best), None) if best else None


def clearly_other(text: str, language: str) -> bool:
    """Whether a text is in another language beyond doubt (short texts and near ties are in doubt)."""
    lowered = text.lower()
    counts = {name: len(mark.findall(lowered)) for name, mark in _MARKS.items()}
    own = counts.get(as_language(language) or "es", 0)
    return max(counts.values()) >= max(3, 1.5 * own + 1)


def language_named(plain_text: str) -> Language | None:
    """The language that a plain text names ("english", "pt"), the first of the three that occurs."""
    return next((language for language, name in _NAMES.items() if name.search(plain_text)), None)


def as_language(code: object) -> Language | None:
    """ "pt-BR" is "pt"; `None` for a language that is not one of the three."""
    short = str(code or "").strip().lower()[:2]
    return next((language for language in LANGUAGES if language == short), None)


def spoken(texts: Iterable[str], default: Language = "es") -> Language:
    """The language of the latest text that tells one."""
    return next((found for text in reversed(list(texts)) if (found := language_of(text))), default)


def in_language(texts: Mapping[Language, T], language: str) -> T:
    """The entry for a language; Spanish where there is none."""
    return texts[as_language(language) or "es"]
