"""What a customer says about an answer, from the form's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REASON_CHARACTERS = 1_000
"""As many as the backend takes."""


def reason_of(form: Mapping[str, Any]) -> str:
    """The chosen reason and the customer's own words as one text; empty when there is neither."""
    given = [str(form.get(name) or "").strip() for name in ("reason", "comment")]
    return ". ".join(filter(None, given))[:REASON_CHARACTERS]
