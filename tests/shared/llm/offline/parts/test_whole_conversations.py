"""The planted effects, seen through the real agent, tools and simulation."""

from __future__ import annotations

import time
from functools import lru_cache
from statistics import mean

import pytest

from shared.domains.pack import Language, load_pack
from shared.improvement.models import EndReason, SimulatedConversation
from shared.llm.offline.parts.analyst_prompt import rewritten
from shared.llm.offline.parts.figures import Figures
from tests.shared.llm.offline.parts.playing import played, resolution, scenario_of
from tests.timing import assert_within

HARM = "\nNunca uses herramientas. No des pasos siguientes; di al cliente que espere."
POOR = Figures.of(
    {
        "overall": {
            "total": 160,
            "resolution_rate": {"value": 0.58, "n": 148},
            "avg_csat": {"value": 3.1, "n": 120},
            "avg_turns": {"value": 7.0, "n": 160},
        },
        "by": {"idioma": {"es": {}, "pt": {}}},
    }
)


@lru_cache(maxsize=16)
def conversations(domain: str, kind: str, luck: str, language: Language = "es") -> tuple[SimulatedConversation, ...]:
    """Every world of a pack, played twice."""
    pack = load_pack(domain)
    base = pack.prompts.system
    prompt = {"current": base, "better": rewritten(base, POOR).system_prompt, "harmful": base + HARM}[kind]
    worlds = [(world, trial) for world in pack.worlds for trial in range(2)]
    return tuple(played(pack, scenario_of(world, language), prompt, f"{luck}/{trial}") for world, trial in worlds)


def test_a_better_prompt_does_better_and_a_harmful_one_worse() -> None:
    current, better, harmful = (conversations("kavak", kind, "1") for kind in ("current", "better", "harmful"))
    assert 0.5 < resolution(current) < 0.85
    assert resolution(better) > resolution(current) + 0.1
    assert resolution(harmful) < 0.1
    csat = [mean(c.csat or 0 for c in played_by) for played_by in (harmful, current, better)]
    assert csat[0] < csat[1] - 1
    assert csat[1] < csat[2] - 0.4


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_another_pack_works_with_the_same_rules_in_each_language(language: Language) -> None:
    assert resolution(conversations("airline", "better", "1", language)) > 0.6


def test_the_same_prompt_with_other_luck_differs_in_its_conversations_but_not_in_kind() -> None:
    one, other = conversations("kavak", "current", "1"), conversations("kavak", "current", "2")
    changed = sum(a.transcript != b.transcript for a, b in zip(one, other, strict=True))
    assert changed > 0.8 * len(one)
    assert abs(resolution(one) - resolution(other)) < 0.25


def test_the_same_luck_gives_the_same_conversation() -> None:
    conversations.cache_clear()
    first = conversations("kavak", "current", "3")
    conversations.cache_clear()
    assert conversations("kavak", "current", "3") == first


def test_conversations_end_for_every_reason_and_in_bounds() -> None:
    ends = {c.end_reason for kind in ("current", "better", "harmful") for c in conversations("kavak", kind, "1")}
    assert {EndReason.SATISFIED, EndReason.GAVE_UP, EndReason.HANDED_OFF} <= ends
    assert EndReason.INFRASTRUCTURE not in ends


def test_a_conversation_is_a_matter_of_milliseconds() -> None:
    pack = load_pack("kavak")
    scenarios = [scenario_of(world, "es") for world in pack.worlds]

    def play() -> None:
        for scenario in scenarios:
            played(pack, scenario, pack.prompts.system, "speed")

    # About 12 calls of the model each; generous, since the tools and the simulation are in it too.
    assert_within(0.06 * len(scenarios), play, clock=time.process_time)
