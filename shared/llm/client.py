"""The gateway: `ModelClient` is the one way to a model, over the official SDK and the Responses API."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace

import httpx2
from pydantic import BaseModel, ValidationError

from shared.llm.admission import Admission
from shared.llm.attempts import Attempts, Run
from shared.llm.catalog import model_info
from shared.llm.connections import Connections
from shared.llm.errors import EmptyReply, InvalidReply, ModelRetired
from shared.llm.limits import Budget, RateLimiter
from shared.llm.protocol import ModelRequest, Parsed, ParsedT, Reply, TextDelta
from shared.llm.requests import corrected, without_reasoning
from shared.llm.retries import RETRY_BASE_SEC, RetryPolicy
from shared.llm.settings import OFFLINE_MODEL, LLMSettings
from shared.llm.usage import UsageLedger

log = logging.getLogger(__name__)

OFFLINE_RETRY_BASE_SEC = 0.02
"""A model in this very process has recovered by then; there is nobody to spare."""
_PROBLEMS_NAMED = 5


class ModelClient:
    """A `LanguageModel`. Use it from any number of threads and event loops; `create_model` builds it."""

    def __init__(
        self,
        settings: LLMSettings,
        attempts: Attempts,
        connections: Connections,
        ledger: UsageLedger,
        budget: Budget,
        heard: Callable[[str], None] | None = None,
    ) -> None:
        self.settings = settings
        self.ledger = ledger
        self.budget = budget
        self._attempts = attempts
        self._heard = heard
        self._connections = connections
        self._lock = threading.Lock()
        self._replaced: dict[str, str] = {}

    async def stream(self, request: ModelRequest) -> AsyncGenerator[TextDelta | Reply, None]:
        """Yield text as it comes and, last, the `Reply`. Raises `ModelError`.

        A failure before the first piece of text is retried; after it, it is a `ModelUnavailable`.
        """
        async with aclosing(self._answer(request, Run(request.purpose, streamed=True))) as items:
            async for item in items:
                yield item

    async def complete(self, request: ModelRequest) -> Reply:
        """The whole answer at once. Raises `ModelError`."""
        return await self._whole(request, None)

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        """An answer that fits `schema`; one that does not is asked for once more, with what was wrong.

        The reply's usage and latency are those of both. Raises `ModelError`: `InvalidReply` after the second
        misfit, `Refused`.
        """
        reply = await self._whole(request, schema)
        try:
            return Parsed(schema.model_validate_json(reply.text), reply)
        except ValidationError as error:
            self.ledger.record_failure(InvalidReply.code)
            log.info("an answer for %s did not fit %s", request.purpose, schema.__name__)
            second = await self._whole(corrected(request, _problem(error)), schema)
        both = replace(second, usage=reply.usage + second.usage, latency_sec=reply.latency_sec + second.latency_sec)
        try:
            return Parsed(schema.model_validate_json(both.text), both)
        except ValidationError as error:
            self.ledger.record_failure(InvalidReply.code)
            raise InvalidReply(f"{both.model} twice gave no valid {schema.__name__}: {_problem(error)}") from error

    async def aclose(self) -> None:
        """Close the running event loop's connections; those of other loops are closed when their loop ends."""
        await self._connections.aclose()

    async def _whole(self, request: ModelRequest, schema: type[BaseModel] | None) -> Reply:
        heard = self._heard if schema else None
        run = Run(request.purpose, streamed=heard is not None, schema=schema)
        async with aclosing(self._answer(request, run)) as items:
            async for item in items:
                if isinstance(item, Reply):
                    return item
                if heard is not None:
                    heard(item.text)
        raise EmptyReply("the model's answer ended without a reply")

    async def _answer(self, request: ModelRequest, run: Run) -> AsyncGenerator[TextDelta | Reply, None]:
        """From the model that was asked for or, once that is gone, from the fallback."""
        wanted = request.model or self.settings.openai_model
        model = self._replaced.get(wanted, wanted)
        if model == wanted:
            try:
                async with aclosing(self._attempts.ask(request, wanted, run)) as items:
                    async for item in items:
                        yield item
                return
            except ModelRetired as gone:
                model = self._fall_back(wanted, gone)
        run.notes = (f"{wanted} is gone; {model} is used instead",)
        async with aclosing(self._attempts.ask(without_reasoning(request), model, run)) as items:
            async for item in items:
                yield item

    def _fall_back(self, wanted: str, gone: ModelRetired) -> str:
        """The fallback, remembered for all calls to come. Raises `gone` where there is none."""
        fallback = self.settings.openai_fallback_model
        if fallback is None or fallback == wanted:
            raise gone
        with self._lock:
            if wanted not in self._replaced:
                log.warning("%s; OPENAI_FALLBACK_MODEL %s is used from now on", gone, fallback)
            self._replaced[wanted] = fallback
        return fallback


def create_model(
    settings: LLMSettings,
    *,
    retries: int = 4,
    budget_usd: float | None = None,
    ledger: UsageLedger | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    heard: Callable[[str], None] | None = None,
) -> ModelClient:
    """The gateway that `settings` describe: OpenAI, another server of the protocol, or the offline model.

    `retries` (1 to 8) are the further tries after a failed one; `budget_usd` is a hard limit over all calls.
    `transport` replaces the network, `sleep` the waiting for a turn in the account's rate and before another try.
    `heard` gets each piece of a structured answer as it comes; such answers are then streamed.
    Raises `ValueError` for retries or faults that make no sense.
    """
    budget, ledger = Budget(budget_usd), ledger or UsageLedger()
    limiter = RateLimiter.of(settings)
    retry = RetryPolicy(
        retries,
        base_sec=OFFLINE_RETRY_BASE_SEC if settings.offline else RETRY_BASE_SEC,
        total_sec=settings.openai_total_timeout_sec,
    )
    if settings.offline and transport is None:
        # Here and not above: with a real model the stand-in's rules need not be loaded.
        from shared.llm.offline.transport import offline_transport

        transport = offline_transport(settings)
    connections = Connections(settings, transport, limiter.observe_response if limiter else None)
    attempts = Attempts(
        connections,
        retry=retry,
        admission=Admission(budget, limiter, sleep),
        ledger=ledger,
        timeout_sec=settings.openai_timeout_sec,
        priced_as=model_info(OFFLINE_MODEL) if settings.offline else None,
        sleep=sleep,
    )
    return ModelClient(settings, attempts, connections, ledger, budget, heard)


def _problem(error: ValidationError) -> str:
    """What does not fit, in one line: where and why, without the model's own words."""
    named = [
        f"{'.'.join(map(str, part['loc'])) or 'the answer'}: {part['msg']}"
        for part in error.errors(include_url=False, include_input=False)[:_PROBLEMS_NAMED]
    ]
    return "; ".join(named)
