"""What a message of the agent does, as a customer would notice it: tell facts, act, ask, put off, repeat, comfort."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from shared.llm.offline.parts.language import clearly_other
from shared.llm.offline.parts.text import plain, stems

_MONTHS = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro"
    r"|marco"
    r"|maio|junho|julho|setembro|outubro|novembro|dezembro|january|february|march|april|may|june|july|august|september"
    r"|october|november|december)"
)
_WEEKDAYS = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|monday|tuesday"
    r"|wednesday"
    r"|thursday|friday|saturday|sunday)"
)
_FIGURE = re.compile(rf"\d|\b{_MONTHS}\b|\b{_WEEKDAYS}\b")
_SLOT = re.compile(
    rf"\b{_WEEKDAYS}(?:-feira)?,? (?:\d{{1,2}}(?: de {_MONTHS})?|{_MONTHS} \d{{1,2}})(?:,? (?:a las|as"
    rf"|at) \d{{1,2}}:\d{{2}})?"
    r"(?: \([^()]{2,60}\))?"
)
_DONE = re.compile(
    r"\b(?:listo|pronto|hecho|feito|done)[:.,!]|\b(?:qued[oa] (?:en|para|agendad\w*|confirmad\w*|registrad\w*)"
    r"|quedaste|ficou"
    r"|confirmad[oa]s?|agendad[oa]|agendamos|reagendad[oa]|reservad[oa]|registr(?:e|amos|ado|ada)|abri(?:mos)?"
    r"|abiert[oa]|abert[oa]"
    r"|aceptad[oa]|aceptaste|aceitou|aceit[oa] por|cancelad[oa]|cancel(?:e|ei|amos|aste|led|ed)|movi(?:mos|do|da)?"
    r"|cambi(?:e|amos|ado)"
    r"|mudamos|remarcad[oa]|remarcamos|pedi(?:mos|do)?|solicitamos|recibimos|recebemos|anotad[oa]|booked|confirmed"
    r"|moved"
    r"|rescheduled|accepted|opened|registered|asked for|submitted|changed)\b"
)
_VAGUE = re.compile(
    r"\b(?:te contactar\w*|nos pondremos en contacto|en contacto contigo|tan pronto como|lo antes posible"
    r"|a la brevedad|un poco de paciencia|estamos trabajando|estamos revisando tu caso"
    r"|consulta (?:nuestra|la) pagina|llama(?:r)? al|comunicate|te sugiero esperar|varia|depende de|no tengo acceso"
    r"|entraremos em contato|o quanto antes|um pouco de paciencia"
    r"|consulte (?:o|nosso) site|ligue para|nao tenho acesso|depende do|we will contact you|we'll contact you"
    r"|get back to you|as soon as possible|please be patient|visit our website|call our|it depends"
    r"|i don't have access|cannot access|can't access)\b"
)
_NEXT_STEP = re.compile(
    r"\b(?:puedes|podes|podras|vas a|recibiras|te avis\w+|te llam\w+|te escrib\w+|te lleg\w+|solo (?:falta|tienes)"
    r"|dime|decime|avisame|elige|escoge|responde|sube|trae|lleva|presiona|oprime|toca"
    r"|si (?:quieres|prefieres|te sirve|gustas)|quieres que|te gustaria|cual (?:te|prefieres)|siguiente paso"
    r"|a partir de|voce pode|vai receber|avisamos|avisaremos|me (?:diga|avise)|escolha|envie|responda|leve|basta"
    r"|toque|clique|se (?:quiser|preferir)|quer que|proximo passo|you can|you'll|you will|we'll|we will|let me know"
    r"|tell me|just|pick|choose|reply|upload|bring|press|tap|if you (?:want|like|prefer)|would you like|next step)\b"
)
_EMPATHY = re.compile(
    r"\b(?:lamento|lamentamos|siento|sentimos|entiendo|entendemos|comprendo|disculpa|disculpe|que (?:lata|pena)"
    r"|sinto muito|entendo|compreendo|desculpe|desculpa|sorry|i understand|apologi[sz]e|that must)\b"
)
_UNHAPPY = re.compile(
    r"\b(?:asi no|no me (?:sirve|ayud\w+|resuelv\w+)|olvidalo|mejor lo dejo|lo dejo|me rindo|perdida de tiempo|harto"
    r"|harta|pesimo|nadie me|deixa pra la|desisto|perda de tempo|nao (?:me )?(?:ajud\w+|adianta|resolve\w*)"
    r"|pessimo|forget it|give up|waste of time|useless|no use|not help\w*|never mind|terrible)\b"
)
_THANKS = re.compile(
    r"\b(?:gracias|graci?as|mil gracias|obrigad[oa]|valeu|brigad[oa]|thanks|thank you|thx|perfecto|perfeito|perfect"
    r"|genial|excelente|otimo)\b"
)
_TIME_WORDS = frozenset(stems("cuándo fecha día hora quando data when date day time plazo prazo"))
_SAME = 0.82
"""Two messages this alike are one message said twice."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What one message holds."""

    figures: bool
    done: bool
    vague: bool
    question: bool
    next_step: bool
    empathy: bool
    slots: tuple[str, ...]


