"""Text as it may come over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def without_nul(value: str) -> str:
    """PostgreSQL keeps any character but NUL, and UTF-8 no half of a pair. Raises `ValueError`."""
    if "\x00" in value:
        raise ValueError("the character NUL is not allowed")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair is not text") from error
    return value


Clean = AfterValidator(without_nul)
"""To be put into an `Annotated[str, …]`."""
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Clean]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000), Clean]
