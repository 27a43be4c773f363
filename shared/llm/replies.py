"""A finished response of the SDK as a `Reply`: text, tool calls, usage, and what to send back next time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from openai.types.responses import (
    Response,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseReasoningItem,
    ResponseUsage,
)

from shared.llm.catalog import model_info
from shared.llm.protocol import InputItem, Reply, ToolCall, Usage


@dataclass(frozen=True, slots=True)
class Answer:
    """What a response says, before it is judged. `cut`: the output cap ended it."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    output: tuple[InputItem, ...]
    refusal: str | None
    cut: bool
    filtered: bool
    usage: Usage
    model: str

    @property
    def empty(self) -> bool:
        """Nothing that could be shown or done."""
        return not self.text.strip() and not self.tool_calls

    @property
    def wants_room(self) -> bool:
        """Whether another try with a larger output cap may help."""
        return self.refusal is None and not self.filtered and (self.cut or self.empty)

    def reply(self, latency_sec: float, usage: Usage, notes: tuple[str, ...]) -> Reply:
        """The reply, with the usage of all attempts that were billed for it."""
        return Reply(self.text, self.tool_calls, self.output, usage, self.model, latency_sec, notes)


def read_answer(response: Response, requested: str) -> Answer:
    """Read a completed or incomplete response; `requested` prices it if the catalogue lacks the answering model."""
    reason = response.incomplete_details.reason if response.incomplete_details else None
    return Answer(
        text=response.output_text,
        tool_calls=tuple(_tool_calls(response)),
        output=tuple(_next_input(response)),
        refusal=_refusal(response),
        cut=response.status == "incomplete" and reason != "content_filter",
        filtered=reason == "content_filter",
        usage=_usage(response.usage, response.model, requested),
        model=response.model,
    )


def _finished_calls(response: Response) -> Iterator[ResponseFunctionToolCall]:
    for item in response.output:
        # A call that the output cap cut has half its arguments: it must never be made.
        if isinstance(item, ResponseFunctionToolCall) and item.status != "incomplete":
            yield item


def _tool_calls(response: Response) -> Iterator[ToolCall]:
    for item in _finished_calls(response):
        yield ToolCall(item.call_id, item.name, item.arguments)


def _refusal(response: Response) -> str | None:
    messages = (item for item in response.output if isinstance(item, ResponseOutputMessage))
    return next((part.refusal for item in messages for part in item.content if part.type == "refusal"), None)


def _next_input(response: Response) -> Iterator[InputItem]:
    finished = {item.call_id for item in _finished_calls(response)}
    for item in response.output:
        if isinstance(item, ResponseOutputMessage):
            yield from _message(item)
        elif isinstance(item, ResponseFunctionToolCall) and item.call_id in finished:
            yield {"type": "function_call", "call_id": item.call_id, "name": item.name, "arguments": item.arguments}
        elif isinstance(item, ResponseReasoningItem) and item.encrypted_content:
            yield item.model_dump(include={"type", "id", "summary", "encrypted_content"})


def _message(item: ResponseOutputMessage) -> Iterator[InputItem]:
    text = "".join(part.text for part in item.content if part.type == "output_text")
    if text:
        phase: dict[str, Any] = {"phase": item.phase} if item.phase else {}
        yield {"role": "assistant", "content": text, **phase}


def _usage(usage: ResponseUsage | None, answered: str, requested: str) -> Usage:
    if usage is None:
        return Usage(calls=1)
    cached, written, reasoning = _details(usage)
    counted = Usage(1, usage.input_tokens, cached, usage.output_tokens, reasoning)
    info = model_info(answered)
    priced = info if info.known else model_info(requested)
    return replace(counted, cost_usd=priced.cost_usd(counted, written))


def _details(usage: ResponseUsage) -> tuple[int, int, int]:
    """Cached, cache-written and reasoning tokens; servers that only speak the protocol leave some out."""
    read: Any = getattr(usage, "input_tokens_details", None)
    written: Any = getattr(usage, "output_tokens_details", None)
    return (
        int(getattr(read, "cached_tokens", 0) or 0),
        int(getattr(read, "cache_write_tokens", 0) or 0),
        int(getattr(written, "reasoning_tokens", 0) or 0),
    )
