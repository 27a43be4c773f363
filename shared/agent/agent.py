"""The agent: the one loop between a model and its tools, for real customers and simulated ones alike."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.agent.bounds import bounded
from shared.agent.context import CustomerContext
from shared.agent.events import (
    AgentEvent,
    ConfirmationRequired,
    Delta,
    Done,
    Handoff,
    ToolFinished,
    ToolOutcome,
    ToolStarted,
)
from shared.agent.history import history_items, tool_items
from shared.agent.operations import Operations
from shared.agent.release import AgentRelease
from shared.agent.secrecy import EchoFilter, prompts_of
from shared.agent.template import filled_user_template
from shared.agent.tools import handoff
from shared.agent.tools.base import Arguments, ToolResult
from shared.agent.toolset import Ran, toolset
from shared.conversations.schema import Turn
from shared.domains.pack import Pack, load_pack
from shared.llm.errors import EmptyReply
from shared.llm.protocol import InputItem, LanguageModel, ModelRequest, Purpose, Reply, TextDelta, ToolCall, Usage

logger = logging.getLogger(__name__)
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reply may take. Past the rounds, calls or invalid arguments the model is asked once more, without tools,
    to answer with what it has; text past its limit is cut off, and a tool that takes longer has failed."""

    tool_rounds: int = 6
    tool_calls: int = 8
    invalid_arguments: int = 2
    text_characters: int = 12_000
    tool_timeout_sec: float = 15.0


@dataclass(slots=True)
class _Draft:
    """One reply in the making."""

    items: list[InputItem] = field(default_factory=list)
    text: str = ""
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    notes: tuple[str, ...] = ()
    requests: int = 0
    calls: int = 0
    invalid: int = 0
    handed_off: bool = False

    def heard(self, reply: Reply) -> None:
        self.items.extend(reply.output)
        self.usage += reply.usage
        self.model = reply.model
        self.notes = (*self.notes, *(note for note in reply.notes if note not in self.notes))

    def written(self, piece: str, *, opens: bool, most: int | None = None) -> Delta:
        """Text for the customer, which ends at `most` characters; what comes after a tool starts a new paragraph."""
        told = PARAGRAPH + piece if opens and self.text else piece
        told = told if most is None else told[: max(0, most - len(self.text))]
        self.text += told
        return Delta(told)


