"""The tools of a release: what the model is told about them, and the running of one call, safely."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from shared.agent.context import CustomerContext
from shared.agent.events import ConfirmationRequired, ToolOutcome
from shared.agent.idempotency import call_key, digest
from shared.agent.operations import Operations, OperationsError, RecordNotFound
from shared.agent.read_only import ReadOnlyOperations
from shared.agent.strict_schema import strict_schema
from shared.agent.tools import KINDS, handoff
from shared.agent.tools.base import Answered, Arguments, Tier, Tool, ToolResult
from shared.agent.tools.desk import Desk
from shared.domains.pack import Pack, PackError, ToolSpec

logger = logging.getLogger(__name__)

SHARED_TEXTS = frozenset(
    {"confirm_next", "handoff", "tool_changed", "tool_failed", "tool_unknown_reference", "tool_which"}
)
"""The keys of `Pack.texts` that the agent needs."""
Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished call and, when the customer must press a button first, what the button is for."""

    result: ToolResult
    confirmation: ConfirmationRequired | None = None


class Toolset:
    """The pack's tools that a release lists, in the pack's order, and the handoff that every release has.

    Raises `PackError` for a tool that the pack does not have, a kind that does not exist, or a text that is missing.
    """

    def __init__(self, pack: Pack, names: tuple[str, ...], *, timeout_sec: float) -> None:
        unknown = sorted(set(names) - {spec.name for spec in pack.tools} - {handoff.NAME})
        if unknown:
            raise PackError(f"the pack {pack.id} has no tool {', '.join(unknown)}")
        self._pack = pack
        self._timeout_sec = timeout_sec
        self._tools = {spec.name: made_tool(pack, spec) for spec in pack.tools if spec.name in names}
        self.definitions: tuple[Definition, ...] = (
            *(_definition(t.spec.name, t.spec.description, t.arguments) for t in self._tools.values()),
            _definition(handoff.NAME, handoff.DESCRIPTION, handoff.HandoffArguments),
        )

    def parsed(self, name: str, raw: str) -> Arguments | ToolResult:
        """The validated arguments of a call, or the reason why they are not, for the model to read."""
        if name != handoff.NAME and name not in self._tools:
            known = ", ".join([*self._tools, handoff.NAME])
            return ToolResult(ToolOutcome.INVALID_ARGUMENTS, f"There is no tool {name[:80]!r}; there are: {known}.")
        model = handoff.HandoffArguments if name == handoff.NAME else self._tools[name].arguments
        try:
            return model.model_validate_json(raw or "{}")
        except ValidationError as error:
            return ToolResult(ToolOutcome.INVALID_ARGUMENTS, _reasons(error))

    async def run(self, name: str, arguments: Arguments, customer: CustomerContext, operations: Operations) -> Ran:
        """Run a call that the model asked for. An irreversible one only comes as far as asking for the button."""
        tool = self._tools[name]
        tier = tool.tier(arguments)
        may_write = tier is Tier.REVERSIBLE_WRITE
        result = await self._guarded(
            tool, arguments, customer, operations if may_write else ReadOnlyOperations(operations), None
        )
        if result.outcome is not ToolOutcome.NEEDS_CONFIRMATION:
            return Ran(result)
        pinned = arguments.model_dump(mode="json") | dict(result.pinned)
        confirmation = ConfirmationRequired(
            confirmation_id(customer, name, pinned, result.fingerprint),
            name,
            pinned,
            result.summary,
            result.fingerprint,
        )
        return Ran(result, confirmation)

    async def confirmed(
        self, confirmation: ConfirmationRequired, customer: CustomerContext, operations: Operations
    ) -> ToolResult:
        """Do what the customer's button allows: that action, on that state of things, for that customer."""
        tool = self._tools.get(confirmation.tool)
        expected = confirmation_id(customer, confirmation.tool, confirmation.arguments, confirmation.fingerprint)
        if tool is None or confirmation.confirmation_id != expected:
            return self._failed(customer)
        try:
            arguments = tool.arguments.model_validate(dict(confirmation.arguments))
        except ValidationError as error:
            return ToolResult(ToolOutcome.INVALID_ARGUMENTS, _reasons(error))
        return await self._guarded(tool, arguments, customer, operations, confirmation.fingerprint)

    async def _guarded(
        self,
        tool: Tool[Any],
        arguments: Arguments,
        customer: CustomerContext,
        operations: Operations,
        confirmed: str | None,
    ) -> ToolResult:
        """The tool's answer; a tool that raises, or takes too long, has failed and nothing more."""
        try:
            async with asyncio.timeout(self._timeout_sec):
                return await tool.run(arguments, await self._desk(tool, arguments, customer, operations, confirmed))
        except Answered as answered:
            return answered.result
        except RecordNotFound as error:
            return ToolResult(ToolOutcome.NOT_FOUND, str(error))
        except OperationsError as error:
            return ToolResult(ToolOutcome.CONFLICT, str(error))
        except Exception:
            logger.exception("the tool %s failed", tool.spec.name)
            return self._failed(customer)

    async def _desk(
        self,
        tool: Tool[Any],
        arguments: Arguments,
        customer: CustomerContext,
        operations: Operations,
        confirmed: str | None,
    ) -> Desk:
        return Desk(
            spec=tool.spec,
            common=self._pack.texts,
            customer_id=customer.customer_id,
            language=customer.language(self._pack),
            operations=operations,
            today=await operations.today(),
            call=call_key(customer.conversation_id, tool.spec.name, arguments.model_dump(mode="json")),
            tier=tool.tier(arguments),
            confirmed=confirmed,
        )

    def _failed(self, customer: CustomerContext) -> ToolResult:
        return ToolResult(ToolOutcome.FAILED, self._pack.texts["tool_failed"][customer.language(self._pack)])


