"""Finding street addresses: a kind of street, its name and a number, with what follows of flat, district and code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from shared.conversations.name_words import as_words, folded, words_of

Span = tuple[int, int]
_KEY_WORDS = (
    "calle av avenida avda blvd bulevar boulevard calz calzada privada priv pasaje pje cerrada cda andador diagonal "
    "paseo prolongacion camino alameda rua travessa estrada rodovia praca cp cep street st avenue ave road rd "
    "drive dr lane ln court ct parkway pkwy terrace way place pl p"
)
_KEYS = as_words(*_KEY_WORDS.split())
_SENTENCE_WORDS = (
    "a en es esta estaba cerrada cerrado que me no hay para por con sin y mas muy fue era son tiene tarda como cuando "
    "em está estava não nao com sem mais foi the is was at for parada ida vuelta vence paga cuesta costo vale"
)
_NO_STREET = frozenset(_SENTENCE_WORDS.split())
"""Words that make a sentence of it: "la avenida a 200 metros"."""
_WORD = re.compile(r"[a-z]+")
_TAIL = r"""(?:,?[ ]+(?:(?:int|interior|ext|depto|dpto|dep|departamento|apto|apt|ap|apartamento|piso|of|oficina|casa
    |torre|bloco|bloque|lote|mz|manzana|local)\.?[ ]?\#?[ ]?\w{1,5}
    |(?:col|colonia|fracc|fraccionamiento|barrio|bairro)\.?[ ]+[^\W\d_]+(?:[ ][^\W\d_]+){0,2}
    |(?:c\.?p\.?|cep)[ :]*\d{5}(?:-?\d{3})?
    |\d{1,2}(?:[ºª°]|er|do|to)?[ ]?[a-d]\b))*"""
_STREET = re.compile(
    rf"""(?<!\w)(?:calle|av\.?|avenida|avda\.?|blvd\.?|bulevar|boulevard|calz\.?|calzada|privada|priv\.?|pasaje|pje\.?
    |cerrada|cda\.?|andador|diagonal|paseo|prolongaci[oó]n|camino|alameda|rua|travessa|estrada|rodovia|praça)[ ]+
    (?P<name>(?:[\w.'º°]+[ ]+){{0,6}}?[\w.'º°]+),?[ ]*(?:\#|n[oº°]\.?|n[uú]m(?:ero)?\.?)?[ ]*
    (?<![\d.,$])(?P<number>\d{{1,5}})(?!\d|[.,]\d|[ ]?(?:metros|mts|m|km|kms|cuadras|quadras|pesos|reais|min|minutos
    |horas|d[ií]as|meses|años|anos|%|mil|millones)\b)(?:[ -]?[a-z]\b)?{_TAIL}""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER_FIRST = re.compile(
    r"""(?<![\w$.,])\d{1,5}(?:[ ]+(?:[NSEW]\.?|[A-Z][\w'.]*|\d{1,3}(?:st|nd|rd|th))){1,4}[ ]+
    (?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Parkway|Pkwy|Terrace|Way|Place|Pl)\b\.?
    (?:,?[ ]+(?:Apt|Unit|Suite|Ste)\.?[ ]?\#?\w{1,5})?
    """,
    re.VERBOSE,
)
_CODE = re.compile(r"(?<!\w)(?:c\.?p\.?|cep)[ :]*\d{5}(?:-?\d{3})?(?!\d)", re.IGNORECASE)


def find_addresses(text: str, words: Set[bytes] | None = None) -> list[Span]:
    """Where addresses stand, in order. `words` are the text's, folded, where the caller has them."""
    if _KEYS.isdisjoint(words if words is not None else words_of(folded(text))):
        return []
    others = [match.span() for pattern in (_NUMBER_FIRST, _CODE) for match in pattern.finditer(text)]
    return list(_without_overlaps([*_streets(text), *others]))


def _streets(text: str) -> Iterable[Span]:
    for match in _STREET.finditer(text):
        words = _WORD.findall(folded(match.group("name")))
        if _NO_STREET.isdisjoint(words) and (words or match.group("name").isdigit()):
            yield match.span()


def _without_overlaps(spans: list[Span]) -> Iterable[Span]:
    """In order; of two that overlap the one that begins first."""
    end = -1
    for start, stop in sorted(spans):
        if start >= end:
            yield start, stop
            end = stop