@lru_cache(maxsize=8192)
def signals(text: str) -> Signals:
    """The signals of a message."""
    said = plain(text)
    vague = bool(_VAGUE.search(said))
    return Signals(
        figures=bool(_FIGURE.search(said)),
        done=bool(_DONE.search(said)) and not said.rstrip().endswith("?"),
        vague=vague,
        question="?" in said,
        next_step=bool(_NEXT_STEP.search(said)) and not vague,
        empathy=bool(_EMPATHY.search(said)),
        slots=_slots(text, said),
    )


def _slots(text: str, said: str) -> tuple[str, ...]:
    if len(said) != len(text):
        # A letter that unfolds into several ("ß" does not, "ŉ" does) moves the places; then take the plain words.
        text = said
    return tuple(dict.fromkeys(text[found.start() : found.end()] for found in _SLOT.finditer(said)))


def only_asks(text: str) -> bool:
    """Whether a message asks and tells nothing: no figure outside of its question."""
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+", text.strip()) if s]
    telling = [s for s in sentences if not s.rstrip().endswith("?")]
    return len(telling) < len(sentences) and not any(_FIGURE.search(plain(s)) for s in telling) and len(telling) < 2


@lru_cache(maxsize=8192)
def informs(goal: str, text: str) -> bool:
    """Whether a message of the agent tells something concrete that has to do with the goal."""
    found = signals(text)
    shared = len(stems(goal) & stems(text))
    if only_asks(text) or (not shared and not found.done):
        return False
    if found.figures:
        # Times on offer answer a question for times, not one that shares a word with them.
        return len(found.slots) < 2 or shared >= 2
    return shared >= 2 and not found.vague and len(text) >= _LONG_ENOUGH


_LONG_ENOUGH = 50
"""Characters below which a message without a figure tells nothing."""
_ACTION = re.compile(
    r"\b(?:mover|mueva\w*|muev\w+|cambiar|reagendar|reprogramar|remarcar|mudar|reschedul\w+|move|change|cancel\w*"
    r"|anular|agendar|reservar|apartar|book|schedule|aceptar|aceitar|accept"
    r"|reclam\w+|abrir|open|claim|subir|enviar|mandar|entregar|upload|submit|send|hand in|renovar|pedir|solicitar"
    r"|request|renuev\w+|renew\w*|adelantar|antecipar|adiar|posponer|postpone|take an earlier|bajar|subir|trocar"
    r"|downgrade|upgrade|passar|pasar|sacar|nueva fecha|nova data|new date)\b"
)


_KNOWING = re.compile(
    r"^(?:quiero |quero |i want to )?(?:saber|confirmar|conocer|averiguar|entender|recibir una respuesta|conhecer"
    r"|descobrir"
    r"|receber uma resposta|find out|know|confirm|understand|get a clear)\b"
)
_KINDS_OF_ACTION = tuple(
    re.compile(pattern) for pattern in (r"\b(?:cancel\w*|anul\w+|desmarc\w+)\b", r"\b(?:acept\w+|aceit\w+|accept\w*)\b")
)
"""Actions that no other one stands in for."""


@lru_cache(maxsize=4096)
def wants_action(goal: str) -> bool:
    """Whether the goal is that something be done, rather than known."""
    said = plain(goal)
    return bool(_ACTION.search(said)) and not _KNOWING.match(said)


def repeats(text: str, earlier: Sequence[str]) -> bool:
    """Whether a message says what an earlier one said."""
    said = plain(text)
    return any(
        said == before
        or (
            _near_length(said, before)
            and SequenceMatcher(None, said, before).quick_ratio() > _SAME
            and SequenceMatcher(None, said, before).ratio() > _SAME
        )
        for before in map(plain, earlier)
    )


def _near_length(one: str, other: str) -> bool:
    return min(len(one), len(other)) > _SAME * max(len(one), len(other)) * 0.8


def acted(goal: str, text: str) -> bool:
    """Whether a message of the agent says that something was done that has to do with the goal."""
    found, wanted, said = signals(text), plain(goal), plain(text)
    if any(kind.search(wanted) and not kind.search(said) for kind in _KINDS_OF_ACTION):
        return False
    return found.done and (found.figures or bool(stems(goal) & stems(text)))


def wrong_language(text: str, language: str) -> bool:
    """Whether a message is clearly in another language than the customer's."""
    return clearly_other(text, language)


def thanks(text: str) -> bool:
    """Whether a message thanks or is content."""
    return bool(_THANKS.search(plain(text)))


def unhappy(text: str) -> bool:
    """Whether a message of the customer gives up."""
    return bool(_UNHAPPY.search(plain(text)))
