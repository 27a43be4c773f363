"""A model that says what a test wrote down, and short ways to an agent, a desk and its records."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.agent.agent import Agent, Limits
from shared.agent.context import CustomerContext
from shared.agent.events import AgentEvent, ConfirmationRequired, Done, ToolFinished
from shared.agent.memory import InMemoryOperations
from shared.agent.operations import Operations
from shared.agent.release import AgentRelease
from shared.agent.tools.base import ToolResult
from shared.agent.toolset import Ran, toolset
from shared.conversations.schema import Role, Turn
from shared.domains.pack import Pack, load_pack
from shared.llm.protocol import ModelRequest, Parsed, ParsedT, Reply, TextDelta, ToolCall, Usage

CUSTOMER = CustomerContext("ana", "conv-1", context="buying", tono="amable", idioma="es", canal="whatsapp")
HELLO = (Turn(Role.USER, "Hola, tengo una duda"),)


def said(text: str) -> Reply:
    """A reply of text only."""
    return Reply(text, (), ({"role": "assistant", "content": text},), Usage(calls=1), "scripted", 0.0)


def called(
    name: str, arguments: Mapping[str, Any] | str, *more: tuple[str, Mapping[str, Any]], text: str = ""
) -> Reply:
    """A reply that calls one function, or several."""
    asked = [(name, arguments), *more]
    raw = [(n, a if isinstance(a, str) else json.dumps(a)) for n, a in asked]
    calls = tuple(ToolCall(f"call-{number}-{n}", n, a) for number, (n, a) in enumerate(raw))
    items = tuple(
        {"type": "function_call", "call_id": c.call_id, "name": c.name, "arguments": c.arguments} for c in calls
    )
    return Reply(text, calls, items, Usage(calls=1), "scripted", 0.0)


@dataclass
class ScriptedModel:
    """Gives the replies in turn, the last one again and again, and keeps the requests."""

    replies: Sequence[Reply]
    requests: list[ModelRequest] = field(default_factory=list)

    async def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        self.requests.append(request)
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        for word in reply.text.split(" ") if reply.text else ():
            yield TextDelta(word if word == reply.text.split(" ")[0] else f" {word}")
        yield reply

    async def complete(self, request: ModelRequest) -> Reply:
        raise NotImplementedError

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        raise NotImplementedError


def records_of(*records: Mapping[str, Any], customer_id: str = "ana", pack: str = "kavak") -> InMemoryOperations:
    return InMemoryOperations.for_customer(load_pack(pack), customer_id, records)


def an_agent(
    model: ScriptedModel, operations: Operations | None = None, *, limits: Limits | None = None, **release: Any
) -> Agent:
    current = AgentRelease.current(load_pack("kavak"), "gpt-5-nano-2025-08-07", "minimal")
    fields = {name: getattr(current, name) for name in AgentRelease.__slots__} | release
    return Agent(AgentRelease(**fields), model, operations or records_of(), limits=limits)


def replied(agent: Agent, history: Sequence[Turn] = HELLO, customer: CustomerContext = CUSTOMER) -> list[AgentEvent]:
    """Every event of one reply."""

    async def collect() -> list[AgentEvent]:
        return [event async for event in agent.reply(customer, history)]

    return asyncio.run(collect())


def the_done(events: Sequence[AgentEvent]) -> Done:
    last = events[-1]
    assert isinstance(last, Done)
    return last


def finished(events: Sequence[AgentEvent]) -> list[ToolFinished]:
    return [event for event in events if isinstance(event, ToolFinished)]


@dataclass
class Counter:
    """One customer at one business, calling tools by name without a model."""

    pack: Pack
    operations: InMemoryOperations
    customer: CustomerContext = CUSTOMER

    def call(self, tool: str, **arguments: Any) -> ToolResult:
        return self.run(tool, **arguments).result

    def run(self, tool: str, **arguments: Any) -> Ran:
        tools = toolset(self.pack, tuple(spec.name for spec in self.pack.tools), timeout_sec=5)
        parsed = tools.parsed(tool, json.dumps(arguments))
        assert not isinstance(parsed, ToolResult), parsed.summary
        return asyncio.run(tools.run(tool, parsed, self.customer, self.operations))

    def press(self, confirmation: ConfirmationRequired | None) -> ToolResult:
        assert confirmation is not None
        tools = toolset(self.pack, tuple(spec.name for spec in self.pack.tools), timeout_sec=5)
        return asyncio.run(tools.confirmed(confirmation, self.customer, self.operations))

    def states(self, kind: str) -> list[str]:
        return [record["state"] for record in self.operations.snapshot() if record["kind"] == kind]


def a_counter(*records: Mapping[str, Any], language: str = "es", pack: str = "kavak") -> Counter:
    customer = CustomerContext("ana", "conv-1", idioma=language)
    return Counter(load_pack(pack), records_of(*records, pack=pack), customer)
