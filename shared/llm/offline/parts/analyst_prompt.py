"""The better prompt: the current one, and a directive for each weakness that it does not answer yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from shared.llm.offline.parts.directives import Manners, manners_of
from shared.llm.offline.parts.effects import Stance
from shared.llm.offline.parts.figures import Figures
from shared.llm.offline.parts.language import Language, in_language

PLACEHOLDERS = ("contexto", "tono", "idioma", "canal")
_BRACED = re.compile(r"\{([^{}]*)\}")
_DIRECTIVES: Mapping[Language, Mapping[str, str]] = {
    "es": {
        "tools": "Usa siempre las herramientas antes de responder y contesta con los datos que devuelven.",
        "next_step": "Cierra cada respuesta con el siguiente paso concreto, con su fecha o monto.",
        "no_repeats": "No vuelvas a pedir un dato que el cliente ya dio.",
        "own_language": "Responde en el idioma en que escribe el cliente.",
        "empathy": "Si hay un problema, reconoce con empatía la situación del cliente en una frase.",
        "handoff": "Si tras intentarlo no puedes resolver, o el cliente lo pide, pásalo a una persona con un resumen.",
        "brevity": "Sé breve: dos o tres frases.",
        "confirmation": "Antes de cancelar o aceptar algo definitivo, explica qué pasará y que falta el botón.",
    },
    "pt": {
        "tools": "Use sempre as ferramentas antes de responder e responda com os dados que elas devolvem.",
        "next_step": "Termine cada resposta com o próximo passo concreto, com a data ou o valor.",
        "no_repeats": "Não volte a pedir um dado que o cliente já informou.",
        "own_language": "Responda no idioma em que o cliente escreve.",
        "empathy": "Se houver um problema, reconheça com empatia a situação do cliente em uma frase.",
        "handoff": "Se depois de tentar não conseguir resolver, ou se o cliente pedir, passe-o para uma pessoa com um "
        "resumo.",
        "brevity": "Seja breve: duas ou três frases.",
        "confirmation": "Antes de cancelar ou aceitar algo definitivo, explique o que acontece e que falta o botão.",
    },
    "en": {
        "tools": "Always use the tools before you answer and reply with the data that they return.",
        "next_step": "End each answer with the concrete next step, with its date or amount.",
        "no_repeats": "Do not ask again for anything that the customer already gave you.",
        "own_language": "Reply in the language that the customer writes in.",
        "empathy": "Where there is a problem, acknowledge the customer's situation with empathy in one sentence.",
        "handoff": "If you cannot resolve it after trying, or the customer asks, hand the customer over to a person "
        "with a summary.",
        "brevity": "Be brief: two or three sentences.",
        "confirmation": "Before cancelling or accepting anything final, explain what will happen and that the button "
        "is needed.",
    },
}
_HEADINGS: Mapping[Language, str] = {
    "es": "Cómo respondes:",
    "pt": "Como você responde:",
    "en": "How you answer:",
}
_LABELS: Mapping[str, str] = {"contexto": "Contexto", "tono": "Tono", "idioma": "Idioma", "canal": "Canal"}


class Rewritten(NamedTuple):
    """A system prompt and the manners that were added to it."""

    system_prompt: str
    added: tuple[str, ...]


def rewritten(system: str, figures: Figures) -> Rewritten:
    """The current system prompt with a directive for each weakness that it does not answer yet."""
    manners = manners_of(system)
    added = tuple(topic for topic in _wanted(figures) if _stance(manners, topic) is not Stance.DIRECTED)
    texts = in_language(_DIRECTIVES, manners.prompt_language)
    lines = [f"- {texts[topic]}" for topic in added]
    base = system.strip() or texts["tools"]
    if not lines:
        return Rewritten(base, ())
    heading = in_language(_HEADINGS, manners.prompt_language)
    return Rewritten("\n".join([base, "", heading, *lines]), added)


def _wanted(figures: Figures) -> list[str]:
    wanted = ["tools", "next_step", "handoff"] if figures.low_resolution else []
    wanted += ["empathy"] if figures.low_csat else []
    wanted += ["no_repeats", "brevity"] if figures.many_turns else ["no_repeats"] if figures.low_csat else []
    wanted += ["own_language"] if len(figures.languages) > 1 else []
    return [*wanted, "confirmation"]


def _stance(manners: Manners, topic: str) -> Stance:
    stance: Stance = getattr(manners, topic)
    return stance


def completed_template(template: str) -> str:
    """The current user template with exactly the four placeholders: unknown ones lose their braces, missing ones
    get a line."""
    kept = _BRACED.sub(lambda match: match[0] if match[1] in PLACEHOLDERS else match[1], template)
    kept = re.sub(
        r"\{(?!(?:contexto|tono|idioma|canal)\})|(?<!\{contexto)(?<!\{tono)(?<!\{idioma)(?<!\{canal)\}", "", kept
    )
    missing = [f"{_LABELS[name]}: {{{name}}}" for name in PLACEHOLDERS if f"{{{name}}}" not in kept]
    return "\n".join([kept.rstrip(), *missing]).strip() if missing else kept
