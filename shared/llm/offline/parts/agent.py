"""The agent: looks up what it can, tells what it found, and is only as good as its prompt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shared.llm.offline.parts import agent_phrases as phrases
from shared.llm.offline.parts import effects
from shared.llm.offline.parts.actions import Action, Call, Text
from shared.llm.offline.parts.arguments import actions, asked_act, filled
from shared.llm.offline.parts.composing import closing, from_results, without_results
from shared.llm.offline.parts.language import in_language
from shared.llm.offline.parts.picking import agrees, picked
from shared.llm.offline.parts.requests import Result
from shared.llm.offline.parts.signals import follows_up, passes_on
from shared.llm.offline.parts.situation import SETTLED, Situation
from shared.llm.offline.parts.text import first_words, plain
from shared.llm.offline.parts.tool_choice import HANDOFF, fitting_tools

_SUMMARY_CHARS = 240
_ASKED_AGAIN = "request"
_BINDING = frozenset({"cancel", "accept"})
_WANTS = re.compile(r"\b(?:quiero|quero|i want|i'd like)\b(?! (?:saber|to know|to find))")


def play(request: Mapping[str, Any]) -> Action:
    """The agent's next move: calls of tools, or a text for the customer."""
    at = Situation.of(request)
    if at.dialogue.fresh:
        return _after_tools(at)
    if not at.message.strip():
        return Text(in_language(phrases.OPENING, at.language)[0])
    if at.closes:
        return Text(closing(at))
    return _passed_on(at) or _looked_up(at) or Text(without_results(at))


def _after_tools(at: Situation) -> Action:
    """Results are in: one more call where they ask for it, else tell them."""
    result = at.dialogue.fresh[-1]
    if result.tool == HANDOFF:
        return Text(result.summary or in_language(phrases.CLOSING, at.language)[1])
    return _asked_for_new(at, result) or _looked_elsewhere(at) or _passed_on_by(at, result) or Text(from_results(at))


def _asked_for_new(at: Situation, result: Result) -> Action | None:
    """Nothing on record, and the customer wants one: ask for it."""
    tool = at.tool(result.tool)
    if tool is None or result.outcome != "not_found" or _ASKED_AGAIN not in actions(tool):
        return None
    wished = " ".join(at.known.texts)
    if asked_act([_ASKED_AGAIN], wished) is None and not _WANTS.search(plain(wished)):
        return None
    arguments = filled(tool, at.known, _ASKED_AGAIN)
    return None if at.called(result.tool, arguments) else Call(((result.tool, arguments),))


def _looked_elsewhere(at: Situation) -> Action | None:
    """Nothing on record where the agent looked: look where the customer's words point next, once."""
    fresh = at.dialogue.fresh
    if len(fresh) != 1 or fresh[0].outcome != "not_found" or not at.tools:
        return None
    found_nothing = {result.tool for result in at.dialogue.results if result.outcome == "not_found"}
    name = next((n for n in _callable(at) if n not in found_nothing), None)
    tool = at.tool(name) if name is not None else None
    if name is None or tool is None or not at.noise.chance("looks on", effects.TOOL_USE.at(at.manners.tools)):
        return None
    return Call(((name, filled(tool, at.known)),))


def _passed_on_by(at: Situation, result: Result) -> Action | None:
    """A result that says that a person has to take over, or that failed once more."""
    if not at.can_hand_off:
        return None
    needed = passes_on(result.next_step) and not result.next_step.strip().endswith("?")
    conditional = re.match(r"\s*(?:si|se|if)\b", plain(result.next_step)) is not None
    stuck = at.blocked and result.outcome not in SETTLED
    chance = effects.HANDOFF_BLOCKED.at(at.manners.handoff)
    if (stuck or (needed and not conditional)) and at.noise.chance("hand off after tools", chance):
        return _handoff(at, "blocked", from_results(at))
    return None


def _passed_on(at: Situation) -> Action | None:
    """The customer asks for a person, or has been failed twice."""
    if not at.can_hand_off:
        return None
    if at.asks_for_person and at.noise.chance("hand off asked", effects.HANDOFF_ASKED.at(at.manners.handoff)):
        return _handoff(at, "customer_request")
    if at.blocked and at.noise.chance("hand off blocked", effects.HANDOFF_BLOCKED.at(at.manners.handoff)):
        return _handoff(at, "blocked")
    return None


def _handoff(at: Situation, reason: str, text: str = "") -> Action:
    tool = at.tool(HANDOFF) or {}
    tried = sorted({result.tool for result in at.dialogue.results if result.tool != HANDOFF})
    told = in_language(phrases.TRIED, at.language).format(tools=", ".join(tried)) if tried else ""
    said = first_words(at.message, _SUMMARY_CHARS)
    summary = in_language(phrases.HANDOFF_SUMMARY, at.language).format(said=said, tried=told).strip()
    allowed = actions(tool)
    why = reason if not allowed or reason in allowed else allowed[0]
    return Call(((HANDOFF, {"reason": why, "summary": summary}),), text)


def _looked_up(at: Situation) -> Action | None:
    """The call of the tool that fits, unless the agent's manners keep it from looking."""
    name = _fitting(at)
    tool = at.tool(name) if name is not None else None
    if name is None or tool is None or not at.noise.chance("tool use", effects.TOOL_USE.at(at.manners.tools)):
        return None
    arguments = filled(tool, at.known)
    return None if at.in_vain(name, arguments) else Call(((name, arguments),))


def _fitting(at: Situation) -> str | None:
    """The tool whose options the customer chose from or whose offer they agreed to, else the one that fits best."""
    earlier = [result for result in at.dialogue.results if result.tool != HANDOFF]
    if earlier and (offered := at.known.options) and picked(at.message, offered) is not None:
        return next(result.tool for result in reversed(earlier) if result.data.get("options"))
    if earlier and (follows_up(at.message) or agrees(at.message)):
        # "And now?" and a bare "yes" are about what was said last, whatever words they hold.
        names_another = agrees(at.message) and bool(fitting_tools(at.tools, [at.message]))
        if not names_another:
            return earlier[-1].tool if agrees(at.message) else None
    fitting = _callable(at)
    in_vain = {result.tool for result in earlier if result.outcome == "not_found"}
    return next((name for name in fitting if name not in in_vain), fitting[0] if fitting else None)


def _callable(at: Situation) -> list[str]:
    """The tools that fit the customer's words, the best first."""
    return [name for name in fitting_tools(at.tools, at.dialogue.customer_texts) if _may_be_called(at, name)]


def _may_be_called(at: Situation, name: str) -> bool:
    """A tool that does nothing but what binds the customer is only called when they ask for it."""
    options = set(actions(at.tool(name) or {}))
    return not options or not options <= _BINDING or asked_act(sorted(options), " ".join(at.known.texts)) is not None
