"""Numbers as a reader of each language writes them (es: Latin America, pt: Brazil, en: United States)."""

from __future__ import annotations

from typing import Literal

Language = Literal["es", "pt", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "pt", "en")
UNKNOWN = "—"
_MINUS, _SPACE = "−", "\u00a0"


def number(value: float | None, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """`value` with separators of the language and a true minus sign; "—" where unknown."""
    if value is None:
        return UNKNOWN
    rounded = round(value, decimals) + 0.0
    digits = f"{abs(rounded):,.{decimals}f}"
    if language == "pt":
        digits = digits.translate(str.maketrans(",.", ".,"))
    sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + digits


def percent(value: float | None, language: Language, decimals: int = 0, *, signed: bool = False) -> str:
    """A share (0 to 1) as per cent; "—" where unknown."""
    if value is None:
        return UNKNOWN
    gap = _SPACE if language == "es" else ""
    return f"{number(value * 100, language, decimals, signed=signed)}{gap}%"
