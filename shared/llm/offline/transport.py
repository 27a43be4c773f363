"""The offline model inside this process: the SDK's own HTTP client, with the network replaced."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx2

from shared.llm.offline.service import OfflineService, WireAnswer
from shared.llm.settings import LLMSettings


class OfflineTransport(httpx2.AsyncBaseTransport):
    """Answers requests to `/responses` and `/models` without a network. Belongs to no event loop."""

    def __init__(self, service: OfflineService) -> None:
        self._service = service

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises `httpx2.ReadTimeout` where the model was told to hang."""
        answer = await self._answer(request)
        patience = request.extensions.get("timeout", {}).get("read")
        if answer.delay_sec > 0:
            await asyncio.sleep(answer.delay_sec if patience is None else min(answer.delay_sec, patience))
        if answer.hangs or (patience is not None and answer.delay_sec > patience):
            raise httpx2.ReadTimeout("the offline model did not answer in time", request=request)
        headers = {"content-type": answer.content_type, **answer.headers}
        return httpx2.Response(answer.status, headers=headers, stream=_Body(answer), request=request)

    async def _answer(self, request: httpx2.Request) -> WireAnswer:
        if request.url.path.endswith("/models"):
            return self._service.models()
        return self._service.responses(await request.aread(), request.headers.get("authorization", ""))


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: WireAnswer) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._answer.chunks:
            yield chunk
        if self._answer.broken:
            raise httpx2.RemoteProtocolError("peer closed connection without sending complete message body")


def offline_transport(settings: LLMSettings) -> OfflineTransport:
    """The offline model that `settings` describe. Raises `ValueError` for faults that make no sense."""
    return OfflineTransport(OfflineService.from_settings(settings))
