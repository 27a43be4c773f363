"""Text as it may come over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints


def without_nul(value: str) -> str:
    """PostgreSQL keeps any character but NUL, and UTF-8 no half of a pair. Raises `ValueError`."""
    if "\x00" in value:
        raise ValueError("the character NUL is not allowed")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair is not text") from error
    return value


def no_number(value: object) -> object:
    """A moment is text in ISO 8601: Pydantic would take seconds since 1970 too. Raises `ValueError`."""
    try:
        float(str(value))
    except ValueError:
        return value
    raise ValueError("a date and time is wanted, as in 2026-11-01T00:00:00Z")


Clean = AfterValidator(without_nul)
"""To be put into an `Annotated[str, …]`."""
Iso = BeforeValidator(no_number)
"""To be put into an `Annotated[datetime, …]`."""
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Clean]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000), Clean]


def cut(text: str, characters: int) -> str:
    """One line of at most `characters`."""
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[: characters - 1]}…"


def cleaned(value: Any) -> Any:
    """What a model wrote, at any depth, without the characters that PostgreSQL does not keep."""
    if isinstance(value, Enum):
        return value  # our own word, also where it is a `str`
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(part) for part in value]
    return value
