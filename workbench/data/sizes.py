"""Sizes of files in words."""

from __future__ import annotations

from shared.improvement.number_format import Language
from workbench.i18n import formats

KB, MB = 1e3, 1e6


def written_size(size: float, language: Language) -> str:
    """`171 kB`, `179.1 MB`."""
    if size < MB:
        return f"{formats.number(size / KB, language, 0 if size >= 10 * KB else 1)} kB"
    return f"{formats.number(size / MB, language, 1)} MB"
