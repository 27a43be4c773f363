"""What announces a name: a key word, what stands before it, what may stand between it and the name, and how certain
that makes a name. All of it folded (lower case, no accents): a plain search for a word is what makes this fast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple


class Certainty(Enum):
    """`CERTAIN`: "me llamo …", anything that could be a name. `LIKELY`: "Sr. …", any capital. `BY_NAME`: "soy …", a
    given name that is known, or two capitals that stand alone. `ADDRESSED`: "Hola …", the same, or a capital that is
    set off. `SIGNED`: "Saludos, …", what the text, or a line, ends with."""

    CERTAIN = auto()
    LIKELY = auto()
    BY_NAME = auto()
    ADDRESSED = auto()
    SIGNED = auto()


class Announcement(NamedTuple):
    """The key stands after one of `before` and before `after`, which the name follows."""

    before: tuple[str, ...]
    after: re.Pattern[str]
    certainty: Certainty


_ROWS = (
    # keys | what stands before | what stands between key and name | how certain
    ("llamo chamo", ("me ",), r"[ ,:]+", Certainty.CERTAIN),
    ("nombre", ("mi ",), r"(?: completo)? es[ ,:]+", Certainty.CERTAIN),
    ("nome", ("meu ",), r"(?: completo)? e[ ,:]+", Certainty.CERTAIN),
    ("name", ("my ", "my full "), r"(?: is|'s)[ ,:]+", Certainty.CERTAIN),
    ("nombre nome name", ("",), r"(?: complet[oe])?(?: d[oae]l? \w+)? ?:[ ]*", Certainty.CERTAIN),
    ("nombre", ("a ", "en "), r" de[ ,:]+", Certainty.LIKELY),
    ("parte", ("de ",), r" de[ ,:]+", Certainty.LIKELY),
    ("nome", ("em ", "no ", "ao "), r" d[eao][ ,:]+", Certainty.LIKELY),
    ("name", ("in the ", "under the "), r"(?: of)?[ ,:]+", Certainty.LIKELY),
    ("behalf", ("on ",), r" of[ ,:]+", Certainty.LIKELY),
    ("titular holder beneficiario beneficiaria", ("",),
     r"(?: d(?:e la|el?|a|o) \w+)?(?: (?:es|e|is|se (?:ll|ch)ama)\b|[ ]?:)?[ ,]+", Certainty.LIKELY),
    ("llama chama", ("se ",), r"[ ,:]+", Certainty.LIKELY),
    ("soy", ("",), r"[ ,:]+(?:la |el )?", Certainty.BY_NAME),
    ("sou", ("",), r"(?: [oa])?[ ,:]+", Certainty.BY_NAME),
    ("aqui", ("",), r" (?:e [oa]|habla|fala)[ ,:]+", Certainty.BY_NAME),
    ("habla fala", ("",), r"[ ,:]+", Certainty.BY_NAME),
    ("m", ("i'",), r"[ ,:]+", Certainty.BY_NAME),
    ("im", ("",), r"[ ,:]+", Certainty.BY_NAME),
    ("am", ("i ",), r"[ ,:]+", Certainty.BY_NAME),
    ("this", ("",), r" is[ ,:]+", Certainty.BY_NAME),
    ("sr sra srta mr mrs ms dr dra lic ing prof don dona senor senora senorita senhor senhora", ("",), r"\.?[ ]+",
     Certainty.LIKELY),
    ("seu", ("",), r"[ ]+", Certainty.BY_NAME),
    ("esposa esposo mujer marido hermano hermana papa mama padre madre hijo hija suegro suegra cunado cunada primo "
     "prima tio tia novio novia pareja polola pololo viejo vieja amigo amiga socio socia vecino vecina jefe jefa "
     "mae pai irmao irma filho filha sogro sogra cunhado cunhada namorado namorada wife husband brother "
     "sister mother father mom dad son daughter partner friend boss", ("mi ", "minha ", "meu ", "my "),
     r"(?:'s name| se (?:ll|ch)ama| es| e| is)?[ ,:(]+", Certainty.LIKELY),
    ("hola buenas estimado estimada querido querida oi ola prezado prezada caro cara hi hello hey dear gracias "
     "obrigado obrigada thanks claro listo perfecto perfecta perfect entiendo entendido dale excelente disculpa "
     "certo perfeito entendi sure adelante bienvenido bienvenida welcome sorry understood great", ("",),
     r"(?: que si)?[ ,!:]+", Certainty.ADDRESSED),
    ("buenos buen buenas bom boa good", ("",),
     r" (?:dias?|tardes?|noches?|noite|morning|afternoon|evening)[ ,!:]+", Certainty.ADDRESSED),
    ("thank", ("",), r" you[ ,!:]+", Certainty.ADDRESSED),
    ("gusto acuerdo siento", ("con ", "de ", "lo "), r"[ ,!:]+", Certainty.ADDRESSED),
    ("atte att atentamente atenciosamente saludos cordiales abs abraco abracos regards sincerely cordialmente cheers "
     "gracias obrigado obrigada thanks firma", ("",), r"[ .,!:\n-]+", Certainty.SIGNED),
    ("pregunten pregunte preguntar pregunta", ("",), r" por (?:el |la )?", Certainty.BY_NAME),
    ("paso pasame paseme pasen hablar hable comunicame", ("",), r" con (?:el |la )?", Certainty.BY_NAME),
    ("fala falar falei", ("",), r" com (?:[oa] )?", Certainty.BY_NAME),
    ("ask asked", ("",), r" for ", Certainty.BY_NAME),
    ("talk speak spoke talked", ("",), r" (?:to|with) ", Certainty.BY_NAME),
)  # fmt: skip


def _by_key() -> Mapping[str, tuple[Announcement, ...]]:
    found: dict[str, tuple[Announcement, ...]] = {}
    for keys, before, after, certainty in _ROWS:
        for key in keys.split():
            found[key] = (*found.get(key, ()), Announcement(before, re.compile(after), certainty))
    return found


ANNOUNCEMENTS = _by_key()
"""By the word that must stand in a text for them to be tried."""