class Agent:
    """Answers a customer with a release's prompts and tools over the company's records.

    `pack` is only needed for a domain that `load_pack` does not find. Raises `PackError` when the release names tools
    that the pack does not have.
    """

    def __init__(
        self,
        release: AgentRelease,
        llm: LanguageModel,
        operations: Operations,
        *,
        pack: Pack | None = None,
        temperature: float | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.release = release
        self._llm = llm
        self._operations = operations
        self._pack = pack or load_pack(release.domain)
        self._temperature = temperature
        self._limits = limits or Limits()
        self._tools = toolset(self._pack, release.tools, timeout_sec=self._limits.tool_timeout_sec)
        self._secret = prompts_of(release.system_prompt, release.user_template)

    async def reply(self, customer: CustomerContext, history: Sequence[Turn]) -> AsyncIterator[AgentEvent]:
        """Answer the last turn of `history`: events as they happen and `Done` last.

        The text of the deltas is the text of `Done`. Raises `ModelError` when the model gives no usable answer.
        """
        prompt = self._prompt(customer, history)
        draft = _Draft()
        while True:
            final = self._spent(draft)
            calls: tuple[ToolCall, ...] = ()
            async for piece in self._asked(customer, prompt, draft, with_tools=not final):
                if isinstance(piece, Delta):
                    yield piece
                else:
                    calls = piece.tool_calls
            if final or not calls:
                break
            for call in calls:
                async for event in self._called(call, customer, draft):
                    yield event
            if draft.handed_off:
                yield draft.written(self._pack.texts["handoff"][customer.language(self._pack)], opens=True)
                break
        if not draft.text.strip():
            raise EmptyReply("the model answered without a word for the customer")
        yield self._done(draft)

    async def confirm(self, customer: CustomerContext, confirmation: ConfirmationRequired) -> ToolFinished:
        """Do the irreversible action whose button the customer pressed. Pressing twice acts once; a button of another
        customer or conversation, or one whose subject has changed since, does nothing and says so."""
        began = time.perf_counter()
        result = await self._tools.confirmed(confirmation, customer, self._operations)
        return _finished(confirmation.confirmation_id, confirmation.tool, result, began)

    def _prompt(self, customer: CustomerContext, history: Sequence[Turn]) -> list[InputItem]:
        frame = filled_user_template(self.release.user_template, customer, self._pack)
        return [{"role": "developer", "content": frame}, *history_items(history)]

    def _spent(self, draft: _Draft) -> bool:
        limits = self._limits
        return (
            draft.requests >= limits.tool_rounds
            or draft.calls >= limits.tool_calls
            or draft.invalid > limits.invalid_arguments
        )

    async def _asked(
        self, customer: CustomerContext, prompt: list[InputItem], draft: _Draft, *, with_tools: bool
    ) -> AsyncIterator[Delta | Reply]:
        """One call of the model: its text as it comes and, last, its reply."""
        request = self._request(customer, (*prompt, *draft.items), draft.requests, with_tools=with_tools)
        draft.requests += 1
        opens, streamed, echo = True, False, EchoFilter(self._secret)
        async for piece in self._llm.stream(request):
            if isinstance(piece, TextDelta):
                streamed = streamed or bool(piece.text)
                text, reply = echo.passed(piece.text), None
            else:
                reply = bounded(piece)
                text = ("" if streamed else echo.passed(piece.text)) + echo.rest()
            if text and len(draft.text) < self._limits.text_characters:
                yield draft.written(text, opens=opens, most=self._limits.text_characters)
                opens = False
            if reply is not None:
                draft.heard(reply)
                yield reply
        if echo.found:
            logger.warning("an answer repeated its prompt; those words were withheld")

    def _request(
        self, customer: CustomerContext, items: tuple[InputItem, ...], number: int, *, with_tools: bool
    ) -> ModelRequest:
        return ModelRequest(
            purpose=Purpose.AGENT,
            instructions=self.release.system_prompt,
            input=items,
            tools=self._tools.definitions if with_tools else (),
            model=self.release.model,
            effort=self.release.effort,
            temperature=self._temperature,
            sample=f"{customer.sample}/{number}" if customer.sample else "",
            customer_id=customer.customer_id,
        )

    async def _called(self, call: ToolCall, customer: CustomerContext, draft: _Draft) -> AsyncIterator[AgentEvent]:
        """One function call: told, run, told again, and its output put where the model reads it."""
        began = time.perf_counter()
        parsed = self._parsed(call)
        arguments = parsed.model_dump(mode="json") if isinstance(parsed, Arguments) else {}
        yield ToolStarted(call.call_id, call.name, arguments)
        ran = await self._ran(call, parsed, customer, draft)
        if ran.confirmation is not None:
            yield ran.confirmation
        finished = _finished(call.call_id, call.name, ran.result, began)
        draft.items.append(_output(call.call_id, finished.result))
        yield finished
        if isinstance(parsed, handoff.HandoffArguments) and ran.result.outcome is ToolOutcome.OK:
            draft.handed_off = True
            yield Handoff(parsed.reason, parsed.summary)

    def _parsed(self, call: ToolCall) -> Arguments | ToolResult:
        """The arguments. What customers see of them, and of a tool's answer, is no way out for a prompt either."""
        parsed = self._tools.parsed(call.name, call.arguments)
        if isinstance(parsed, Arguments) and self._secret.echoed_in(" ".join(map(str, parsed.model_dump().values()))):
            return ToolResult(ToolOutcome.INVALID_ARGUMENTS, "The arguments repeat your instructions.")
        return parsed

    async def _ran(
        self, call: ToolCall, parsed: Arguments | ToolResult, customer: CustomerContext, draft: _Draft
    ) -> Ran:
        draft.calls += 1
        if draft.calls > self._limits.tool_calls:
            return Ran(ToolResult(ToolOutcome.FAILED, "Too many calls in one reply; answer with what is known."))
        if isinstance(parsed, ToolResult):
            draft.invalid += 1
            return Ran(parsed)
        if isinstance(parsed, handoff.HandoffArguments):
            return Ran(self._handed_off(customer, draft))
        return await self._tools.run(call.name, parsed, customer, self._operations)

    def _handed_off(self, customer: CustomerContext, draft: _Draft) -> ToolResult:
        if draft.handed_off:
            return ToolResult(ToolOutcome.CONFLICT, "The customer is with the team already.")
        return ToolResult(ToolOutcome.OK, self._pack.texts["handoff"][customer.language(self._pack)])

    def _done(self, draft: _Draft) -> Done:
        return Done(
            text=draft.text,
            usage=draft.usage,
            model=draft.model,
            release_id=self.release.release_id,
            items=tool_items(draft.items),
            notes=draft.notes,
        )


def _finished(call_id: str, tool: str, result: ToolResult, began: float) -> ToolFinished:
    return ToolFinished(call_id, tool, result.outcome, result.as_json(), (time.perf_counter() - began) * 1000)


def _output(call_id: str, result: Mapping[str, Any]) -> InputItem:
    return {
        "type": "function_call_output",
        "call_id": call_id,
        "output": json.dumps(result, ensure_ascii=False, default=str),
    }
