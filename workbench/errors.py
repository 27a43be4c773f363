"""What can go wrong between the workbench and the backend.

WorkbenchError
├── ApiError         the backend said no: status, code, message, details
├── BackendDown      the backend did not answer
├── SignedOut        there is no session, or it ended
└── NotAdmin         the account may not work here
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class WorkbenchError(Exception):
    """`code` is a key of the catalogue's `error.…` texts."""

    code = "unknown"


class ApiError(WorkbenchError):
    """An answer of 4xx or 5xx. `message` is the backend's, in English: pages show their own words for `code`."""

    def __init__(self, status: int, code: str, message: str, details: Any = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message, self.details = status, code, message, details

    @classmethod
    def of(cls, status: int, body: object) -> ApiError:
        """From an answer's JSON body; a body of another shape gives the code `unknown`."""
        error = body.get("error") if isinstance(body, Mapping) else None
        if not isinstance(error, Mapping):
            return cls(status, "unknown", "")
        return cls(status, str(error.get("code", "unknown")), str(error.get("message", "")), error.get("details"))


class BackendDown(WorkbenchError):
    """No connection, no answer in time, or one that broke off."""

    code = "backend_down"


class SignedOut(WorkbenchError):
    """Nobody is signed in (any more)."""

    code = "signed_out"


class NotAdmin(WorkbenchError):
    """The account is a customer's or an agent's."""

    code = "not_admin"
