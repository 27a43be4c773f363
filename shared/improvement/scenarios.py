"""Scenarios: simulated customers made from real conversations and the domain pack's worlds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from shared.agent.rendering import plain
from shared.analysis.intents import IntentDetector
from shared.conversations.redaction import redact
from shared.conversations.schema import Conversation
from shared.domains.pack import Language, Pack, World
from shared.improvement.models import Scenario
from shared.improvement.naming import Naming
from shared.improvement.sampling import Draw, Sample, draw, seeded

MAX_FACTS = 12
MAX_FACT_CHARS = 300
MAX_OPENING_CHARS = 1_000
MIN_MATCHED_CHARS = 3
NEUTRAL_MOOD = "neutral"
DEFAULT_CHANNEL = "chat"
GENERIC_GOAL: Mapping[Language, str] = {
    "es": "Recibir una respuesta clara y concreta a lo que pregunta: «{opening}»",
    "pt": "Receber uma resposta clara e concreta ao que pergunta: «{opening}»",
    "en": "Get a clear and concrete answer to what they ask: “{opening}”",
}
"""The goal of a customer in whose words no intent of the pack was found."""


class NoScenarios(Exception):
    """Evidence from which no scenario can be made; the message says why."""


class ContextSample(BaseModel):
    """How many scenarios a context has and from how many conversations."""

    model_config = ConfigDict(frozen=True)

    scenarios: int
    sources: int
    reused: int


class ScenarioReport(BaseModel):
    """What the scenarios were made from, and what of the evidence was left out. `reused`: scenarios from a
    conversation that another scenario was made from already."""

    model_config = ConfigDict(frozen=True)

    scenarios: int
    reused: int
    without_intent: int
    contexts: dict[str, ContextSample]
    languages: dict[str, int]
    undeclared_contexts: dict[str, int]
    without_context: int

    @property
    def notes(self) -> list[str]:
        """What a reader of the results should know, in words."""
        notes = []
        if self.reused:
            notes.append(
                f"{self.reused} of {self.scenarios} scenarios use a conversation again, in another situation where "
                "there is one: there is less evidence than was asked for"
            )
        if self.undeclared_contexts:
            named = ", ".join(f"{name} ({count})" for name, count in self.undeclared_contexts.items())
            notes.append(f"contexts that the domain pack does not declare were left out: {named}")
        if self.without_context:
            notes.append(f"{self.without_context} conversations without a context were left out")
        return notes


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    scenarios: tuple[Scenario, ...]
    report: ScenarioReport


def plan_scenarios(
    evidence: Sequence[Conversation], pack: Pack, *, per_context: int, total: int | None, seed: int
) -> ScenarioPlan:
    """The scenarios of a run: a pure function of its arguments. Raises `NoScenarios`."""
    sample = draw(evidence, pack, per_context=per_context, total=total, seed=seed)
    if not sample.draws:
        raise NoScenarios(_why_none(evidence, sample, pack))
    detector, naming = IntentDetector.for_pack(pack), Naming(pack)
    numbers: Counter[str] = Counter()
    scenarios = []
    for drawn in sample.draws:
        numbers[drawn.context] += 1
        name = f"{drawn.context}-{numbers[drawn.context]:03d}"
        scenarios.append(_scenario(name, drawn, pack, detector, naming, seed))
    return ScenarioPlan(tuple(scenarios), _report(sample, scenarios))


def _why_none(evidence: Sequence[Conversation], sample: Sample, pack: Pack) -> str:
    if not evidence:
        return "there is no conversation to make scenarios from"
    declared = ", ".join(pack.contexts)
    found = ", ".join(sample.undeclared) or "none"
    return f"no conversation has a context of the domain pack {pack.id} ({declared}); contexts in the data: {found}"


def _scenario(name: str, drawn: Draw, pack: Pack, detector: IntentDetector, naming: Naming, seed: int) -> Scenario:
    conversation = drawn.conversation
    texts = [text.strip() for text in conversation.customer_texts if text.strip()]
    language = _language(conversation, texts, detector, pack)
    intents = detected_intents(detector, texts)
    world = _world(pack, intents, " ".join(texts), seeded(seed, conversation.conversation_id), drawn.reuse)
    world = naming.in_words_of(texts, world) if world else None
    opening = redact(texts[0])[:MAX_OPENING_CHARS]
    knows = _in_language(world.knows, language) if world else ""
    return Scenario(
        scenario_id=name,
        source_conversation_id=conversation.conversation_id,
        context=drawn.context,
        intents=intents,
        goal=_in_language(world.goal, language) if world else GENERIC_GOAL[language].format(opening=opening),
        opening=opening,
        facts=_facts(texts[1:], knows),
        mood=(conversation.meta.tono or "").strip() or NEUTRAL_MOOD,
        language=language,
        channel=conversation.meta.canal or next(iter(pack.channels), DEFAULT_CHANNEL),
        records=world.records if world else (),
        success=world.success if world else {},
    )


def detected_intents(detector: IntentDetector, texts: Sequence[str]) -> tuple[str, ...]:
    """The intents of a customer's messages, the most probable first (by its highest probability in any message)."""
    highest = detector.probabilities(texts).max(axis=0)
    found = np.flatnonzero(highest >= detector.thresholds)
    return tuple(detector.intents[column] for column in sorted(found, key=lambda column: -highest[column]))


