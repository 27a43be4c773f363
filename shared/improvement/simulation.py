"""One simulated conversation: agent × customer until it ends, then the judge and a look at the records.

Pure: model, agent and records come in as arguments, time is modelled (`clock.py`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.agent.context import CustomerContext
from shared.agent.events import AgentEvent, ConfirmationRequired, Done, Handoff, ToolFinished, ToolStarted
from shared.agent.release import AgentRelease
from shared.conversations.schema import Role, Turn
from shared.improvement.clock import BUTTON_SEC, TOOL_CALL_SEC, agent_seconds, customer_seconds
from shared.improvement.customer import next_customer_turn
from shared.improvement.goal_state import state_reached
from shared.improvement.judge import judge
from shared.improvement.models import Arm, CustomerTurn, EndReason, Scenario, SimulatedConversation, TranscriptTurn
from shared.llm.errors import BudgetExceeded, EmptyReply, ModelError, ModelRetired, NotAuthenticated
from shared.llm.protocol import LanguageModel

FATAL = (BudgetExceeded, NotAuthenticated, ModelRetired)
"""Errors that the next conversation would meet too: they end the batch, not the conversation."""


class AnsweringAgent(Protocol):
    """What a simulation needs of `shared.agent.agent.Agent`."""

    def reply(self, customer: CustomerContext, history: Sequence[Turn]) -> AsyncIterator[AgentEvent]: ...

    async def confirm(self, customer: CustomerContext, confirmation: ConfirmationRequired) -> ToolFinished: ...


class CheckedRecords(Protocol):
    """The customer's records, to be compared before and after."""

    def snapshot(self) -> tuple[Mapping[str, Any], ...]: ...


@dataclass(frozen=True, slots=True)
class Case:
    """What is played: a scenario, by one arm's release, for the `trial`-th time."""

    arm: Arm
    scenario: Scenario
    trial: int
    release: AgentRelease

    @property
    def key(self) -> str:
        """Names the case within a run, as in `proposed/buying-001/0`."""
        return f"{self.arm.value}/{self.scenario.scenario_id}/{self.trial}"


@dataclass(slots=True)
class Conversation:
    """A conversation as it grows. `seconds` is the modelled clock; `history` is what the agent gets."""

    transcript: list[TranscriptTurn] = field(default_factory=list)
    history: list[Turn] = field(default_factory=list)
    pending: ConfirmationRequired | None = None
    handed_off: bool = False
    tool_calls: int = 0
    seconds: float = 0.0
    model: str = ""

    @property
    def button(self) -> str | None:
        """What a waiting confirmation button would do."""
        return self.pending.summary if self.pending else None

    @property
    def agent_messages(self) -> list[str]:
        return [turn.content for turn in self.transcript if turn.role == "assistant"]

    def customer_says(self, message: str) -> None:
        read = self.transcript[-1].content if self.transcript else ""
        self.seconds += customer_seconds(message, read)
        self.transcript.append(TranscriptTurn(role="user", content=message))
        self.history.append(Turn(Role.USER, message))

    def agent_says(self, message: str, tools: tuple[str, ...], turn: Turn) -> None:
        self.transcript.append(TranscriptTurn(role="assistant", content=message, tools=tools))
        self.history.append(turn)
        self.tool_calls += len(tools)


async def simulate(
    case: Case, agent: AnsweringAgent, records: CheckedRecords, llm: LanguageModel, *, max_messages: int
) -> SimulatedConversation:
    """Play `case` in at most `max_messages` messages. An error of the model that ends this conversation only is
    recorded in it (`infrastructure_error`, nothing known of its outcome); those in `FATAL` are raised."""
    talk, before = Conversation(), records.snapshot()
    try:
        end = await _play(case, agent, llm, talk, max_messages)
        judgement = await judge(llm, case.scenario.goal, talk.transcript)
    except FATAL:
        raise
    except ModelError as error:
        return _record(case, talk, end_reason=EndReason.INFRASTRUCTURE, error=f"{error.code}: {error}")
    reached = state_reached(
        case.scenario.success,
        before=before,
        after=records.snapshot(),
        agent_messages=talk.agent_messages,
        handed_off=talk.handed_off,
    )
    return _record(
        case,
        talk,
        end_reason=end,
        state_reached=reached,
        judgement=judgement,
        resolved=judgement.resolved and reached is not False,
        csat=judgement.csat,
        duration_sec=round(talk.seconds, 1),
    )


