"""What the API refuses, as classes with a code and a status; one handler, one JSON shape.

AppError
├── BadRequest 400
├── Unauthenticated 401          no, wrong or expired token
│   └── InvalidCredentials       unknown user or wrong password, told the same
├── Forbidden 403                signed in, but not in this role
├── NotFound 404                 not there, or somebody else's
├── Conflict 409                 the state of things does not allow it
│   ├── EmailTaken
│   ├── MoveNotAllowed           a ticket's state
│   ├── IdempotencyKeyReused     the same key with another content
│   ├── TicketClosed
│   └── SlotNotFree
├── Invalid 422
├── TooMany 429                  with Retry-After
└── Unavailable 503              the database is away; with Retry-After
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class AppError(Exception):
    """An answer that is not what the client hoped for. `message` says what and which; `details` is for programs."""

    code = "error"
    status = 500

    def __init__(
        self, message: str, *, details: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        self.headers = dict(headers or {})


class BadRequest(AppError):
    code = "bad_request"
    status = 400


class Unauthenticated(AppError):
    code = "not_authenticated"
    status = 401

    def __init__(self, message: str = "sign in first", **kwargs: Any) -> None:
        super().__init__(message, headers={"WWW-Authenticate": "Bearer"}, **kwargs)


class InvalidCredentials(Unauthenticated):
    code = "invalid_credentials"


class Forbidden(AppError):
    code = "forbidden"
    status = 403


class NotFound(AppError):
    code = "not_found"
    status = 404


class Conflict(AppError):
    code = "conflict"
    status = 409


class EmailTaken(Conflict):
    code = "email_taken"


class MoveNotAllowed(Conflict):
    code = "move_not_allowed"


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"


class TicketClosed(Conflict):
    code = "ticket_closed"


class SlotNotFree(Conflict):
    code = "slot_taken"


class Invalid(AppError):
    code = "invalid"
    status = 422


class TooMany(AppError):
    code = "too_many_requests"
    status = 429

    def __init__(self, message: str, *, retry_after_sec: float, **kwargs: Any) -> None:
        super().__init__(message, headers={"Retry-After": str(max(1, round(retry_after_sec)))}, **kwargs)


class Unavailable(AppError):
    code = "unavailable"
    status = 503

    def __init__(self, message: str, *, retry_after_sec: float = 1, **kwargs: Any) -> None:
        super().__init__(message, headers={"Retry-After": str(max(1, round(retry_after_sec)))}, **kwargs)