def _world(pack: Pack, intents: Sequence[str], said: str, number: int, reuse: int) -> World | None:
    """A situation for the first of the intents that has any: the one that fits what the customer `said` best and, each
    time the conversation is used again, the next best. `number` decides among equals."""
    for intent in intents:
        worlds = [world for world in pack.worlds if world.intent == intent]
        if worlds:
            start = number % len(worlds)
            fit = _fit(worlds, _words(said))
            ordered = sorted(worlds[start:] + worlds[:start], key=lambda world: fit[world.id], reverse=True)
            return ordered[reuse % len(ordered)]
    return None


def _fit(worlds: Sequence[World], said: frozenset[str]) -> dict[str, tuple[int, int]]:
    """How many of a world's own words were said, by its id: words of its records (the car, the place) first, then those
    of its goal. A word that two of the worlds have tells them not apart."""
    records = {world.id: _words(" ".join(_record_texts(world))) for world in worlds}
    goals = {world.id: _words(" ".join([*world.goal.values(), *world.knows.values()])) for world in worlds}
    shared = Counter(word for world in worlds for word in records[world.id] | goals[world.id])
    own = {word for word in said if shared[word] == 1}
    return {world.id: (len(own & records[world.id]), len(own & goals[world.id])) for world in worlds}


def _record_texts(world: World) -> list[str]:
    values = (value for record in world.records for value in record.get("data", {}).values())
    return [value for value in values if isinstance(value, str)]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", plain(text)) if len(word) >= MIN_MATCHED_CHARS)


def _facts(later_texts: Sequence[str], knows: str) -> tuple[str, ...]:
    """What the customer knows: their papers in this situation, then what they said themselves, redacted."""
    said = [redact(text)[:MAX_FACT_CHARS] for text in later_texts]
    return tuple(dict.fromkeys(fact for fact in (knows, *said) if fact))[:MAX_FACTS]


def _language(conversation: Conversation, texts: Sequence[str], detector: IntentDetector, pack: Pack) -> Language:
    stated = (conversation.meta.idioma or "").strip().lower().replace("_", "-").split("-")[0]
    named = stated if stated in pack.languages else detector.language("\n".join(texts))
    return next((language for language in pack.languages if language == named), pack.languages[0])


def _in_language(texts: Mapping[str, str], language: Language) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _report(sample: Sample, scenarios: Sequence[Scenario]) -> ScenarioReport:
    contexts = {
        context: ContextSample(
            scenarios=count,
            sources=len({d.conversation.conversation_id for d in sample.draws if d.context == context}),
            reused=sum(d.context == context and d.reuse > 0 for d in sample.draws),
        )
        for context, count in sample.asked.items()
    }
    return ScenarioReport(
        scenarios=len(scenarios),
        reused=sum(d.reuse > 0 for d in sample.draws),
        without_intent=sum(not scenario.intents for scenario in scenarios),
        contexts=contexts,
        languages=dict(sorted(Counter(scenario.language for scenario in scenarios).items())),
        undeclared_contexts=dict(sample.undeclared),
        without_context=sample.unstated,
    )