def _record(case: Case, talk: Conversation, **outcome: Any) -> SimulatedConversation:
    unknown = {"state_reached": None, "judgement": None, "resolved": None, "csat": None, "duration_sec": None}
    return SimulatedConversation(
        arm=case.arm,
        scenario_id=case.scenario.scenario_id,
        trial=case.trial,
        release_id=case.release.release_id,
        model=talk.model,
        transcript=tuple(talk.transcript),
        tool_calls=talk.tool_calls,
        **{**unknown, **outcome},
    )


async def _play(
    case: Case, agent: AnsweringAgent, llm: LanguageModel, talk: Conversation, max_messages: int
) -> EndReason:
    customer = customer_context(case)
    while len(talk.transcript) < max_messages:
        turn = await next_customer_turn(llm, case.scenario, talk.transcript, talk.button)
        talk.customer_says(turn.message)
        answered = await _press_button(agent, customer, talk, turn)
        if turn.status != "continue":
            return EndReason.SATISFIED if turn.status == "satisfied" else EndReason.GAVE_UP
        if not answered and len(talk.transcript) < max_messages:
            await _agent_turn(agent, customer, talk)
        if talk.handed_off:
            return EndReason.HANDED_OFF
    return EndReason.OUT_OF_TURNS


def customer_context(case: Case) -> CustomerContext:
    """The simulated customer as the agent knows them: the same in both arms."""
    scenario = case.scenario
    name = f"{scenario.scenario_id}.{case.trial}"
    return CustomerContext(
        customer_id=f"simulated-{name}",
        conversation_id=name,
        context=scenario.context,
        tono=scenario.mood,
        idioma=scenario.language,
        canal=scenario.channel,
    )


async def _press_button(
    agent: AnsweringAgent, customer: CustomerContext, talk: Conversation, turn: CustomerTurn
) -> bool:
    """Let the customer use a waiting button. True if what it did stands in the transcript as the company's answer."""
    pending = talk.pending
    if pending is None or turn.confirm == "none":
        return False
    talk.pending = None
    talk.seconds += BUTTON_SEC
    if turn.confirm == "no":
        return False
    finished = await agent.confirm(customer, pending)
    summary = " ".join(str(finished.result[key]) for key in ("summary", "next_step") if finished.result.get(key))
    talk.agent_says(summary, (finished.tool,), Turn(Role.ASSISTANT, summary))
    talk.seconds += TOOL_CALL_SEC
    return True


async def _agent_turn(agent: AnsweringAgent, customer: CustomerContext, talk: Conversation) -> None:
    tools: list[str] = []
    done: Done | None = None
    async for event in agent.reply(customer, tuple(talk.history)):
        match event:
            case ToolStarted():
                tools.append(event.tool)
            case ConfirmationRequired():
                talk.pending = event
            case Handoff():
                talk.handed_off = True
            case Done():
                done = event
    if done is None:
        raise EmptyReply("the agent ended without an answer")
    talk.model = done.model
    talk.seconds += agent_seconds(done.text, len(tools))
    talk.agent_says(_shown(done.text, talk.pending), tuple(tools), done.turn)


def _shown(text: str, pending: ConfirmationRequired | None) -> str:
    """The answer as the customer sees it: with the button's words under it while one is waiting."""
    return text if pending is None or pending.summary in text else f"{text}\n\n[{pending.summary}]"
