"""Whole conversations of the offline model with the real agent, tools and simulation, without the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.agent.agent import Agent
from shared.agent.memory import InMemoryOperations
from shared.agent.release import AgentRelease
from shared.domains.pack import Language, Pack, World
from shared.improvement.models import Arm, Scenario, SimulatedConversation
from shared.improvement.simulation import Case, customer_context, simulate
from shared.llm.offline.answering import answer
from shared.llm.protocol import ModelRequest, Parsed, ParsedT, Reply, TextDelta, ToolCall, Usage
from shared.llm.requests import build_call
from shared.llm.schemas import text_format

MODEL = "gpt-5-nano-2025-08-07"


class DirectModel:
    """A `LanguageModel` that asks the offline model's mind with the body that would go over the wire."""

    def __init__(self, sample: str) -> None:
        self._sample = sample
        self._calls = 0

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        reply = self._answered(request, None)
        if reply.text:
            yield TextDelta(reply.text)
        yield reply

    async def complete(self, request: ModelRequest) -> Reply:
        return self._answered(request, None)

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        reply = self._answered(request, text_format(schema))
        return Parsed(schema.model_validate_json(reply.text), reply)

    def _answered(self, request: ModelRequest, schema: Mapping[str, Any] | None) -> Reply:
        self._calls += 1
        body = build_call(replace(request, sample=f"{self._sample}/{self._calls}"), MODEL, schema).body
        given = answer(body)
        calls = tuple(
            ToolCall(f"call_{self._calls}_{number}", call.name, json.dumps(call.arguments))
            for number, call in enumerate(given.calls)
        )
        items: list[Mapping[str, Any]] = [
            {"type": "function_call", "call_id": c.call_id, "name": c.name, "arguments": c.arguments} for c in calls
        ]
        if given.text:
            items.insert(0, {"role": "assistant", "content": given.text})
        return Reply(given.text, calls, tuple(items), Usage(), "offline-rules-1", 0.0)


def scenario_of(world: World, language: Language, mood: str = "neutral", opening: str | None = None) -> Scenario:
    """A customer in a world who opens with what they know."""
    return Scenario(
        scenario_id=world.id,
        source_conversation_id=None,
        context="",
        intents=(world.intent,),
        goal=world.goal[language],
        opening=opening or world.knows[language],
        facts=(world.knows[language],),
        mood=mood,
        language=language,
        channel="chat",
        records=world.records,
        success=world.success,
    )


def played(pack: Pack, scenario: Scenario, system_prompt: str, sample: str) -> SimulatedConversation:
    """One simulated conversation of at most 12 messages."""
    release = replace(AgentRelease.current(pack, MODEL), system_prompt=system_prompt)
    case = Case(Arm.PROPOSED, scenario, 0, release)
    model = DirectModel(sample)
    records = InMemoryOperations.for_customer(pack, customer_context(case).customer_id, scenario.records)
    return asyncio.run(simulate(case, Agent(release, model, records, pack=pack), records, model, max_messages=12))


def resolution(conversations: Iterable[SimulatedConversation]) -> float:
    """The share that was resolved."""
    outcomes = [bool(conversation.resolved) for conversation in conversations]
    return sum(outcomes) / len(outcomes)
