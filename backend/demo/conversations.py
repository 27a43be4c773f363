"""Demo conversations: a simulated customer writes, and the bot answers as it answers everybody."""

from __future__ import annotations

from typing import Literal
from uuid import uuid4

from sqlalchemy import select

from backend.chatbot.confirmations import asked_for, decide
from backend.chatbot.schemas import ConfirmationOut
from backend.chatbot.work import load_work
from backend.chatbot.writing import ReplyWriter
from backend.clock import now
from backend.demo.stage import Stage
from backend.demo.texts import text
from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.messages.service import add_message
from backend.tickets.models import Ticket, TicketStatus
from shared.domains.pack import World
from shared.improvement.customer import next_customer_turn
from shared.improvement.models import Scenario, TranscriptTurn

TYPING_SEC = 25.0
TYPED_A_SEC = 4.0
ANSWER_SEC = 4.0
MAX_MESSAGES = 10
MOOD = "neutral"
Ending = Literal["satisfied", "gave_up", "handed_off", "unfinished"]


def scenario_of(world: World, ticket: Ticket) -> Scenario:
    """The customer of a world, who opens with the ticket's description."""
    language = ticket.language
    knows = world.knows.get(language)
    return Scenario(
        scenario_id=world.id, source_conversation_id=None, context=ticket.category, intents=(world.intent,),
        goal=world.goal[language], opening=ticket.description, facts=(knows,) if knows else (), mood=MOOD,
        language=language, channel=ticket.channel,
    )  # fmt: skip


def opening(world: World, language: str) -> str:
    """What a customer of this world writes first: their case and what they want."""
    goal = world.goal[language]
    wish = f"{text('want', language)} {goal[:1].lower()}{goal[1:]}."
    knows = world.knows.get(language)
    return f"{knows}. {wish}" if knows else wish


async def converse(stage: Stage, world: World, most: int = MAX_MESSAGES) -> Ending:
    """Play a conversation on the stage's ticket, in at most `most` messages; how it ended."""
    scenario = scenario_of(world, stage.ticket)
    transcript: list[TranscriptTurn] = []
    while len(transcript) < most:
        button = next(reversed(await asked_for(stage.session, stage.ticket.id)), None)
        turn = await next_customer_turn(stage.services.llm, scenario, transcript, button.summary if button else None)
        if turn.status != "continue":
            return turn.status
        if button is not None and turn.confirm != "none":
            await _press(stage, button, transcript, accept=turn.confirm == "yes")
            continue
        await _exchange(stage, turn.message, transcript)
        if stage.ticket.status is TicketStatus.WAITING_AGENT:
            return "handed_off"
    return "unfinished"


async def say(stage: Stage, content: str) -> str:
    """A message of the customer and the bot's answer to it."""
    ticket, session = stage.ticket, stage.session
    message = await add_message(session, ticket, Author.CUSTOMER, content, author_id=ticket.customer_id)
    reply = Reply(
        id=uuid4(), ticket_id=ticket.id, message_id=message.id, status=ReplyStatus.RUNNING, attempt=1, recoveries=0,
        owner=stage.services.process, created_at=now(), started_at=now(),
    )  # fmt: skip
    session.add(reply)
    await stage.passes(TYPING_SEC + len(content) / TYPED_A_SEC)
    work = await load_work(stage.services, reply.id, reply.attempt)
    await ReplyWriter(stage.services, work).write()
    await stage.passes(ANSWER_SEC)
    answer = await session.scalar(
        select(Message.content).where(Message.reply_id == reply.id, Message.author == Author.BOT)
    )
    return answer or ""


async def _exchange(stage: Stage, content: str, transcript: list[TranscriptTurn]) -> None:
    answer = await say(stage, content)
    waiting = await asked_for(stage.session, stage.ticket.id)
    shown = "".join(f"\n\n[{button.summary}]" for button in waiting if button.summary not in answer)
    transcript.append(TranscriptTurn(role="user", content=content))
    transcript.append(TranscriptTurn(role="assistant", content=answer + shown))


async def _press(stage: Stage, button: ConfirmationOut, transcript: list[TranscriptTurn], *, accept: bool) -> None:
    decided = await decide(stage.services, stage.session, stage.ticket, button.id, accept=accept)
    await stage.passes(TYPING_SEC)
    transcript.append(TranscriptTurn(role="user", content="✓" if accept else "✗"))
    if decided.message is not None:
        transcript.append(TranscriptTurn(role="assistant", content=decided.message.content))
