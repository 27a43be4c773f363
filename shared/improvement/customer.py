"""The simulated customer: the prompt that plays a scenario and the reading of its answer."""

from __future__ import annotations

from collections.abc import Sequence

from shared.improvement.models import CustomerTurn, Scenario, TranscriptTurn
from shared.improvement.sections import UNTRUSTED, user_message
from shared.llm.protocol import LanguageModel, ModelRequest, Purpose

INSTRUCTIONS = f"""\
You play a customer who writes to a company's support chat, so that the company can try out its agent.
The scenario says what you want (goal), all that you know (facts), your mood, your language and the channel. In the
transcript you are "user" and the agent is "assistant". Write your next message.

- Write as that person would on that channel, in the scenario's language: short, one thing at a time, in that mood.
- Know only the facts. Asked for something that is not among them, say that you do not know; never make up data.
- The first fact is your case. Where your opening words name another item, place or date, you misspoke: the goal and
  the first fact are right.
- Press for the goal. Do not help the agent with its work and do not say that this is a simulation.
- status "satisfied": the agent has given the concrete answer or done what the goal asks for. A promise is not enough.
- status "gave_up": this person would leave now: repeated or evasive answers, or nothing happens.
- status "continue": otherwise.
- confirm: when pending_confirmation is set, the chat shows you a button for that action. "yes" presses it, "no"
  declines it, "none" leaves it. Press it only if the action serves your goal. Without a button always "none".

{UNTRUSTED}"""


def customer_request(
    scenario: Scenario, transcript: Sequence[TranscriptTurn], pending_confirmation: str | None
) -> ModelRequest:
    """Ask for the customer's next message; `pending_confirmation` is what a waiting button would do."""
    played = {
        "goal": scenario.goal,
        "facts": list(scenario.facts),
        "mood": scenario.mood,
        "language": scenario.language,
        "channel": scenario.channel,
        "opening": scenario.opening,
        "pending_confirmation": pending_confirmation,
    }
    seen = [{"role": turn.role, "content": turn.content} for turn in transcript]
    return ModelRequest(
        purpose=Purpose.CUSTOMER,
        instructions=INSTRUCTIONS,
        input=(user_message({"scenario": played, "transcript": seen}),),
    )


async def next_customer_turn(
    llm: LanguageModel, scenario: Scenario, transcript: Sequence[TranscriptTurn], pending_confirmation: str | None
) -> CustomerTurn:
    """What the customer says next. The opening is the scenario's own and costs no call. Raises `ModelError`."""
    if not transcript:
        return CustomerTurn(message=scenario.opening, status="continue")
    parsed = await llm.parse(customer_request(scenario, transcript, pending_confirmation), CustomerTurn)
    return parsed.value
