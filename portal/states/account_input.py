"""What a person types about an account: what is wrong with it before and after the backend has seen it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.errors import ApiError, PortalError

MIN_PASSWORD_BYTES, MAX_PASSWORD_BYTES = 8, 72
"""The backend's, which counts bytes of UTF-8: an accented letter has two."""


def typed(form: Mapping[str, Any], name: str) -> str:
    """A field as it was sent. A password's spaces belong to it."""
    return str(form.get(name) or "")


def is_repeat(form: Mapping[str, Any], attempt: int) -> bool:
    """Whether the form was sent a second time before the page heard of the first: `attempt` is counted in between."""
    return typed(form, "attempt") != str(attempt)


def missing(value: str, key: str) -> str:
    """`key` where nothing but spaces was typed."""
    return "" if value.strip() else key


def password_problem(password: str) -> str:
    """The key of what is wrong with a new password, empty where nothing is."""
    size = len(password.encode(errors="surrogatepass"))
    if not size:
        return "auth.password.missing"
    if size < MIN_PASSWORD_BYTES:
        return "auth.password.short"
    return "auth.password.long" if size > MAX_PASSWORD_BYTES else ""


def refused_fields(error: PortalError) -> Iterable[str]:
    """The names of the fields that the backend did not accept (422), without what they lie in."""
    details = error.details if isinstance(error, ApiError) and error.status == 422 else None
    problems = details.get("problems") if isinstance(details, Mapping) else None
    return [str(problem.get("field", "")).removeprefix("body.") for problem in problems or ()]
