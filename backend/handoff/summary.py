"""What an agent reads first: a summary of the conversation, made without a model.

Problem, the customer's last words, what the bot tried and with what outcome, mood; in the ticket's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.chatbot.models import ToolCall
from backend.handoff.rules import is_angry
from backend.messages.models import Author, Message
from backend.operations.schemas import tool_label
from backend.tickets.models import Ticket
from backend.wire import cut
from shared.agent.tools import handoff
from shared.domains.pack import Pack

MAX_CHARACTERS = 1_500
TITLE_CHARACTERS, DESCRIPTION_CHARACTERS, WORDS_CHARACTERS = 200, 400, 300
MESSAGES_READ = 3
TOOLS_READ = 8
FALLBACK_LANGUAGE = "es"


class Tried(NamedTuple):
    """A tool call and how it ended (`shared.agent.events.ToolOutcome`)."""

    tool: str
    outcome: str


class Mood(StrEnum):
    """`angry`: the customer's last messages show anger at the company (`backend.handoff.rules`)."""

    CALM = "calm"
    ANGRY = "angry"


class _Words(NamedTuple):
    """The summary's words in one language."""

    text: Mapping[str, str]
    outcomes: Mapping[str, str]


async def conversation_summary(session: AsyncSession, pack: Pack, ticket: Ticket) -> str:
    """The summary of a ticket as it stands now; at most `MAX_CHARACTERS`."""
    said = await session.scalars(
        select(Message.content)
        .where(Message.ticket_id == ticket.id, Message.author == Author.CUSTOMER)
        .order_by(Message.seq.desc())
        .limit(MESSAGES_READ)
    )
    tried = await session.execute(
        select(ToolCall.tool, ToolCall.outcome)
        .where(ToolCall.ticket_id == ticket.id, ToolCall.undone_at.is_(None), ToolCall.tool != handoff.NAME)
        .order_by(ToolCall.created_at.desc())
        .limit(TOOLS_READ)
    )
    return summary_of(pack, ticket, said.all(), [Tried(*row) for row in reversed(tried.all())])


def summary_of(pack: Pack, ticket: Ticket, said: Sequence[str], tried: Sequence[Tried]) -> str:
    """The summary from the customer's messages (the newest first) and the tool calls (in order)."""
    words = _words(ticket.language)
    last = said[0] if said else ticket.description
    mood = mood_of((*said, ticket.description), ticket.language)
    problem = f"{cut(ticket.title, TITLE_CHARACTERS)} — {cut(ticket.description, DESCRIPTION_CHARACTERS)}"
    lines = (
        ("problem", problem),
        ("last_words", f"«{cut(last, WORDS_CHARACTERS)}»"),
        ("tried", _tools(pack, ticket.language, tried) or words.text["nothing_tried"]),
        ("mood", words.text[mood]),
    )
    return bounded("\n".join(f"{words.text[name]}: {text}" for name, text in lines))


@lru_cache(maxsize=1_024)
def mood_of(said: tuple[str, ...], language: str) -> Mood:
    """The mood of a customer who said this: their last `MESSAGES_READ` messages and the ticket's description.

    Remembered, since an inbox shows the same cases again and again and a text takes 0.3 ms to read.
    """
    return Mood.ANGRY if any(is_angry(text, language) for text in said) else Mood.CALM


def in_own_words(reason: str, language: str) -> str:
    """The line that says why the customer asks for a person."""
    return f"{_words(language).text['asked']}: «{cut(reason, WORDS_CHARACTERS)}»"


def bounded(summary: str) -> str:
    """A summary of at most `MAX_CHARACTERS`."""
    return summary if len(summary) <= MAX_CHARACTERS else f"{summary[: MAX_CHARACTERS - 1]}…"


def _tools(pack: Pack, language: str, tried: Sequence[Tried]) -> str:
    outcomes = _words(language).outcomes
    said = dict.fromkeys(
        f"{tool_label(pack, tool, language)} ({outcomes.get(outcome, outcome)})" for tool, outcome in tried
    )
    return ", ".join(said)


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    content = yaml.safe_load((Path(__file__).parent / "summary_texts.yaml").read_text(encoding="utf-8"))
    outcomes = {name: _in(texts, language) for name, texts in content.pop("outcomes").items()}
    return _Words({name: _in(texts, language) for name, texts in content.items()}, outcomes)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts[FALLBACK_LANGUAGE]
