"""The simulated customer: knows a goal and some facts, answers, presses, chooses, confirms, thanks or gives up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.llm.offline.parts import customer_phrases as phrases
from shared.llm.offline.parts.arguments import asked_act
from shared.llm.offline.parts.language import Language, as_language, in_language, spoken
from shared.llm.offline.parts.noise import Noise
from shared.llm.offline.parts.quantities import quantities
from shared.llm.offline.parts.requests import ASSISTANT, USER, Said, read_texts, sample_of, section, transcript_of
from shared.llm.offline.parts.signals import Signals, acted, informs, repeats, signals, wants_action, wrong_language
from shared.llm.offline.parts.text import first_words, plain, stems

ASKS_ON = 0.45
"""How often a customer who has the answer, but no next step, asks what comes now."""
LEAVES = (0.0, 0.06, 0.25, 0.55, 0.80, 0.95)
"""How likely a customer leaves after a useless answer, by how many there were."""
_SHORT_TEMPER = re.compile(
    r"impacien|frustr|molest|enoj|furios|irritad|irritat|angry|upset|annoy|impatient|urgen|ironi|brav[oa]|hart[oa]"
)
_LONG_TEMPER = re.compile(
    r"amabl|content|curios|tranquil|paciente|friendly|calm|patient|amig|gentil|feliz|happy|agradec|polite|formal"
)
_QUOTED = re.compile(r"[«“](.+)[»”]", re.DOTALL)
_BINDING = ("cancel", "accept")
_WITHOUT_A_TIME = ("cancel", "accept", "request", "submit", "claim")
"""Wishes that no choice of a time fulfils."""
_LONGEST = 300
_AMOUNT = 1000
"""From here on a number is an amount that must be right, not a day or a count."""


@dataclass(frozen=True, slots=True)
class _Customer:
    """The scenario and what was said so far."""

    goal: str
    facts: tuple[str, ...]
    mood: str
    language: Language
    opening: str
    own: tuple[str, ...]
    heard: tuple[str, ...]
    noise: Noise

    @property
    def last(self) -> str:
        return self.heard[-1] if self.heard else ""

    def say(self, draw: str, texts: phrases.Phrases) -> str:
        """One of the phrases, rather one that was not used yet."""
        options = in_language(texts, self.language)
        fresh = [option for option in options if not any(option in said for said in self.own)] or options
        return self.noise.choice(draw, fresh)


def play(request: Mapping[str, Any]) -> dict[str, str]:
    """The customer's next message as `customer_turn`: message, status, confirm."""
    scenario = section(request, "scenario")
    scenario = scenario if isinstance(scenario, dict) else {}
    customer = _customer(request, scenario, transcript_of(request))
    pending = scenario.get("pending_confirmation")
    if not customer.heard:
        return _turn(customer.opening or _wish(customer))
    if pending:
        return _at_the_button(customer, _text(pending))
    return _content(customer) or _goes_on(customer)


