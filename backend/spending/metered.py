"""The model as an answer uses it: each call's cost is written to the account of the customer that it is for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from backend.services import Services
from backend.spending.limits import spent
from shared.llm.protocol import ModelRequest, Parsed, ParsedT, Reply, TextDelta
from shared.llm.requests import build_call


class MeteredModel:
    """A `LanguageModel` over the process's own, for one customer. A call that was left after it had begun to answer
    counts with the most that it may cost: stopping answers saves nobody's limit."""

    def __init__(self, services: Services, customer_id: str) -> None:
        self._services = services
        self._customer_id = customer_id

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        """Yield text as it comes and, last, the `Reply`. Raises `ModelError`."""
        cost_usd: float | None = 0.0
        try:
            async with aclosing(self._services.llm.stream(request)) as pieces:
                async for piece in pieces:
                    cost_usd = piece.usage.cost_usd if isinstance(piece, Reply) else None
                    yield piece
        finally:
            self._spent(self._most_of(request) if cost_usd is None else cost_usd)

    async def complete(self, request: ModelRequest) -> Reply:
        """The whole answer at once. Raises `ModelError`."""
        reply = await self._services.llm.complete(request)
        self._spent(reply.usage.cost_usd)
        return reply

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        """An answer that fits `schema`. Raises `ModelError`."""
        parsed = await self._services.llm.parse(request, schema)
        self._spent(parsed.reply.usage.cost_usd)
        return parsed

    def _most_of(self, request: ModelRequest) -> float:
        settings = self._services.llm.settings
        if settings.offline:
            return 0.0
        call = build_call(request, request.model or settings.openai_model)
        return call.info.most_usd(call.size_bytes(), call.output_cap)

    def _spent(self, cost_usd: float) -> None:
        spent(self._services, self._customer_id, cost_usd)
