"""Amounts of money and numbers of months in what a customer wrote, and what each is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.llm.offline.parts.text import plain

_NUMBER = re.compile(
    r"(?<![\w.,])(?:r?\$|usd|mxn)? ?(\d{1,3}(?:[.,  ]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?!\d)"
    r" ?(millones|milhoes|million|mil\b|k\b|%|(?:meses|mes|months|month|mensualidades|cuotas|parcelas|anos|years"
    r"|vezes)\b)?"
)
_FACTORS = {"mil": 1_000, "k": 1_000, "millones": 1_000_000, "milhoes": 1_000_000, "million": 1_000_000}
_MONTHS = ("meses", "mes", "months", "month", "mensualidades", "cuotas", "parcelas", "vezes")
_YEARS = ("anos", "years")
_NEAR = 26
"""Characters around a number in which a word says what it is for."""
_BOUNDARY = re.compile(r"[\d,;.!?\n]|\b(?:y|e|and|con|com|with)\b")
"""What ends the words that belong to a number."""
_YEAR_OF_A_MODEL = range(1990, 2036)
_SMALLEST_AMOUNT = 100
_MEANT: Mapping[str, re.Pattern[str]] = {
    "income": re.compile(r"\b(?:gan[oa]\w*|ingres\w+|sueldo|salari[oa]|nomina|renda|recebo|income|earn|make|salary)\b"),
    "down": re.compile(r"\b(?:enganche|pie|anticipo|entrada|sinal|de inicial|down|deposit|doy|dou)\b"),
    "budget": re.compile(r"\b(?:al mes|mensual\w*|por mes|ao mes|a month|monthly|per month|pagar\w*)\b"),
    "price": re.compile(
        r"\b(?:precio|preco|cuesta|custa|vale|price|costs?|auto de|carro de|coche de|peso car|car for|de)\b"
    ),
}
_PURPOSES = (("income", "income"), ("down", "down"), ("budget", "budget"), ("price", "price"), ("amount", "price"))
"""Part of a parameter's name, what it means."""


class Quantity(NamedTuple):
    """A number with what stands around it. `months` is set for a length of time."""

    value: float
    months: bool
    before: str
    after: str


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text, "220 mil" as 220000; percentages and model years are left out."""
    said = plain(text)
    found: list[Quantity] = []
    for match in _NUMBER.finditer(said):
        whole, cents, unit = match[1], match[2], match[3] or ""
        value = float(re.sub(r"\D", "", whole)) + (float(f"0.{cents}") if cents else 0.0)
        if unit == "%" or (not unit and value in _YEAR_OF_A_MODEL):
            continue
        before = _BOUNDARY.split(said[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = _BOUNDARY.split(said[match.end() : match.end() + _NEAR])[0]
        factor = 12 if unit in _YEARS else _FACTORS.get(unit, 1)
        found.append(Quantity(value * factor, unit in _MONTHS or unit in _YEARS, before, after))
    return found


def quantity_for(parameter: str, texts: Sequence[str]) -> float | None:
    """The number that the texts give for a parameter (`months`, `price`, `down_payment`, `monthly_income` …)."""
    numbers = [quantity for text in _since_last_price(texts) for quantity in quantities(text)]
    if "month" in parameter and not any(word in parameter for word in ("income", "budget", "payment")):
        return next((q.value for q in numbers if q.months), None)
    meant = next((meaning for part, meaning in _PURPOSES if part in parameter), None)
    amounts = [q for q in numbers if not q.months and q.value >= _SMALLEST_AMOUNT]
    if meant is None:
        return amounts[0].value if amounts else None
    return next((q.value for q in amounts if _purpose(q) == meant), None)


def _since_last_price(texts: Sequence[str]) -> list[str]:
    """The messages from the last back to the one that names a price: what was said before belonged to another."""
    recent: list[str] = []
    for text in reversed(texts):
        recent.append(text)
        if any(not q.months and q.value >= _SMALLEST_AMOUNT and _purpose(q) == "price" for q in quantities(text)):
            break
    return recent


def _purpose(quantity: Quantity) -> str | None:
    """What an amount is for: the nearest word before it, else the nearest after."""
    before = [(found[-1].end(), name) for name, p in _MEANT.items() if (found := list(p.finditer(quantity.before)))]
    after = [(m.start(), name) for name, p in _MEANT.items() if name != "price" and (m := p.search(quantity.after))]
    telling = [(end, name) for end, name in before if name != "price" or not after]
    return max(telling)[1] if telling else min(after)[1] if after else None
