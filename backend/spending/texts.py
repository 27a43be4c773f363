"""What a customer reads when the bot may answer no more today. It offers a person, by the portal's own button."""

from __future__ import annotations

from collections.abc import Mapping

LIMIT_REACHED: Mapping[str, str] = {
    "es": "Por hoy llegué al límite de respuestas que puedo dar. Tu mensaje quedó guardado en este caso. Con «Hablar "
    "con una persona» te atiende hoy mismo alguien del equipo; si no urge, mañana seguimos aquí. ¿Qué prefieres?",
    "pt": "Por hoje cheguei ao limite de respostas que posso dar. A sua mensagem ficou salva neste caso. Com “Falar "
    "com uma pessoa” alguém da equipe atende você ainda hoje; se não for urgente, continuamos aqui amanhã. O que você "
    "prefere?",
    "en": "I have reached the limit of answers that I can give today. Your message is saved in this case. With “Talk "
    "to a person” somebody from the team helps you today; if it is not urgent, we go on here tomorrow. Which do you "
    "prefer?",
}
"""Each ends with a question: to the outcome of a case that goes quiet it is no answer (`backend.outcomes.quiet`)."""


def limit_reached(language: str) -> str:
    """The sentence; in Spanish for a language that we do not have."""
    return LIMIT_REACHED.get(language, LIMIT_REACHED["es"])
