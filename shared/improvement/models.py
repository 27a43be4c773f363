"""The records of the improvement cycle: scenario, simulated conversation, judgement, proposal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.llm.protocol import Usage


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Arm(StrEnum):
    """The two releases that play the same scenarios."""

    BASELINE = "baseline"
    PROPOSED = "proposed"


class Scenario(_Frozen):
    """A simulated customer: goal, what they know (from the customer's own turns only), mood, and the state of
    their records. `source_conversation_id` is the imported conversation it was made from."""

    scenario_id: str
    source_conversation_id: str | None
    context: str
    intents: tuple[str, ...]
    goal: str
    opening: str
    facts: tuple[str, ...]
    mood: str
    language: str
    channel: str
    records: tuple[Mapping[str, Any], ...] = ()
    success: Mapping[str, Any] = Field(default_factory=dict)


class EndReason(StrEnum):
    SATISFIED = "satisfied"
    HANDED_OFF = "handed_off"
    GAVE_UP = "gave_up"
    OUT_OF_TURNS = "out_of_turns"
    INFRASTRUCTURE = "infrastructure_error"


class CustomerTurn(_Frozen):
    """The simulated customer's next message (schema `customer_turn`). `confirm` answers a waiting button."""

    message: str
    status: Literal["continue", "satisfied", "gave_up"]
    confirm: Literal["yes", "no", "none"] = "none"


class Judgement(_Frozen):
    """The judge's reading of what the customer saw (schema `judgement`). `csat` on a scale of 1 to 5."""

    resolved: bool
    csat: float = Field(ge=1, le=5)
    reason: str


class TranscriptTurn(_Frozen):
    role: Literal["user", "assistant"]
    content: str
    tools: tuple[str, ...] = ()


class SimulatedConversation(_Frozen):
    """One scenario played once by one arm; what the journal holds. Durations are in seconds of the modelled
    clock (typing and answering times), so that they are the same wherever it runs."""

    arm: Arm
    scenario_id: str
    trial: int
    release_id: str
    model: str
    transcript: tuple[TranscriptTurn, ...]
    end_reason: EndReason
    state_reached: bool | None
    judgement: Judgement | None
    resolved: bool | None
    csat: float | None
    duration_sec: float | None
    tool_calls: int = 0
    usage: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    error: str | None = None


class PromptChanges(_Frozen):
    system_prompt: str
    user_template: str
    rationale: str


class CodeChange(_Frozen):
    title: str
    patch: str
    impact: str
    risk: str


class ProposedTool(_Frozen):
    name: str
    why: str
    api_sketch: str
    effort: int = Field(ge=1, le=3)


class EvaluationPlan(_Frozen):
    metrics: tuple[str, ...]
    offline_protocol: str
    online_protocol: str
    success_criteria: str


class Proposal(_Frozen):
    """What a model proposes, in five parts (schema `proposal`). Data, never executed."""

    prompt_changes: PromptChanges
    code_changes: tuple[CodeChange, ...]
    tools: tuple[ProposedTool, ...]
    evaluation_plan: EvaluationPlan
    risks: tuple[str, ...]


def usage_record(usage: Usage) -> dict[str, float]:
    """`usage` as the journal and the ledger write it."""
    return {
        "calls": usage.calls,
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "cost_usd": round(usage.cost_usd, 8),
    }
