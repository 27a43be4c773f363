"""The errors of a route, for the OpenAPI file."""

from __future__ import annotations

from typing import Any

from backend.handlers import ErrorOut

_MEANING = {
    400: "The request makes no sense.",
    401: "Not signed in, or the sign-in has ended.",
    403: "Signed in, but not in a role that may do this.",
    404: "Not there, or not yours.",
    409: "The state of things does not allow it; the message says why.",
    413: "The body is too large.",
    422: "Something in the request is not valid; `details.problems` says what.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "The database is not available right now; try again after `Retry-After`.",
}
_ALWAYS = (422, 429, 503)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: these statuses and the ones that any route may give."""
    return {
        status: {"model": ErrorOut, "description": _MEANING[status]} for status in sorted({*statuses, *_ALWAYS, 413})
    }
