"""Scenarios: an even, repeatable choice; only the customer's own words; nothing left out in silence."""

from __future__ import annotations

import pytest

from shared.improvement.sampling import declared_context
from shared.improvement.scenarios import NoScenarios, ScenarioPlan, plan_scenarios
from tests.shared.improvement.conversations import make_conversation
from tests.shared.improvement.detectors import keyword_detector
from tests.shared.improvement.fakes import PACK

__all__ = ["keyword_detector"]
pytestmark = pytest.mark.usefixtures("keyword_detector")

PAYOUT = "¿Cuándo me depositan el dinero de mi auto?"
SMALL_TALK = "jajaja buenísimo"


def plan(*evidence: object, per_context: int = 2, total: int | None = None, seed: int = 0) -> ScenarioPlan:
    return plan_scenarios(evidence, PACK, per_context=per_context, total=total, seed=seed)  # type: ignore[arg-type]


MANY = [make_conversation(f"{context}-{n}", context=context) for context in ("buying", "credit") for n in range(20)]


def test_each_context_gets_its_number() -> None:
    made = plan(*MANY, per_context=3)
    assert [s.scenario_id for s in made.scenarios] == [f"{c}-{n:03d}" for c in ("buying", "credit") for n in (1, 2, 3)]
    assert made.report.reused == 0


def test_a_total_is_spread_evenly() -> None:
    made = plan(*MANY, total=7)
    assert {name: sample.scenarios for name, sample in made.report.contexts.items()} == {"buying": 4, "credit": 3}
    assert len(plan(*MANY, total=1).scenarios) == 1


def test_the_seed_decides_and_the_order_of_the_evidence_does_not() -> None:
    assert plan(*MANY) == plan(*reversed(MANY))
    sources = {tuple(s.source_conversation_id for s in plan(*MANY, seed=seed).scenarios) for seed in range(5)}
    assert len(sources) > 1


def test_aliases_and_labels_name_a_context() -> None:
    label = PACK.contexts["warranty"]["es"]
    assert declared_context(PACK, label.upper()) == "warranty"
    for alias, context in PACK.context_aliases.items():
        assert declared_context(PACK, alias) == context
    assert declared_context(PACK, "astronomy") is None


def test_contexts_that_the_pack_does_not_declare_are_counted() -> None:
    made = plan(*MANY, make_conversation("x", context="banking"), make_conversation("y", context=None))
    assert made.report.undeclared_contexts == {"banking": 1}
    assert made.report.without_context == 1
    assert any("banking (1)" in note for note in made.report.notes)
    with pytest.raises(NoScenarios, match=r"buying.*contexts in the data: banking"):
        plan(make_conversation("x", context="banking"))
    with pytest.raises(NoScenarios, match="no conversation to make"):
        plan()


def test_evidence_without_any_context_is_used_all_the_same() -> None:
    made = plan(make_conversation("x", context=None), make_conversation("y", context=None))
    assert {s.context for s in made.scenarios} == {"unstated"}


def test_too_little_evidence_is_used_again_in_another_situation_and_said() -> None:
    made = plan(make_conversation("only", PAYOUT), per_context=3)
    assert len({str(s.records) for s in made.scenarios}) == 3
    assert made.report.reused == 2
    assert made.report.notes[0].startswith("2 of 3 scenarios use a conversation again")


def test_a_scenario_holds_only_what_the_customer_said() -> None:
    mail = "mi correo es ana@example.com"
    conversation = make_conversation("c", PAYOUT, mail, "lo firmé el viernes", answer="El código secreto es 7711")
    scenario = plan(conversation, per_context=1).scenarios[0]
    assert scenario.opening == PAYOUT
    assert "7711" not in scenario.model_dump_json()
    assert "ana@example.com" not in scenario.model_dump_json()
    assert "lo firmé el viernes" in scenario.facts
    assert (scenario.mood, scenario.channel, scenario.language) == ("molesto", "whatsapp", "es")
    assert scenario.intents[0] == "payment_status"
    assert scenario.success


def test_the_situation_that_fits_the_customers_words_is_taken() -> None:
    items = {w.records[0]["data"]["item"] for w in PACK.worlds if w.intent == "payment_status"}
    for item in items:
        for seed in range(3):
            made = plan(
                make_conversation("c", f"¿Cuándo me depositan el dinero de mi {item}?"), per_context=1, seed=seed
            )
            assert made.scenarios[0].records[0]["data"]["item"] == item


def test_a_customer_without_an_intent_has_a_goal_all_the_same() -> None:
    scenario = plan(make_conversation("c", SMALL_TALK, idioma="es"), per_context=1).scenarios[0]
    assert scenario.intents == ()
    assert SMALL_TALK in scenario.goal
    assert (scenario.records, dict(scenario.success)) == ((), {})


@pytest.mark.parametrize(("idioma", "expected"), [("pt-BR", "pt"), ("EN", "en"), (None, "es"), ("xx", "es")])
def test_the_language_is_the_stated_one_or_the_detected_one(idioma: str | None, expected: str) -> None:
    assert plan(make_conversation("c", PAYOUT, idioma=idioma), per_context=1).scenarios[0].language == expected


def test_a_conversation_in_which_the_customer_says_nothing_makes_no_scenario() -> None:
    with pytest.raises(NoScenarios):
        plan(make_conversation("c", "  "))
