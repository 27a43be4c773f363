"""What plays one case in this thread or process, wherever the executor put it. Arguments and results can be pickled."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from shared.agent.agent import Agent
from shared.agent.memory import InMemoryOperations
from shared.domains.pack import load_pack
from shared.improvement.models import SimulatedConversation
from shared.improvement.recording import PartialLog, RecordedModel
from shared.improvement.simulation import Case, customer_context, simulate
from shared.llm.client import create_model
from shared.llm.errors import BudgetExceeded, ModelError
from shared.llm.protocol import LanguageModel
from shared.llm.settings import LLMSettings

T = TypeVar("T")
MODELS_KEPT = 4
PAUSE_PIECE_SEC = 0.1


class ModelSource(Protocol):
    """Builds the model inside the worker. Must be hashable and picklable: equal sources share one model a process."""

    def __call__(self) -> LanguageModel: ...


@dataclass(frozen=True, slots=True)
class GatewaySource:
    """The gateway with a deployment's settings. `budget_usd` is this process's limit; `batch` tells apart two runs."""

    settings: LLMSettings
    retries: int = 4
    budget_usd: float | None = None
    batch: str = ""

    def __call__(self) -> LanguageModel:
        pause = _pausing(_going_on(self.batch))
        return create_model(self.settings, retries=self.retries, budget_usd=self.budget_usd, sleep=pause)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What all cases of a batch share. `partial` is the folder of unfinished conversations; `batch` names the batch."""

    domain: str
    seed: int
    max_messages: int
    temperature: float | None
    partial: Path | None
    model: ModelSource
    batch: str = ""

    def partial_path(self, key: str) -> Path | None:
        """The log of an unfinished case; `None` where the folder is not there to keep it in (a worker on another
        machine that does not share the run's folder)."""
        if self.partial is None or not self.partial.is_dir():
            return None
        return self.partial / f"{key.replace('/', '.')}.jsonl"


@dataclass(frozen=True, slots=True)
class Played:
    """A case's result: the finished conversation, or why the whole batch should stop, or neither: it was stopped."""

    key: str
    conversation: SimulatedConversation | None
    stop: str | None = None
    budget: bool = False


class Stopped(Exception):
    """The batch is being stopped; this conversation goes on when the command is run again."""


_lock = threading.Lock()
_models: dict[ModelSource, LanguageModel] = {}
_stopped: set[str] = set()
_runners: dict[threading.Thread, asyncio.Runner] = {}


def play(case: Case, conditions: Conditions) -> Played:
    """Play a case in this thread. Errors that concern the batch come back as `Played.stop`, never as a raise."""
    try:
        return Played(case.key, _run(_play(case, conditions)))
    except Stopped:
        return Played(case.key, None)
    except ModelError as error:
        stop_playing(conditions.batch)
        return Played(case.key, None, str(error), isinstance(error, BudgetExceeded))


async def _play(case: Case, conditions: Conditions) -> SimulatedConversation:
    pack = load_pack(conditions.domain)
    llm = RecordedModel(
        _model(conditions.model),
        PartialLog(conditions.partial_path(case.key)),
        sample=f"{conditions.seed}/{case.scenario.scenario_id}/{case.trial}/{case.arm.value}",
        temperature=conditions.temperature,
        may_go_on=_going_on(conditions.batch),
    )
    records = InMemoryOperations.for_customer(pack, customer_context(case).customer_id, case.scenario.records)
    agent = Agent(case.release, llm, records, pack=pack)
    played = await simulate(case, agent, records, llm, max_messages=conditions.max_messages)
    return played.model_copy(update={"usage": llm.usage, "model": played.model or llm.model})


def stop_playing(batch: str) -> None:
    """Let this process's conversations of the batch end before their next call."""
    with _lock:
        _stopped.add(batch)


def _going_on(batch: str) -> Callable[[], None]:
    def check() -> None:
        if batch in _stopped:
            raise Stopped

    return check


def _pausing(going_on: Callable[[], None]) -> Callable[[float], Awaitable[None]]:
    """A sleep that a stop ends: the turn in the account's rate and the pause before another try may take minutes."""

    async def pause(seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            going_on()
            await asyncio.sleep(min(left, PAUSE_PIECE_SEC))
        going_on()

    return pause


def _model(source: ModelSource) -> LanguageModel:
    with _lock:
        if source not in _models:
            # A cluster's worker outlives many batches; it need not keep all their models.
            while len(_models) >= MODELS_KEPT:
                _models.pop(next(iter(_models)))
            _models[source] = source()
        return _models[source]


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run in this thread's own event loop, which stays open so that connections to the model are used again."""
    thread = threading.current_thread()
    with _lock:
        runner = _runners.setdefault(thread, asyncio.Runner(loop_factory=asyncio.new_event_loop))
    return runner.run(coroutine)


def clean_up(conditions: Conditions) -> None:
    """Forget the batch's model and close the event loops of threads that have ended."""
    with _lock:
        _models.pop(conditions.model, None)
        _stopped.discard(conditions.batch)
        ended = [_runners.pop(thread) for thread in list(_runners) if not thread.is_alive()]
    # A loop cannot be run where another one runs (a notebook, a web page's callback): a thread of its own can.
    closer = threading.Thread(target=_close, args=(ended,))
    closer.start()
    closer.join()


def _close(runners: Iterable[asyncio.Runner]) -> None:
    for runner in runners:
        runner.close()
