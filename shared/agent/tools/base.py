"""What every tool is made of: arguments, tier, the desk that it works at, and its result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from shared.agent.events import ToolOutcome
from shared.domains.pack import ToolSpec

if TYPE_CHECKING:
    from shared.agent.tools.desk import Desk

VIEW = ""
"""The action of a tool that has only one."""


class Tier(StrEnum):
    """What a call may do; the strictest needs the customer's own button."""

    READ = "read"
    REVERSIBLE_WRITE = "reversible_write"
    IRREVERSIBLE_WRITE = "irreversible_write"


class Arguments(BaseModel):
    """Arguments as a model gives them: unknown names are refused, blank texts are "not given"."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=400)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_none(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {k: None if isinstance(v, str) and v.strip() in ("", "null") else v for k, v in data.items()}


class RecordArguments(Arguments):
    """Arguments of a tool that works on a record of the customer."""

    reference: str | None = Field(
        default=None,
        description="Id of the record, from an earlier result, when the customer has several; otherwise null.",
    )


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answers. `summary` holds the facts in the customer's language, `next_step` what can be done now.

    `pinned` and `fingerprint` belong to a result that needs confirmation: the arguments that name exactly what was
    shown, and its state. The model does not see them.
    """

    outcome: ToolOutcome
    summary: str
    next_step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    pinned: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""

    def as_json(self) -> dict[str, Any]:
        """The result as the model and the customer's card see it."""
        return {
            "outcome": self.outcome.value,
            "summary": self.summary,
            "next_step": self.next_step,
            "data": dict(self.data),
        }


class Answered(Exception):
    """A tool has its answer early: nothing found, something missing, or the customer must confirm."""

    def __init__(self, result: ToolResult) -> None:
        super().__init__(result.summary)
        self.result = result


ArgumentsT = TypeVar("ArgumentsT", bound=Arguments)


class Tool(ABC, Generic[ArgumentsT]):
    """A kind of tool; a pack's `ToolSpec` makes it a tool of that business."""

    kind: ClassVar[str]
    tiers: ClassVar[Mapping[str, Tier]] = {VIEW: Tier.READ}
    texts: ClassVar[Sequence[str]] = ()
    base_arguments: ClassVar[type[Arguments]]

    def __init__(self, spec: ToolSpec) -> None:
        self.spec = spec
        self.actions: tuple[str, ...] = tuple(spec.settings.get("actions", self.tiers))
        self.arguments: type[Arguments] = self._narrowed() if self.actions != tuple(self.tiers) else self.base_arguments

    def _narrowed(self) -> type[Arguments]:
        """The arguments with only the actions that the pack allows."""
        description = self.base_arguments.model_fields["action"].description
        allowed: Any = Literal[self.actions]
        return create_model(
            self.base_arguments.__name__,
            __base__=self.base_arguments,
            action=(allowed, Field(description=description)),
        )

    def tier(self, arguments: Arguments) -> Tier:
        """What this call may do. A pack may be stricter or milder than the kind (`settings.tiers`)."""
        return self.tier_of(getattr(arguments, "action", VIEW))

    def tier_of(self, action: str) -> Tier:
        declared: Mapping[str, str] = self.spec.settings.get("tiers", {})
        return Tier(declared.get(action, self.tiers[action]))

    def required_texts(self) -> frozenset[str]:
        """The keys that `ToolSpec.texts` must have."""
        of_actions = {key for key in self.texts if key.split(".")[0] not in self.tiers or self._has(key)}
        states = {f"view.{state}" for state in self.spec.settings.get("states", ())}
        confirm = {f"{a}.confirm" for a in self.actions if a and self.tier_of(a) is Tier.IRREVERSIBLE_WRITE}
        return frozenset(of_actions | states | confirm)

    def _has(self, key: str) -> bool:
        return key.split(".")[0] in self.actions

    @abstractmethod
    async def run(self, arguments: ArgumentsT, desk: Desk) -> ToolResult:
        """Do what is asked at this customer's desk.

        May raise `Answered` and `OperationsError`; the toolset turns both into a result.
        """