def toolset(pack: Pack, names: tuple[str, ...], *, timeout_sec: float) -> Toolset:
    """The toolset of a pack and a release's tool names; made once, since it holds nothing of a conversation."""
    return _made(_ByIdentity(pack), names, timeout_sec)


class _ByIdentity:
    """A pack as a cache's key: the very object, which is cheaper than comparing all its texts."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.pack is self.pack


@lru_cache(maxsize=64)
def _made(key: _ByIdentity, names: tuple[str, ...], timeout_sec: float) -> Toolset:
    return Toolset(key.pack, names, timeout_sec=timeout_sec)


def made_tool(pack: Pack, spec: ToolSpec) -> Tool[Any]:
    """The tool of a spec, with every text that it may say. Raises `PackError`."""
    if spec.kind not in KINDS:
        raise PackError(f"the tool {spec.name} is of the kind {spec.kind!r}; there are: {', '.join(KINDS)}")
    tool = KINDS[spec.kind](spec)
    _need(spec.texts, tool.required_texts(), pack, f"the tool {spec.name}")
    _need(pack.texts, SHARED_TEXTS, pack, f"the pack {pack.id}")
    return tool


def confirmation_id(customer: CustomerContext, tool: str, arguments: Mapping[str, Any], state: str) -> str:
    """The same for the same customer, conversation, action and state of things; nobody else's fits."""
    return digest(customer.customer_id, call_key(customer.conversation_id, tool, arguments), state)[:16]


def _need(texts: Mapping[str, Mapping[str, str]], keys: frozenset[str], pack: Pack, owner: str) -> None:
    missing = [f"{k} ({lang})" for k in sorted(keys) for lang in pack.languages if not texts.get(k, {}).get(lang)]
    if missing:
        raise PackError(f"{owner} lacks the texts {', '.join(missing)}")


def _definition(name: str, description: str, arguments: type[Arguments]) -> Definition:
    return {
        "type": "function",
        "name": name,
        "description": " ".join(description.split()),
        "parameters": strict_schema(arguments),
        "strict": True,
    }


def _reasons(error: ValidationError) -> str:
    """What is wrong with which argument, without echoing a long input."""
    told = [f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in error.errors()[:5]]
    return "The arguments are not valid. " + "; ".join(told) + ". Call again with valid arguments or ask the customer."
