"""A model, an agent and scenarios for the tests of simulation: deterministic, quick, and countable."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shared.agent.context import CustomerContext
from shared.agent.events import AgentEvent, ConfirmationRequired, Done, Handoff, ToolFinished, ToolOutcome, ToolStarted
from shared.agent.release import AgentRelease
from shared.conversations.schema import Turn
from shared.domains.pack import load_pack
from shared.improvement.models import Arm, CustomerTurn, Judgement, Scenario
from shared.improvement.simulation import Case
from shared.llm.errors import BudgetExceeded, ModelUnavailable
from shared.llm.protocol import LanguageModel, ModelRequest, Parsed, ParsedT, Purpose, Reply, TextDelta, Usage

COST_USD = 0.001
"""What a call of the fake model costs."""
CALLS_BEFORE_CUSTOMER_IS_SATISFIED = 3
PACK = load_pack("kavak")
RELEASE = AgentRelease.current(PACK, "fake-model")
PROPOSED = replace(RELEASE, system_prompt=RELEASE.system_prompt + " Da siempre el siguiente paso.")
RELEASES = {Arm.BASELINE: RELEASE, Arm.PROPOSED: PROPOSED}


def make_scenario(name: str = "buying-001", **changes: Any) -> Scenario:
    """A customer who wants to know when the money comes."""
    world = next(w for w in PACK.worlds if w.id == "payout_scheduled")
    fields: dict[str, Any] = {
        "scenario_id": name,
        "source_conversation_id": "conv_1",
        "context": "buying",
        "intents": ("payment_status",),
        "goal": world.goal["es"],
        "opening": "¿Ya cayó la lana del Jetta?",
        "facts": ("Firmé el viernes",),
        "mood": "impaciente",
        "language": "es",
        "channel": "whatsapp",
        "records": world.records,
        "success": world.success,
    }
    return Scenario(**{**fields, **changes})


def make_case(arm: Arm = Arm.PROPOSED, trial: int = 0, **changes: Any) -> Case:
    return Case(arm, make_scenario(**changes), trial, RELEASES[arm])


def usage_of_a_call() -> Usage:
    return Usage(calls=1, input_tokens=100, output_tokens=10, cost_usd=COST_USD)


def text_reply(text: str) -> Reply:
    items = ({"role": "assistant", "content": text},)
    return Reply(text, (), items, usage_of_a_call(), "fake-model", 0.0)


@dataclass
class FakeModel:
    """Answers from the request alone. `calls_file` gets a line for each answer, before it is given; `fails` may raise
    for a call; `latency_sec` is awaited."""

    calls_file: Path | None = None
    latency_sec: float = 0.0
    fails: Callable[[ModelRequest], None] | None = None
    calls: int = 0

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        yield await self.complete(request)

    async def complete(self, request: ModelRequest) -> Reply:
        await self._call(request)
        drawn = draw(request)
        return text_reply(f"Su pago está en proceso, folio {drawn % 1000}.")

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        await self._call(request)
        drawn = draw(request)
        if request.purpose is Purpose.CUSTOMER:
            done = transcript_length(request) >= 2 * (1 + drawn % CALLS_BEFORE_CUSTOMER_IS_SATISFIED)
            turn = CustomerTurn(message=f"¿Y la fecha? {drawn % 97}", status="satisfied" if done else "continue")
            return _parsed(turn.model_dump_json(), schema)
        judgement = Judgement(resolved=drawn % 2 == 0, csat=1 + drawn % 9 / 2, reason="Se dio el folio.")
        return _parsed(judgement.model_dump_json(), schema)

    async def _call(self, request: ModelRequest) -> None:
        if self.fails is not None:
            self.fails(request)
        if self.latency_sec:
            await asyncio.sleep(self.latency_sec)
        self.calls += 1
        if self.calls_file is not None:
            with self.calls_file.open("a", encoding="utf-8") as file:
                file.write(f"{request.sample} {time.time():.6f}\n")


def draw(request: ModelRequest) -> int:
    """The fake model's draw: from the sample and what was asked."""
    text = request.sample + json.dumps(list(request.input), ensure_ascii=False, default=str) + request.instructions
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def transcript_length(request: ModelRequest) -> int:
    content = str(request.input[0]["content"])
    return len(json.loads(content.split("<transcript>")[1].split("</transcript>")[0]))


def _parsed(text: str, schema: type[ParsedT]) -> Parsed[ParsedT]:
    return Parsed(schema.model_validate_json(text), text_reply(text))


@dataclass(frozen=True)
class FakeSource:
    """Builds the fake model in a worker. `budget_usd` is its limit, as the gateway's."""

    calls_file: Path | None = None
    latency_sec: float = 0.0
    fail_share: float = 0.0
    budget_usd: float | None = None
    name: str = ""

    def __call__(self) -> LanguageModel:
        spent = [0.0]
        counter = [0]

        def fails(request: ModelRequest) -> None:
            counter[0] += 1
            if self.budget_usd is not None and spent[0] + COST_USD > self.budget_usd:
                raise BudgetExceeded(f"the budget of ${self.budget_usd:g} is used up")
            if self.fail_share and draw_of(f"{self.name}{counter[0]}") < self.fail_share:
                raise ModelUnavailable("500 from the fake model")
            spent[0] += COST_USD

        return FakeModel(self.calls_file, self.latency_sec, fails)


def draw_of(name: str) -> float:
    """A number between 0 and 1 that depends on `name` alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2**48


class ScriptedAgent:
    """An agent that gives prepared events, one list a reply."""

    def __init__(self, *replies: Sequence[AgentEvent]) -> None:
        self._replies = list(replies)
        self.confirmed: list[str] = []
        self.histories: list[tuple[Turn, ...]] = []

    async def reply(self, customer: CustomerContext, history: Sequence[Turn]) -> AsyncIterator[AgentEvent]:
        self.histories.append(tuple(history))
        for event in self._replies.pop(0):
            yield event

    async def confirm(self, customer: CustomerContext, confirmation: ConfirmationRequired) -> ToolFinished:
        self.confirmed.append(confirmation.confirmation_id)
        result = {"outcome": "ok", "summary": "Oferta aceptada.", "next_step": "Firma el lunes."}
        return ToolFinished("call_c", confirmation.tool, ToolOutcome.OK, result, 1.0)


def said(text: str, *tools: str, handoff: bool = False, button: str | None = None) -> list[AgentEvent]:
    """One reply of a scripted agent."""
    events: list[AgentEvent] = [ToolStarted(f"call_{tool}", tool, {}) for tool in tools]
    if button:
        events.append(ConfirmationRequired("confirm_1", "get_offer_24h", {}, button))
    if handoff:
        events.append(Handoff("asked", "wants a person"))
    return [*events, Done(text, usage_of_a_call(), "fake-model", RELEASE.release_id)]


class ScriptedModel:
    """A model that gives prepared customer turns and judgements, and keeps the requests."""

    def __init__(self, turns: Sequence[CustomerTurn], judgement: Judgement) -> None:
        self._turns = list(turns)
        self._judgement = judgement
        self.requests: list[ModelRequest] = []

    def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        raise NotImplementedError

    async def complete(self, request: ModelRequest) -> Reply:
        raise NotImplementedError

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        self.requests.append(request)
        value = self._judgement if request.purpose is Purpose.JUDGE else self._turns.pop(0)
        return _parsed(value.model_dump_json(), schema)
