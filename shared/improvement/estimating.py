"""What a simulated conversation will ask of the model: rendered from the real prompts, before anything is asked.

How often the two sides write, and how much, is taken from the evidence; what a model thinks unseen is a guess with a
wide range. Tokens are counted as four characters each, without what the service may find in its cache.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shared.agent.agent import Limits
from shared.agent.history import history_items
from shared.agent.template import filled_user_template
from shared.agent.toolset import toolset
from shared.conversations.schema import Conversation, Role, Turn
from shared.domains.pack import Pack
from shared.improvement.customer import customer_request
from shared.improvement.judge import judge_request
from shared.improvement.models import CustomerTurn, Judgement, TranscriptTurn
from shared.improvement.simulation import Case, customer_context
from shared.llm.catalog import ModelInfo
from shared.llm.protocol import ModelRequest, Purpose, Usage
from shared.llm.requests import build_call
from shared.llm.schemas import text_format

CHARACTERS_PER_TOKEN = 4
TOOL_CALL_TOKENS = 30
TOOL_EXCHANGE_TOKENS = 150
"""A tool's call and its answer, read again with every later call of the conversation."""
CUSTOMER_FRAME_TOKENS = 15
JUDGEMENT_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Span:
    """An amount with the range in which it will probably lie."""

    low: float
    mid: float
    high: float

    def times(self, factor: float) -> Span:
        return Span(self.low * factor, self.mid * factor, self.high * factor)


AGENT_CALLS_PER_TURN = Span(1.3, 1.6, 2.2)
"""An answer is one call, and one more for each round of tools."""
USUAL_TURNS = Span(1.5, 2.5, 4.0)
"""Answers that a simulated customer takes, whatever the imported ones took."""
REASONING_TOKENS = Span(64, 400, 1_200)
"""Of a call's output, unseen, where the model reasons at all."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How conversations of the evidence go: answers of the company in one (at most as many as will be played), and
    characters of a message of either side."""

    turns: Span
    customer_chars: int
    agent_chars: int


@dataclass(frozen=True, slots=True)
class Load:
    """Calls, tokens and USD."""

    calls: float = 0.0
    input_tokens: float = 0.0
    output_tokens: float = 0.0
    cost_usd: float = 0.0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )

    def times(self, factor: float) -> Load:
        return Load(
            self.calls * factor, self.input_tokens * factor, self.output_tokens * factor, self.cost_usd * factor
        )


@dataclass(frozen=True, slots=True)
class Guess:
    """What a conversation may be like: answers of the agent, calls for each, and tokens of unseen reasoning a call."""

    turns: float
    agent_calls: float
    reasoning_tokens: float


def habits_of(evidence: Sequence[Conversation], max_turns: int) -> Habits:
    """What is typical of `evidence`, half-way to what simulated customers usually take. `max_turns` answers are
    the most that are played."""
    answers: list[float] = [sum(turn.role is Role.ASSISTANT for turn in c.transcript) for c in evidence] or [
        USUAL_TURNS.mid
    ]
    low, high = np.percentile(answers, [25, 90])
    turns = (
        float(np.clip((seen + usual) / 2, 1, max_turns))
        for seen, usual in ((low, USUAL_TURNS.low), (np.mean(answers), USUAL_TURNS.mid), (high, USUAL_TURNS.high))
    )
    return Habits(
        turns=Span(*turns),
        customer_chars=_typical_chars(evidence, Role.USER),
        agent_chars=_typical_chars(evidence, Role.ASSISTANT),
    )


def _typical_chars(evidence: Sequence[Conversation], role: Role) -> int:
    lengths = [len(turn.content) for c in evidence for turn in c.transcript if turn.role is role]
    return round(float(np.mean(lengths))) if lengths else 100


def guesses(habits: Habits, model: ModelInfo) -> tuple[Guess, Guess, Guess]:
    """A low, a middle and a high one."""
    thinks = Span(0, 0, 0) if not model.efforts and model.known else REASONING_TOKENS
    return (
        Guess(habits.turns.low, AGENT_CALLS_PER_TURN.low, thinks.low),
        Guess(habits.turns.mid, AGENT_CALLS_PER_TURN.mid, thinks.mid),
        Guess(habits.turns.high, AGENT_CALLS_PER_TURN.high, thinks.high),
    )


def load_of(case: Case, pack: Pack, habits: Habits, guess: Guess, model: ModelInfo) -> Load:
    """What playing `case` asks for, if it goes as guessed."""
    transcript = _transcript(case, habits, math.ceil(guess.turns))
    load = Load()
    for turn in range(math.ceil(guess.turns)):
        share = min(1.0, guess.turns - turn)
        load += _agent(case, pack, transcript[: 2 * turn + 1], turn, habits, guess, model).times(share)
        seen = customer_request(case.scenario, transcript[: 2 * turn + 2], None)
        said = habits.customer_chars / CHARACTERS_PER_TOKEN + CUSTOMER_FRAME_TOKENS
        load += _load(_tokens(seen, model, CustomerTurn), said, 1, guess, model).times(share)
    judged = judge_request(case.scenario.goal, transcript)
    return load + _load(_tokens(judged, model, Judgement), JUDGEMENT_TOKENS, 1, guess, model)


def _transcript(case: Case, habits: Habits, turns: int) -> list[TranscriptTurn]:
    """Messages of the usual length; the first is the scenario's own."""
    asked = TranscriptTurn(role="user", content="x" * habits.customer_chars)
    answered = TranscriptTurn(role="assistant", content="x" * habits.agent_chars)
    opening = TranscriptTurn(role="user", content=case.scenario.opening)
    return [opening, answered, *[asked, answered] * (turns - 1)]


def _agent(
    case: Case,
    pack: Pack,
    transcript: Sequence[TranscriptTurn],
    turn: int,
    habits: Habits,
    guess: Guess,
    model: ModelInfo,
) -> Load:
    """The calls for one answer: each after the first reads one exchange with a tool more."""
    frame = filled_user_template(case.release.user_template, customer_context(case), pack)
    history = history_items([Turn(Role(seen.role), seen.content) for seen in transcript])
    request = ModelRequest(
        purpose=Purpose.AGENT,
        instructions=case.release.system_prompt,
        input=({"role": "developer", "content": frame}, *history),
        tools=toolset(pack, case.release.tools, timeout_sec=Limits().tool_timeout_sec).definitions,
    )
    exchanges = guess.agent_calls - 1
    read = _tokens(request, model) + TOOL_EXCHANGE_TOKENS * exchanges * (turn + 0.5)
    said = (habits.agent_chars / CHARACTERS_PER_TOKEN + exchanges * TOOL_CALL_TOKENS) / guess.agent_calls
    return _load(read, said, guess.agent_calls, guess, model)


def _tokens(request: ModelRequest, model: ModelInfo, schema: type[CustomerTurn] | type[Judgement] | None = None) -> int:
    call = build_call(request, model.name, text_format(schema) if schema else None)
    return call.size_bytes() // CHARACTERS_PER_TOKEN


def _load(input_tokens: float, said_tokens: float, calls: float, guess: Guess, model: ModelInfo) -> Load:
    """`calls` of one size."""
    output_tokens = said_tokens + guess.reasoning_tokens
    usage = Usage(input_tokens=round(input_tokens), output_tokens=round(output_tokens))
    return Load(1, input_tokens, output_tokens, model.cost_usd(usage)).times(calls)
