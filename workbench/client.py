"""The backend's HTTP API as plain functions. Nothing here knows of pages or of sessions."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2

from workbench.errors import ApiError, BackendDown
from workbench.settings import settings

log = logging.getLogger(__name__)
JSON = dict[str, Any]


class Backend:
    """Connections to one backend, shared by all sessions and threads of the process."""

    def __init__(self, url: str, timeout_sec: float, transport: httpx2.BaseTransport | None = None) -> None:
        # `trust_env=False`: an admin's token goes to the backend and through no proxy on the way.
        self._http = httpx2.Client(
            base_url=f"{url}/api/v1/", timeout=timeout_sec, verify=url.startswith("https:"), transport=transport,
            trust_env=False,
        )  # fmt: skip

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Any:
        """The answer's JSON, None for 204. `key` is the Idempotency-Key. Raises `ApiError` and `BackendDown`."""
        with _told_when_down(method, path):
            return _checked(
                self._http.request(method, path, json=body, params=_given(query), headers=_headers(token, key))
            )

    @contextmanager
    def download(self, path: str, *, token: str, query: Mapping[str, Any] | None = None) -> Iterator[Iterator[bytes]]:
        """The answer's bytes as they come. Raises `ApiError` and `BackendDown`, also in the middle."""
        with (
            _told_when_down("GET", path),
            self._http.stream("GET", path, params=_given(query), headers=_headers(token, None)) as answer,
        ):
            if answer.is_error:
                answer.read()
                _checked(answer)
            yield answer.iter_bytes()

    def close(self) -> None:
        self._http.close()


@contextmanager
def _told_when_down(method: str, path: str) -> Iterator[None]:
    """What breaks on the way is `BackendDown`, with a line in the log: which call, how, after how long."""
    began = time.monotonic()
    try:
        yield
    except httpx2.HTTPError as error:
        log.warning("%s %s: %s after %.1f s", method, path, type(error).__name__, time.monotonic() - began)
        raise BackendDown(type(error).__name__) from error


def _given(query: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (query or {}).items() if value not in (None, "", [])}


def _headers(token: str | None, key: str | None) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return headers | ({"Idempotency-Key": key} if key else {})


def _checked(answer: httpx2.Response) -> Any:
    try:
        body = answer.json() if answer.content else None
    except ValueError as error:
        if not answer.is_error:  # something in between answers for the backend
            raise httpx2.DecodingError("an answer that is no JSON") from error
        body = None
    if answer.is_error:
        raise ApiError.of(answer.status_code, body)
    return body


@cache
def backend() -> Backend:
    """The process's connections."""
    return Backend(settings().backend_url, settings().backend_timeout_sec)
