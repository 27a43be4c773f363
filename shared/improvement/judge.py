"""The judge: the prompt that rates a conversation by what the customer saw, and the reading of its answer."""

from __future__ import annotations

from collections.abc import Sequence

from shared.improvement.models import Judgement, TranscriptTurn
from shared.improvement.sections import UNTRUSTED, user_message
from shared.llm.protocol import LanguageModel, ModelRequest, Purpose

INSTRUCTIONS = f"""\
You rate a finished support conversation for quality control. You see the customer's goal and what the customer saw:
"user" is the customer, "assistant" is the company's agent.

- resolved: true only if the customer got the concrete information or action that the goal asks for, in this
  conversation. A promise to call back, a general explanation or "please wait" is not a resolution. Being passed to a
  person resolves the goal only if the goal was to reach one.
- csat: the satisfaction from 1 to 5, in halves, that this customer would give: resolution first, then effort
  (repeated questions, length), being understood, and being answered in the customer's own language.
- reason: one sentence that names what decided.

Rate alike whatever the length and style of the agent's words. {UNTRUSTED}"""


def judge_request(goal: str, transcript: Sequence[TranscriptTurn]) -> ModelRequest:
    """Ask for a judgement; the judge sees neither tools nor records nor which arm it rates."""
    seen = [{"role": turn.role, "content": turn.content} for turn in transcript]
    return ModelRequest(
        purpose=Purpose.JUDGE,
        instructions=INSTRUCTIONS,
        input=(user_message({"goal": goal, "transcript": seen}),),
    )


async def judge(llm: LanguageModel, goal: str, transcript: Sequence[TranscriptTurn]) -> Judgement:
    """The judgement of a finished conversation. Raises `ModelError`."""
    return (await llm.parse(judge_request(goal, transcript), Judgement)).value
