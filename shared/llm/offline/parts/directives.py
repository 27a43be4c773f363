"""Which manners a prompt asks for or forbids, in Spanish, Portuguese and English.

A prompt is cut into clauses. A clause that names a topic ("tools", "next step") takes a stance on it: asked for, or
forbidden where the number of negations is odd ("no uses", but not "no olvides usar", "never answer without").
Where a prompt contradicts itself, the last clause counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from shared.llm.offline.parts.directive_patterns import (
    BARE_NEGATION,
    EXEMPT,
    LATE_NEGATION,
    NEGATION,
    ONLY,
    SENTENCE,
    TOPICS,
)
from shared.llm.offline.parts.effects import Stance
from shared.llm.offline.parts.language import Language, language_named, language_of
from shared.llm.offline.parts.text import plain


@dataclass(frozen=True, slots=True)
class Manners:
    """What a prompt says about each manner. `only_language` is the language that it insists on, whoever writes."""

    tools: Stance = Stance.SILENT
    next_step: Stance = Stance.SILENT
    no_repeats: Stance = Stance.SILENT
    own_language: Stance = Stance.SILENT
    empathy: Stance = Stance.SILENT
    handoff: Stance = Stance.SILENT
    brevity: Stance = Stance.SILENT
    confirmation: Stance = Stance.SILENT
    evasion: Stance = Stance.SILENT
    only_language: Language | None = None
    prompt_language: Language = "es"


_PORTUGUESE_NO = re.compile(r"\bno\b")
_INVERTED = ("no_repeats",)
_POSITIVE_ONLY = ("remembers",)


@lru_cache(maxsize=1024)
def manners_of(instructions: str, developer: str = "") -> Manners:
    """The manners that a system prompt and a developer message ask for.

    Empathy and brevity count in the system prompt only: in the developer message stand values of the conversation
    such as its tone ("empático"), which are no instruction.
    """
    stances = _stances(instructions) | {
        topic: stance for topic, stance in _stances(developer).items() if topic not in ("empathy", "brevity")
    }
    only = _only_language(instructions)
    keeps_back = stances.get("details") is Stance.FORBIDDEN
    evasion = Stance.DIRECTED if keeps_back else stances.get("evasion", Stance.SILENT)
    # Who puts customers off or keeps facts back tells them no next step, whatever else the prompt says.
    harmful = evasion is Stance.DIRECTED or stances.get("stalling") is Stance.DIRECTED
    return Manners(
        tools=stances.get("tools", Stance.SILENT),
        next_step=Stance.FORBIDDEN if harmful else stances.get("next_step", Stance.SILENT),
        no_repeats=stances.get("no_repeats", stances.get("remembers", Stance.SILENT)),
        own_language=Stance.FORBIDDEN if only else stances.get("own_language", Stance.SILENT),
        empathy=stances.get("empathy", Stance.SILENT),
        handoff=stances.get("handoff", Stance.SILENT),
        brevity=stances.get("brevity", Stance.SILENT),
        confirmation=stances.get("confirmation", Stance.SILENT),
        evasion=evasion,
        only_language=only,
        prompt_language=language_of(instructions) or "es",
    )


def _stances(prompt: str) -> dict[str, Stance]:
    found: dict[str, Stance] = {}
    for clause in _clauses(plain(prompt.replace("’", "'"))):
        for topic, pattern in TOPICS.items():
            named = pattern.search(clause)
            exempt = EXEMPT.get(topic) if named is not None else None
            if named is not None and (exempt is None or not exempt.search(clause)):
                found[topic] = _stance(topic, clause, named)
    return found


def _stance(topic: str, clause: str, named: re.Match[str]) -> Stance:
    negations = len(NEGATION.findall(clause[: named.end()])) + bool(LATE_NEGATION.search(clause[named.end() :]))
    negated = negations % 2 == 1
    if topic in _POSITIVE_ONLY:
        return Stance.SILENT if negated else Stance.DIRECTED
    return Stance.DIRECTED if negated == (topic in _INVERTED) else Stance.FORBIDDEN


def _clauses(prompt: str) -> list[str]:
    """Sentences cut at commas; a piece that is a bare negation ("never, ever,") belongs to what follows."""
    clauses: list[str] = []
    for sentence in SENTENCE.split(prompt):
        held = ""
        for piece in _without_contractions(sentence or "").split(","):
            joined = f"{held} {piece}".strip()
            if BARE_NEGATION.match(piece) or (held and len(piece.split()) <= 1):
                # "under any circumstances" after "do not" negates once, not twice.
                held = held or joined
                continue
            clauses.append(joined)
            held = ""
    return clauses


def _without_contractions(sentence: str) -> str:
    """In Portuguese "no" is "in the", and no negation."""
    return _PORTUGUESE_NO.sub("em o", sentence) if language_of(sentence) == "pt" else sentence


def _only_language(prompt: str) -> Language | None:
    for clause in SENTENCE.split(plain(prompt)):
        found = ONLY.search(clause or "")
        if found is not None:
            return language_named(found["a"] or found["b"])
    return None
