"""What is asked of a model and what comes back, independent of the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

ParsedT = TypeVar("ParsedT", bound=BaseModel)
InputItem = Mapping[str, Any]
"""An input item of the Responses API: a message, a function call or its output."""


class Purpose(StrEnum):
    """Why a model is asked; the usage ledger counts by it."""

    AGENT = "agent"
    CUSTOMER = "customer"
    JUDGE = "judge"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One call. `sample` names the draw of sampling noise (run seed, arm, scenario, trial)."""

    purpose: Purpose
    instructions: str
    input: tuple[InputItem, ...]
    tools: tuple[Mapping[str, Any], ...] = ()
    model: str | None = None
    effort: str | None = None
    temperature: float | None = None
    max_output_tokens: int | None = None
    sample: str = ""
    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and price of calls; `cost_usd` by the catalogue's price on the day."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
            self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function call that the model asks for; `arguments` is the raw JSON text."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer. `output` are the items to append to the next request's input."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    output: tuple[InputItem, ...]
    usage: Usage
    model: str
    latency_sec: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer while it streams."""

    text: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[ParsedT]):
    """A structured answer and the reply that carried it."""

    value: ParsedT
    reply: Reply = field(repr=False)


class LanguageModel(Protocol):
    """The one way to a model; `shared.llm.client.ModelClient` is the implementation."""

    def stream(self, request: ModelRequest) -> AsyncIterator[TextDelta | Reply]:
        """Yield text as it comes and, last, the `Reply`. Raises `ModelError`."""
        ...

    async def complete(self, request: ModelRequest) -> Reply:
        """The whole answer at once. Raises `ModelError`."""
        ...

    async def parse(self, request: ModelRequest, schema: type[ParsedT]) -> Parsed[ParsedT]:
        """An answer that fits `schema`. Raises `ModelError` (`InvalidReply`, `Refused`)."""
        ...
