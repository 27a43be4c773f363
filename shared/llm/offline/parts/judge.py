"""The judge: what the customer got, how hard it was, and what they would say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.llm.offline.parts.language import Language, in_language, spoken
from shared.llm.offline.parts.noise import Noise
from shared.llm.offline.parts.requests import ASSISTANT, USER, Said, read_texts, sample_of, section, transcript_of
from shared.llm.offline.parts.signals import (
    acted,
    informs,
    passes_on,
    repeats,
    signals,
    unhappy,
    wants_action,
    wants_person,
    wrong_language,
)

MISTAKES = 0.03
"""How often the judge misjudges whether a conversation was resolved."""
BASE = 2.0
RESOLVED = 2.1
NEXT_STEP = 0.3
EMPATHY = 0.35
VAGUE = -0.2
REPEATED = -0.4
WRONG_LANGUAGE = -0.6
EXTRA_TURN = -0.12
"""For each message after the first `SHORT` ones."""
SHORT = 4
UNHAPPY = -0.4
_CASE_TOLD = 2
"""The customer's first messages, in which they name their case."""
DEVIATION = 0.35
"""Standard deviation of the noise in a rating, on the scale of 1 to 5."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What counts in a transcript."""

    helped: bool
    unhappy: bool
    next_step: bool
    empathy: bool
    vague: int
    repeated: int
    wrong_language: int
    extra_turns: int
    answers: int

    @property
    def rating(self) -> float:
        """The rating without noise and without the outcome."""
        return (
            BASE
            + NEXT_STEP * self.next_step
            + EMPATHY * self.empathy
            + VAGUE * self.vague
            + REPEATED * self.repeated
            + WRONG_LANGUAGE * self.wrong_language
            + EXTRA_TURN * self.extra_turns
            + UNHAPPY * self.unhappy
        )


def play(request: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement: resolved, csat (1 to 5 in halves), reason."""
    goal = section(request, "goal")
    transcript = transcript_of(request)
    noise = Noise.of(sample_of(request), "judge", read_texts(request))
    language = spoken([entry.text for entry in transcript if entry.role == USER])
    seen = _seen(goal if isinstance(goal, str) else "", transcript, language)
    resolved = (seen.helped and not seen.unhappy) != noise.chance("mistake", MISTAKES)
    rating = seen.rating + RESOLVED * resolved + noise.gauss("rating", DEVIATION)
    return {
        "resolved": resolved,
        "csat": min(max(round(rating * 2) / 2, 1.0), 5.0),
        "reason": in_language(_REASONS, language)[_decided(seen, resolved=resolved)].format(answers=seen.answers),
    }


def _seen(goal: str, transcript: Sequence[Said], language: Language) -> _Seen:
    answers = [entry.text for entry in transcript if entry.role == ASSISTANT]
    customers = [entry.text for entry in transcript if entry.role == USER]
    found = [signals(text) for text in answers]
    helps = acted if wants_action(goal) else informs
    about = " ".join((goal, *customers[:_CASE_TOLD]))
    return _Seen(
        helped=any(helps(about, text) for text in answers) or _reached_a_person(customers, answers),
        unhappy=bool(customers) and unhappy(customers[-1]),
        next_step=any(entry.next_step for entry in found),
        empathy=any(entry.empathy for entry in found),
        vague=sum(entry.vague for entry in found),
        repeated=sum(repeats(text, answers[:place]) for place, text in enumerate(answers)),
        wrong_language=sum(wrong_language(text, language) for text in answers),
        extra_turns=max(len(transcript) - SHORT, 0),
        answers=len(answers),
    )


def _reached_a_person(customers: Sequence[str], answers: Sequence[str]) -> bool:
    """A handoff is what the customer wanted only if they asked for a person."""
    return bool(answers) and passes_on(answers[-1]) and any(wants_person(text) for text in customers)


def _decided(seen: _Seen, *, resolved: bool) -> str:
    if resolved:
        return "resolved"
    if not seen.answers:
        return "unanswered"
    weights = {"language": seen.wrong_language, "repeated": seen.repeated, "vague": seen.vague}
    worst = max(weights, key=lambda name: weights[name])
    return worst if weights[worst] else "not_reached"


_REASONS: Mapping[Language, Mapping[str, str]] = {
    "es": {
        "resolved": "El cliente recibió el dato o la gestión concreta que pedía.",
        "unanswered": "El cliente no recibió ninguna respuesta.",
        "language": "El agente no respondió en el idioma del cliente.",
        "repeated": "El agente repitió lo mismo y no llegó a lo que el cliente pedía.",
        "vague": "El agente dio largas y nada concreto en {answers} respuestas.",
        "not_reached": "En {answers} respuestas el cliente no obtuvo lo que pedía.",
    },
    "pt": {
        "resolved": "O cliente recebeu a informação ou a ação concreta que pedia.",
        "unanswered": "O cliente não recebeu resposta.",
        "language": "O agente não respondeu no idioma do cliente.",
        "repeated": "O agente repetiu a mesma coisa e não chegou ao que o cliente pedia.",
        "vague": "O agente enrolou e nada de concreto veio em {answers} respostas.",
        "not_reached": "Em {answers} respostas o cliente não obteve o que pedia.",
    },
    "en": {
        "resolved": "The customer got the concrete information or action that they asked for.",
        "unanswered": "The customer got no answer.",
        "language": "The agent did not answer in the customer's language.",
        "repeated": "The agent repeated itself and did not get to what the customer asked for.",
        "vague": "The agent put the customer off and said nothing concrete in {answers} answers.",
        "not_reached": "In {answers} answers the customer did not get what they asked for.",
    },
}
