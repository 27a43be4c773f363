"""From a request to an answer of one model: attempts, pauses between them, and what they cost."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx2
import openai
from openai.types.responses import Response
from pydantic import BaseModel

from shared.llm.admission import Admission, Admitted
from shared.llm.catalog import ModelInfo, model_info
from shared.llm.connections import Connections
from shared.llm.errors import EmptyReply, ModelUnavailable, Refused
from shared.llm.failures import Failure, failure_of
from shared.llm.protocol import ModelRequest, Purpose, Reply, TextDelta, Usage
from shared.llm.replies import Answer, read_answer
from shared.llm.requests import Call, build_call
from shared.llm.retries import RetryPolicy
from shared.llm.schemas import text_format
from shared.llm.sending import AttemptFailed, send_streaming, send_whole
from shared.llm.usage import UsageLedger

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """One request through all its attempts: what was used and noted on the way."""

    purpose: Purpose
    streamed: bool
    schema: type[BaseModel] | None = None
    notes: tuple[str, ...] = ()
    failures: int = 0
    usage: Usage = field(default_factory=Usage)
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed_sec(self) -> float:
        return time.monotonic() - self.started


class Attempts:
    """Asks one model until it answers or no attempt is left."""

    def __init__(
        self,
        connections: Connections,
        *,
        retry: RetryPolicy,
        admission: Admission,
        ledger: UsageLedger,
        timeout_sec: float,
        priced_as: ModelInfo | None = None,
        rng: random.Random | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connections = connections
        self._retry = retry
        self._admission = admission
        self._ledger = ledger
        self._timeout_sec = timeout_sec
        self._priced_as = priced_as
        self._rng = rng or random.Random()
        self._sleep = sleep
        self._lock = threading.Lock()
        self._served: dict[str, ModelInfo] = {}

    async def ask(self, request: ModelRequest, model: str, run: Run) -> AsyncGenerator[TextDelta | Reply, None]:
        """Yield text (if `run.streamed`) and, last, the `Reply`; an empty answer is retried with twice the room."""
        call = build_call(request, model, text_format(run.schema) if run.schema else None)
        room_given = False
        while True:
            answer, began = None, False
            try:
                async with aclosing(self._attempt(call, run)) as items:
                    async for item in items:
                        if isinstance(item, Answer):
                            answer = item
                        else:
                            # A structured answer is shown to nobody as it comes: it can be asked for again.
                            began = run.schema is None
                            yield TextDelta(item)
            except AttemptFailed as failed:
                await self._pause(failed.failure, run, began)
                continue
            if answer is not None and answer.wants_room and not began and not room_given:
                log.info("%s gave no whole answer in %d tokens; asking with twice as many", model, call.output_cap)
                call, room_given = call.with_cap(2 * call.output_cap), True
                continue
            yield self._judged(answer, call, run)
            return

    async def _attempt(self, call: Call, run: Run) -> AsyncGenerator[str | Answer, None]:
        """One request: admitted, sent, settled. Raises `AttemptFailed`."""
        admitted = await self._admission.enter(call, self._price(call))
        try:
            client = await self._connections.client()
            send = send_streaming if run.streamed else send_whole
            async with aclosing(send(client, call, self._timeout_sec)) as items:
                async for item in items:
                    yield self._settled(item, call, run, admitted) if isinstance(item, Response) else item
        except AttemptFailed as failed:
            self._admission.leave(admitted, maybe_billed=failed.failure.maybe_billed)
            raise
        except (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError) as error:
            failure = failure_of(error, call.info.name)
            self._admission.leave(admitted, maybe_billed=failure.maybe_billed)
            raise AttemptFailed(failure) from error
        finally:
            # Settled above, unless the caller went away in the middle: then it counts in full.
            self._admission.leave(admitted)

    async def _pause(self, failure: Failure, run: Run, began: bool) -> None:
        """Wait before the next attempt, or raise the failure's error where there is none."""
        self._ledger.record_failure(failure.error.code)
        if began:
            raise ModelUnavailable(f"the answer broke off in the middle: {failure.error}") from failure.error
        run.failures += 1
        delay = (
            self._retry.delay(run.failures, run.elapsed_sec, failure.asked_sec, self._rng) if failure.retry else None
        )
        if delay is None:
            raise failure.error
        log.info("attempt %d for %s failed (%s); next in %.2f s", run.failures, run.purpose, failure.error.code, delay)
        await self._sleep(delay)

    def _price(self, call: Call) -> ModelInfo:
        """The row that prices a call beforehand: the model that answered to this name last, else the model itself."""
        with self._lock:
            return self._served.get(call.info.name) or self._priced_as or call.info

    def _settled(self, response: Response, call: Call, run: Run, admitted: Admitted) -> Answer:
        answer = read_answer(response, call.info.name)
        run.usage += answer.usage
        self._ledger.record(run.purpose, answer.usage)
        self._admission.leave(admitted, answer.usage)
        if (served := model_info(answer.model)).known:
            with self._lock:
                self._served[call.info.name] = served
        return answer

    def _judged(self, answer: Answer | None, call: Call, run: Run) -> Reply:
        """The reply that an answer is. Raises `Refused`, `EmptyReply`."""
        name = call.info.name
        if answer is not None and (answer.refusal is not None or answer.filtered):
            self._ledger.record_failure(Refused.code)
            raise Refused(f"{name} declined to answer: {answer.refusal or 'its content filter ended the answer'}")
        if answer is None or answer.empty:
            self._ledger.record_failure(EmptyReply.code)
            raise EmptyReply(f"{name} used {call.output_cap} tokens without a visible answer; lower the effort")
        notes = (*run.notes, *call.notes)
        if answer.cut:
            notes = (*notes, f"the answer was cut at {call.output_cap} tokens")
        return answer.reply(run.elapsed_sec, run.usage, notes)