def _customer(request: Mapping[str, Any], scenario: Mapping[str, Any], said: Sequence[Said]) -> _Customer:
    own = tuple(entry.text for entry in said if entry.role == USER)
    opening = _text(scenario.get("opening"))
    return _Customer(
        goal=_text(scenario.get("goal")),
        facts=tuple(_text(fact) for fact in scenario.get("facts") or ()),
        mood=plain(_text(scenario.get("mood"))),
        language=as_language(scenario.get("language")) or spoken([opening, *own]),
        opening=opening,
        own=own,
        heard=tuple(entry.text for entry in said if entry.role == ASSISTANT),
        noise=Noise.of(sample_of(request), "customer", read_texts(request)),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else " ".join(map(str, value.values())) if isinstance(value, dict) else ""


def _turn(message: str, status: str = "continue", confirm: str = "none") -> dict[str, str]:
    return {"message": first_words(message, _LONGEST) or "?", "status": status, "confirm": confirm}


def _at_the_button(customer: _Customer, pending: str) -> dict[str, str]:
    """Press the button if the action is what the goal asks for."""
    act = asked_act(_BINDING, pending)
    # The goal is right where the opening, which comes from another conversation, says otherwise.
    wished = " ".join((customer.goal, *customer.own[1:]))
    serves = asked_act([act], wished) is not None if act else wants_action(customer.goal)
    if serves:
        return _turn(customer.say("confirms", phrases.CONFIRM), confirm="yes")
    return _turn(f"{customer.say('declines', phrases.DECLINE)} {_wish(customer)}", confirm="no")


def _content(customer: _Customer) -> dict[str, str] | None:
    """Thanks, when the goal is reached; sometimes first the question what comes next."""
    goal = _about(customer)
    if wants_action(customer.goal):
        reached = any(acted(goal, text) for text in customer.heard)
        return _turn(customer.say("thanks", phrases.THANKS), "satisfied") if reached else None
    if not any(informs(goal, text) and _on_my_figures(customer, text) for text in customer.heard):
        return None
    asked = any(
        question in said for question in in_language(phrases.WHAT_NEXT, customer.language) for said in customer.own
    )
    helped = informs(goal, customer.last) or signals(customer.last).next_step
    if not asked and not signals(customer.last).next_step and customer.noise.chance("asks on", ASKS_ON):
        return _turn(customer.say("what next", phrases.WHAT_NEXT))
    return _turn(customer.say("thanks", phrases.THANKS if helped else phrases.LUKEWARM), "satisfied")


def _on_my_figures(customer: _Customer, text: str) -> bool:
    """Whether an answer is about the amounts that the goal names, where it names any."""
    wanted = {quantity.value for quantity in quantities(customer.goal) if quantity.value >= _AMOUNT}
    return not wanted or bool(wanted & {quantity.value for quantity in quantities(text)})


def _about(customer: _Customer) -> str:
    """The words by which the customer knows an answer: goal and first fact; all they said where nobody named a goal."""
    quoted = _QUOTED.search(customer.goal) is not None
    return " ".join((customer.goal, *(customer.facts if quoted else customer.facts[:1])))


def _goes_on(customer: _Customer) -> dict[str, str]:
    """The goal is not reached: choose, agree, answer, press or leave."""
    found = signals(customer.last)
    if _may_choose(customer, found):
        return _turn(_choice(customer, found.slots))
    if _offers(customer):
        return _turn(f"{customer.say('agrees', phrases.AGREE)} {_wish(customer)}")
    useless = _useless(customer)
    if _useless_last(customer) and customer.noise.chance("leaves", LEAVES[min(useless, len(LEAVES) - 1)]):
        return _turn(customer.say("gives up", phrases.GIVE_UP), "gave_up")
    return _turn(" ".join(part for part in (_complaint(customer), _said_next(customer)) if part))


def _may_choose(customer: _Customer, found: Signals) -> bool:
    """Whether times are offered that could serve the goal; who cancels or hands in wants none."""
    offered = len(found.slots) > 1 or (bool(found.slots) and found.question)
    return offered and wants_action(customer.goal) and asked_act(_WITHOUT_A_TIME, customer.goal) is None


def _choice(customer: _Customer, slots: Sequence[str]) -> str:
    """The slot that shares most with the facts; among equals the noise decides."""
    wished = stems(" ".join((customer.goal, *customer.facts)))
    fitting = [len(stems(slot) & wished) for slot in slots]
    best = [slot for slot, fit in zip(slots, fitting, strict=True) if fit == max(fitting)]
    return customer.say("picks", phrases.PICK).format(slot=customer.noise.choice("slot", best))


def _offers(customer: _Customer) -> bool:
    """Whether the agent offers to do what the goal asks for."""
    if not wants_action(customer.goal):
        return False
    found = signals(customer.last)
    offered = found.next_step or (found.question and len(stems(customer.last) & stems(_about(customer))) > 0)
    return offered and not found.vague and not repeats(customer.last, customer.heard[:-1])


def _useless(customer: _Customer) -> int:
    """How many answers were of no use, as this temper counts them."""
    count = sum(_of_no_use(customer, place) for place in range(len(customer.heard)))
    temper = bool(_SHORT_TEMPER.search(customer.mood)) - bool(_LONG_TEMPER.search(customer.mood))
    return max(count + temper, 1)


def _useless_last(customer: _Customer) -> bool:
    return _of_no_use(customer, len(customer.heard) - 1)


def _of_no_use(customer: _Customer, place: int) -> bool:
    text, before = customer.heard[place], customer.heard[:place]
    if wrong_language(text, customer.language) or repeats(text, before):
        return True
    found = signals(text)
    # The first question for details is part of the service; the second is not.
    asked_before = any(signals(earlier).question for earlier in before)
    return not informs(_about(customer), text) and (not found.question or asked_before)


def _complaint(customer: _Customer) -> str:
    if wrong_language(customer.last, customer.language):
        return customer.say("language", phrases.MY_LANGUAGE)
    if repeats(customer.last, customer.heard[:-1]):
        return customer.say("said before", phrases.SAID_BEFORE)
    if signals(customer.last).question:
        return customer.say("answers", phrases.ANSWER)
    return customer.say("presses", phrases.PRESS)


def _said_next(customer: _Customer) -> str:
    """What the customer has not said yet: first the wish, then fact by fact; at last that there is no more."""
    said = plain(" ".join(customer.own))
    unsaid = [text for text in (_wish(customer), *customer.facts) if text and plain(text) not in said]
    if unsaid:
        return unsaid[0]
    return f"{customer.say('nothing more', phrases.NOTHING_MORE)} {_wish(customer)}"


def _wish(customer: _Customer) -> str:
    """The goal in the first person."""
    quoted = _QUOTED.search(customer.goal)
    if quoted is not None:
        return quoted[1].strip()
    goal = customer.goal.strip().rstrip(".")
    if not goal:
        return customer.opening
    return in_language(phrases.WANT, customer.language).format(goal=goal[:1].lower() + goal[1:]) + "."
