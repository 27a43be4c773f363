"""What can go wrong between the portal and the backend.

PortalError
├── ApiError         the backend said no: status, code, message, details, request_id
├── BackendDown      the backend did not answer
└── SignedOut        there is no session, or it ended
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class PortalError(Exception):
    """`code` is a key of the catalogue's `error.…` texts."""

    code = "unknown"


class ApiError(PortalError):
    """An answer of 4xx or 5xx. `message` is the backend's, in English: pages show their own words for `code`."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: Any = None,
        request_id: str = "",
        retry_after_sec: float = 0.0,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message
        self.details, self.request_id = details, request_id
        self.retry_after_sec = retry_after_sec

    @classmethod
    def of(cls, status: int, body: object, retry_after: str = "") -> ApiError:
        """From an answer's JSON body and its `Retry-After`; a body of another shape gives the code `unknown`."""
        wait_sec = float(retry_after) if retry_after.isdecimal() else 0.0
        error = body.get("error") if isinstance(body, Mapping) else None
        if not isinstance(error, Mapping):
            return cls(status, "unknown", "", retry_after_sec=wait_sec)
        return cls(
            status, str(error.get("code", "unknown")), str(error.get("message", "")),
            error.get("details"), str(error.get("request_id", "")), wait_sec,
        )  # fmt: skip


class BackendDown(PortalError):
    """No connection, no answer in time, or one that broke off."""

    code = "backend_down"


class SignedOut(PortalError):
    """Nobody is signed in (any more)."""

    code = "signed_out"
