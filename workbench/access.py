"""Signing in as an admin and asking the backend as one; the access token is renewed in time, once for all tabs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from workbench.client import JSON, backend
from workbench.errors import ApiError, NotAdmin, SignedOut, WorkbenchError
from workbench.sessions import Session, sessions

ADMIN = "admin"
RENEW_BEFORE_SEC = 30.0
_REFUSED = 401
T = TypeVar("T")


def sign_in(email: str, password: str) -> str:
    """The cookie of a new session. Raises `ApiError`, `BackendDown`, and `NotAdmin` for any other account."""
    answer = backend().ask("POST", "auth/login", body={"email": email, "password": password})
    session = _session(answer, answer["user"])
    if answer["user"].get("role") != ADMIN:
        _log_out(session)
        raise NotAdmin
    return sessions().new(session)


def sign_out(cookie: str) -> None:
    """End the session here and, if it answers, at the backend."""
    session = sessions().get(cookie)
    sessions().drop(cookie)
    if session is not None:
        _log_out(session)


def _log_out(session: Session) -> None:
    try:
        backend().ask("POST", "auth/logout", token=session.access, body={"refresh_token": session.refresh})
    except WorkbenchError:
        return  # it is forgotten here; there it ends by itself


@dataclass(frozen=True, slots=True)
class Access:
    """One admin's way to the backend. Every method raises `ApiError`, `BackendDown` and `SignedOut`."""

    cookie: str

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Any:
        """The answer's JSON; `path` is relative to `/api/v1/`."""
        return self._with_token(lambda token: backend().ask(method, path, token=token, body=body, query=query, key=key))

    @contextmanager
    def download(self, path: str, query: Mapping[str, Any] | None = None) -> Iterator[Iterator[bytes]]:
        """The answer's bytes as they come."""
        with backend().download(path, token=self._token(), query=query) as pieces:
            yield pieces

    def me(self) -> JSON:
        """The account. Raises `NotAdmin` where it is none of an admin (any more)."""
        user: JSON = self.ask("GET", "me")
        if user.get("role") != ADMIN:
            raise NotAdmin
        return user

    def _with_token(self, call: Callable[[str], T]) -> T:
        token = self._token()
        try:
            return call(token)
        except ApiError as error:
            if error.status != _REFUSED:
                raise
        try:
            return call(self._token(refused=token))
        except ApiError as error:
            if error.status == _REFUSED:
                raise SignedOut from error
            raise

    def _token(self, refused: str | None = None) -> str:
        session = self._session()
        if not _good(session, refused):
            with sessions().lock(self.cookie):
                session = self._session()  # another tab may have renewed it meanwhile
                if not _good(session, refused):
                    session = self._renewed(session)
        return session.access

    def _session(self) -> Session:
        session = sessions().get(self.cookie)
        if session is None:
            raise SignedOut
        return session

    def _renewed(self, session: Session) -> Session:
        try:
            answer = backend().ask("POST", "auth/refresh", body={"refresh_token": session.refresh})
        except ApiError as error:
            if error.status != _REFUSED:
                raise
            sessions().drop(self.cookie)
            raise SignedOut from error
        fresh = _session(answer, {"name": session.name, "email": session.email})
        sessions().renew(self.cookie, fresh)
        return fresh


def _good(session: Session, refused: str | None) -> bool:
    return session.access != refused and session.expires_at - RENEW_BEFORE_SEC > time.time()


def _session(answer: Mapping[str, Any], user: Mapping[str, Any]) -> Session:
    return Session(
        access=answer["access_token"],
        refresh=answer["refresh_token"],
        expires_at=time.time() + answer["expires_in"],
        name=str(user.get("name", "")),
        email=str(user.get("email", "")),
    )
