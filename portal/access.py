"""Asking the backend as the person of a browser session: renews the access token before it ends, once for all tabs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

import httpx2

from portal.client import JSON, Caller, StreamEvent, backend
from portal.errors import ApiError, SignedOut
from portal.settings import settings
from portal.vault import Tokens, Vault, open_vault

SESSION_COOKIE = "portal_session"
"""The cookie that names a browser's session in the vault."""
RENEW_BEFORE_SEC = 30.0
_TOKEN_REFUSED = 401
T = TypeVar("T")


@cache
def vault() -> Vault:
    """The process's vault."""
    return open_vault(settings())


@dataclass(frozen=True)
class Access:
    """One person's way to the backend. `cookie` names the session; `language` and `address` go along with every call.

    Every method raises `ApiError`, `BackendDown` and `SignedOut`.
    """

    cookie: str
    language: str = "es"
    address: str = ""

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Any:
        """The answer's JSON; `path` is relative to `/api/v1/`."""  # fmt: skip
        return await self._with_token(
            lambda caller: backend().ask(method, path, caller, body=body, query=query, key=key)
        )

    async def begin(self, method: str, path: str, *, body: Any = None, key: str | None = None) -> StreamEvent:
        """Ask for something whose answer is a stream; its first event (see `Backend.begin`)."""
        return await self._with_token(lambda caller: backend().begin(method, path, caller, body=body, key=key))

    async def open_file(self, path: str) -> httpx2.Response:
        """A file that has yet to be read (see `Backend.open_file`)."""
        return await self._with_token(lambda caller: backend().open_file(path, caller))

    async def send(self, ticket_id: str, content: str, *, key: str) -> JSON:
        """Post a message; returns it as stored, without waiting for the answer. One `key` stores nothing twice."""
        first = await self.begin("POST", f"tickets/{ticket_id}/messages", body={"content": content}, key=key)
        message: JSON = first.data["message"]
        return message

    async def events(self, ticket_id: str, *, after: int) -> AsyncIterator[StreamEvent]:
        """What happens on a ticket (see `Backend.events`)."""
        caller = await self._caller()
        try:
            async for event in backend().events(ticket_id, caller, after=after):
                yield event
            return
        except ApiError as error:  # a stream is refused before its first event, never later
            if error.status != _TOKEN_REFUSED:
                raise
        async for event in backend().events(ticket_id, await self._caller(refused=caller), after=after):
            yield event

    async def _with_token(self, call: Callable[[Caller], Awaitable[T]]) -> T:
        """The call; once more with a new token where the backend refuses the one at hand."""
        caller = await self._caller()
        try:
            return await call(caller)
        except ApiError as error:
            if error.status != _TOKEN_REFUSED:
                raise
        try:
            return await call(await self._caller(refused=caller))
        except ApiError as error:
            if error.status == _TOKEN_REFUSED:  # a token that is a second old
                raise SignedOut from error
            raise

    async def _caller(self, refused: Caller | None = None) -> Caller:
        """With an access token that is good for a while yet, and is not the one that was `refused`."""
        tokens = await self._tokens()
        if not self._good(tokens, refused):
            # Shielded: whoever leaves the page in this moment must not lose the answer, for a refresh token works once.
            tokens = await asyncio.shield(self._fresh(refused))
        return replace(self.anonymous, access_token=tokens.access)

    async def _tokens(self) -> Tokens:
        tokens = await vault().get(self.cookie)
        if tokens is None:
            raise SignedOut
        return tokens

    async def _fresh(self, refused: Caller | None) -> Tokens:
        async with vault().lock(self.cookie):
            tokens = await self._tokens()  # another tab may have renewed them meanwhile
            return tokens if self._good(tokens, refused) else await self._renewed(tokens)

    @staticmethod
    def _good(tokens: Tokens, refused: Caller | None) -> bool:
        renewed = refused is None or tokens.access != refused.access_token
        return renewed and tokens.expires_at - RENEW_BEFORE_SEC > time.time()

    async def _renewed(self, tokens: Tokens) -> Tokens:
        try:
            answer = await backend().ask("POST", "auth/refresh", self.anonymous, body={"refresh_token": tokens.refresh})
        except ApiError as error:
            if error.status != _TOKEN_REFUSED:
                raise
            await vault().drop(self.cookie)
            raise SignedOut from error
        fresh = tokens_of(answer)
        await vault().put(self.cookie, fresh)
        return fresh

    @property
    def anonymous(self) -> Caller:
        """The same browser without a token."""
        return Caller(language=self.language, address=self.address)


def tokens_of(answer: Mapping[str, Any]) -> Tokens:
    """Out of the answer to sign-up, log-in or refresh."""
    return Tokens(answer["access_token"], answer["refresh_token"], time.time() + answer["expires_in"])
