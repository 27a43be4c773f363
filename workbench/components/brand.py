"""The company's mark."""

from __future__ import annotations

from html import escape


def brand(company: str, product: str) -> str:
    """The company's initial, its name and what this is."""
    words = f"<div><b>{escape(company)}</b><small>{escape(product)}</small></div>"
    return f'<div class="brand"><span aria-hidden="true">{escape(company[:1])}</span>{words}</div>'
