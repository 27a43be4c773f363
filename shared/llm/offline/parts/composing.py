"""The agent's words: what its tools found, or what it says when it did not look."""

from __future__ import annotations

from shared.llm.offline.parts import agent_phrases as phrases
from shared.llm.offline.parts import effects
from shared.llm.offline.parts.effects import Stance
from shared.llm.offline.parts.language import in_language
from shared.llm.offline.parts.requests import Result
from shared.llm.offline.parts.signals import follows_up
from shared.llm.offline.parts.situation import Situation
from shared.llm.offline.parts.text import plain

_GREETS = 0.6
_LOOKS_BUSY = 0.35
_UNSUITABLE = ("invalid_arguments", "failed")


def from_results(at: Situation) -> str:
    """An answer that tells what the tools found since the customer's last message."""
    fresh = at.dialogue.fresh
    found = [result for result in fresh if result.outcome != "not_found"] or fresh[-1:]
    facts = [_told(at, result, number) for number, result in enumerate(found)]
    return _joined(_opening(at), *facts, _small_talk(at))


def without_results(at: Situation) -> str:
    """An answer of an agent that looked nothing up: what it knows from before, a question, or a put-off."""
    return _joined(_opening(at), _reminded(at) or _filler(at), _small_talk(at))


def closing(at: Situation) -> str:
    """The answer to a customer who thanks."""
    return at.noise.choice("closing", in_language(phrases.CLOSING, at.language))


def _opening(at: Situation) -> str:
    first = not at.dialogue.agent_texts
    greeting = _said(at, "greeting", phrases.GREETING) if first and at.noise.chance("greets", _GREETS) else ""
    empathy = at.noise.chance("empathy", effects.EMPATHY.at(at.manners.empathy))
    return _joined(greeting, _said(at, "empathy phrase", phrases.EMPATHY) if empathy else "")


def _told(at: Situation, result: Result, number: int) -> str:
    if result.outcome in _UNSUITABLE or not result.summary:
        return _said(at, f"failed {number}", phrases.FAILED)
    if result.outcome == "needs_confirmation":
        return _awaiting_button(at, result)
    if at.noise.chance(f"evasion {number}", effects.EVASION.at(at.manners.evasion)):
        return _said(at, f"evaded {number}", phrases.UNTOLD)
    if not at.noise.chance(f"relayed {number}", effects.RELAYED.at(at.manners.tools)):
        return _said(at, f"untold {number}", phrases.UNTOLD)
    checked = at.noise.chance(f"looks busy {number}", _LOOKS_BUSY) and at.manners.brevity is not Stance.DIRECTED
    return _joined(
        _said(at, f"looked up {number}", phrases.LOOKED_UP) if checked else "",
        result.summary,
        result.next_step if _says_next_step(at, number) else "",
    )


def _says_next_step(at: Situation, number: int) -> bool:
    return at.noise.chance(f"next step {number}", effects.NEXT_STEP.at(at.manners.next_step))


def _awaiting_button(at: Situation, result: Result) -> str:
    """Nothing is done before the customer presses the button, and the agent never says that it is."""
    if at.noise.chance("button", effects.CONFIRMATION_TOLD.at(at.manners.confirmation)):
        return _joined(result.summary, result.next_step or _said(at, "button phrase", phrases.BUTTON))
    return result.summary


def _reminded(at: Situation) -> str:
    """What a tool said before, to a customer who asks on: its next step, if the agent cares to say it."""
    helpful = [result for result in at.dialogue.earlier if result.outcome == "ok" and result.summary]
    if not helpful or at.manners.evasion is Stance.DIRECTED:
        return ""
    last = helpful[-1]
    told = _told_before(at, last.summary)
    if not told:
        return _joined(last.summary, last.next_step if _says_next_step(at, 0) else "")
    asked = follows_up(at.message) or not _told_before(at, last.next_step)
    return last.next_step if asked and _says_next_step(at, 0) else ""


def _told_before(at: Situation, text: str) -> bool:
    return any(plain(text) in plain(said) for said in at.dialogue.agent_texts)


def _filler(at: Situation) -> str:
    """A question for data the first time (and again, from an agent that forgets), else a put-off."""
    asked = any(question in text for question in _questions() for text in at.dialogue.agent_texts)
    repeated = effects.REPEATED_QUESTION.at(at.manners.no_repeats)
    asks = at.manners.evasion is not Stance.DIRECTED and at.manners.tools is not Stance.FORBIDDEN
    if (not asked and asks) or (asked and at.noise.chance("asks again", repeated)):
        return _said(at, "asks", phrases.ASK_DATA)
    if at.manners.evasion is Stance.DIRECTED or at.manners.next_step is Stance.FORBIDDEN:
        return _said(at, "puts off", phrases.PUT_OFF)
    return _said(at, "lost", phrases.NOT_KNOWN if at.noise.chance("admits", 0.5) else phrases.PUT_OFF)


def _questions() -> tuple[str, ...]:
    return tuple(question for known in phrases.ASK_DATA.values() for question in known)


def _small_talk(at: Situation) -> str:
    chatty = at.noise.chance("small talk", effects.SMALL_TALK.at(at.manners.brevity))
    return _said(at, "small talk phrase", phrases.SMALL_TALK) if chatty else ""


def _said(at: Situation, draw: str, texts: phrases.Phrases) -> str:
    return at.noise.choice(draw, in_language(texts, at.language))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
