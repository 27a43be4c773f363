"""Filling `{name}` placeholders: in one pass, so that a brace in a value stays a brace."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shared.agent.context import CustomerContext
from shared.domains.pack import Pack

PLACEHOLDERS = ("contexto", "tono", "idioma", "canal")
"""What a user template may name."""
MAX_VALUE = 80
UNKNOWN = "—"
_NAME = re.compile(r"\{(\w+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each known `{name}` replaced; unknown names and all other braces stay as they are."""
    return _NAME.sub(lambda match: values.get(match[1], match[0]), text)


def placeholders(text: str) -> frozenset[str]:
    """The names in `{…}` in `text`."""
    return frozenset(_NAME.findall(text))


def filled_user_template(template: str, customer: CustomerContext, pack: Pack) -> str:
    """The developer message of a conversation: the user template with the facts of this customer."""
    label = pack.contexts.get(customer.context)
    values = {
        "contexto": label[customer.language(pack)] if label else customer.context,
        "tono": customer.tono,
        "idioma": customer.idioma or customer.language(pack),
        "canal": customer.canal,
    }
    return fill(template, {name: _one_line(value) for name, value in values.items()})


def _one_line(value: str) -> str:
    """Short and without line breaks: values may come from imported files and stand in a developer message."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:MAX_VALUE] or UNKNOWN
