"""What a message of the agent does, as a customer would notice it: tell facts, act, ask, put off, repeat, comfort."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from shared.llm.offline.parts import signal_patterns as patterns
from shared.llm.offline.parts.language import clearly_other
from shared.llm.offline.parts.text import plain, stems

_SAME = 0.82
"""Two messages this alike are one message said twice."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What one message holds."""

    figures: bool
    done: bool
    vague: bool
    question: bool
    next_step: bool
    empathy: bool
    slots: tuple[str, ...]


@lru_cache(maxsize=8192)
def signals(text: str) -> Signals:
    """The signals of a message."""
    said = plain(text)
    vague = bool(patterns.VAGUE.search(said))
    return Signals(
        figures=bool(patterns.FIGURE.search(said)),
        done=bool(patterns.DONE.search(said)) and not said.rstrip().endswith("?"),
        vague=vague,
        question="?" in said,
        next_step=bool(patterns.NEXT_STEP.search(said)) and not vague,
        empathy=bool(patterns.EMPATHY.search(said)),
        slots=_slots(text, said),
    )


def _slots(text: str, said: str) -> tuple[str, ...]:
    if len(said) != len(text):
        # A letter that unfolds into several ("ß" does not, "ŉ" does) moves the places; then take the plain words.
        text = said
    return tuple(dict.fromkeys(text[found.start() : found.end()] for found in patterns.SLOT.finditer(said)))


def only_asks(text: str) -> bool:
    """Whether a message asks and tells nothing: no figure outside of its question."""
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+", text.strip()) if s]
    telling = [s for s in sentences if not s.rstrip().endswith("?")]
    return (
        len(telling) < len(sentences)
        and not any(patterns.FIGURE.search(plain(s)) for s in telling)
        and len(telling) < 2
    )


@lru_cache(maxsize=8192)
def informs(goal: str, text: str) -> bool:
    """Whether a message of the agent tells something concrete that has to do with the goal."""
    found = signals(text)
    shared = len(stems(goal) & stems(text))
    if only_asks(text) or (not shared and not found.done) or not _of_the_kind_asked_for(goal, text):
        return False
    if found.figures:
        # Times on offer answer a question for times, not one that shares a word with them.
        return len(found.slots) < 2 or shared >= 2
    return shared >= 2 and not found.vague and len(text) >= _LONG_ENOUGH


def _of_the_kind_asked_for(goal: str, text: str) -> bool:
    """Who asks when or how much is told by a date or an amount, and by nothing else."""
    wanted, said = plain(goal), plain(text)
    when, amount = bool(patterns.ASKS_WHEN.search(wanted)), bool(patterns.ASKS_AMOUNT.search(wanted))
    told_when, told_amount = bool(patterns.DATE.search(said)), bool(patterns.AMOUNT.search(said))
    return (not when and not amount) or (when and told_when) or (amount and told_amount)


_LONG_ENOUGH = 50
"""Characters below which a message without a figure tells nothing."""


@lru_cache(maxsize=4096)
def wants_action(goal: str) -> bool:
    """Whether the goal is that something be done, rather than known."""
    said = plain(goal)
    return bool(patterns.ACTION.search(said)) and not patterns.KNOWING.match(said)


def repeats(text: str, earlier: Sequence[str]) -> bool:
    """Whether a message says what an earlier one said."""
    said = plain(text)
    return any(
        said == before
        or (
            _near_length(said, before)
            and SequenceMatcher(None, said, before).quick_ratio() > _SAME
            and SequenceMatcher(None, said, before).ratio() > _SAME
        )
        for before in map(plain, earlier)
    )


def _near_length(one: str, other: str) -> bool:
    return min(len(one), len(other)) > _SAME * max(len(one), len(other)) * 0.8


def acted(goal: str, text: str) -> bool:
    """Whether a message of the agent says that something was done that has to do with the goal."""
    found, wanted, said = signals(text), plain(goal), plain(text)
    if any(kind.search(wanted) and not kind.search(said) for kind in patterns.KINDS_OF_ACTION):
        return False
    return found.done and (found.figures or bool(stems(goal) & stems(text)))


def wrong_language(text: str, language: str) -> bool:
    """Whether a message is clearly in another language than the customer's."""
    return clearly_other(text, language)


def thanks(text: str) -> bool:
    """Whether a message thanks or is content."""
    return bool(patterns.THANKS.search(plain(text)))


def unhappy(text: str) -> bool:
    """Whether a message of the customer gives up."""
    return bool(patterns.UNHAPPY.search(plain(text)))


def wants_person(text: str) -> bool:
    """Whether a customer asks for a human being."""
    return bool(patterns.PERSON.search(plain(text)))


def passes_on(text: str) -> bool:
    """Whether a text says that a person takes over."""
    return bool(patterns.PASSES_ON.search(plain(text)))


def follows_up(text: str) -> bool:
    """Whether a customer asks what comes next, about what was just said."""
    return bool(patterns.FOLLOW_UP.search(plain(text)))
