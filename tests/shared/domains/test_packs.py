"""The packs that ship: complete, consistent, and playable world by world."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.agent.memory import InMemoryOperations
from shared.agent.rendering import mentions
from shared.agent.template import PLACEHOLDERS, UNKNOWN, placeholders
from shared.agent.tools import KINDS
from shared.agent.toolset import made_tool
from shared.domains.pack import PACKS_FOLDER, Pack, PackError, ToolSpec, World, available_packs, load_pack
from tests.shared.agent.builders import CUSTOMER, Counter

PACKS = [load_pack(name) for name in available_packs()]
WORLDS = [pytest.param(pack, world, id=f"{pack.id}-{world.id}") for pack in PACKS for world in pack.worlds]
EVERY_TOOL = [pytest.param(pack, spec, id=f"{pack.id}-{spec.name}") for pack in PACKS for spec in pack.tools]
CONDITIONS = {"told", "state", "created", "handed_off"}


def test_both_packs_are_there() -> None:
    assert {"airline", "kavak"} <= set(available_packs())


def test_kavak_has_the_eight_intents_with_their_tools_and_efforts() -> None:
    assert [(i.id, i.tool, i.effort) for i in load_pack("kavak").intents] == [
        ("offer_24h", "OfferIn24 Orchestrator", 3),
        ("status_eval", "Inspection/Workshop Status Tracker", 2),
        ("payment_status", "Payout Status Tracker", 2),
        ("reschedule_inspection", "Inspection Re-Scheduler", 1),
        ("credit_prequal", "Credit Pre-Qualification Simulator", 3),
        ("warranty_claim", "Warranty Coverage Checker", 3),
        ("kyc_docs", "Doc & KYC Collector", 1),
        ("appointment", "Scheduling Assistant", 1),
    ]
    assert list(load_pack("kavak").contexts) == ["buying", "ask", "feedback", "service", "credit", "warranty"]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_intent_has_a_tool_and_worlds_enough(pack: Pack) -> None:
    intents = {intent.id for intent in pack.intents}
    assert {tool.intent for tool in pack.tools} == intents
    worlds = Tally(world.intent for world in pack.worlds)
    assert min(worlds[intent] for intent in intents) >= (3 if pack.id == "kavak" else 2)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_the_user_template_names_exactly_the_known_placeholders(pack: Pack) -> None:
    assert placeholders(pack.prompts.user_template) == set(PLACEHOLDERS)
    assert not placeholders(pack.prompts.system)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_the_greeting_says_that_it_is_a_machine(pack: Pack) -> None:
    assert all("artific" in text for text in pack.texts["greeting"].values())


@pytest.mark.parametrize(("pack", "spec"), EVERY_TOOL)
def test_a_tool_has_every_text_that_it_may_say_and_no_other(pack: Pack, spec: ToolSpec) -> None:
    needed = made_tool(pack, spec).required_texts()
    assert {key.removesuffix(".next") for key in spec.texts} == needed


@pytest.mark.parametrize(("pack", "spec"), EVERY_TOOL)
def test_a_text_names_the_same_facts_in_every_language(pack: Pack, spec: ToolSpec) -> None:
    for key, texts in spec.texts.items():
        assert len({placeholders(text) for text in texts.values()}) == 1, key


@pytest.mark.parametrize(("pack", "spec"), EVERY_TOOL)
def test_a_description_holds_words_of_three_languages_and_fits(pack: Pack, spec: ToolSpec) -> None:
    assert "Words:" in spec.description
    assert spec.description.count(";") >= 2
    assert len(spec.description) <= 1024


@pytest.mark.parametrize(("pack", "world"), WORLDS)
def test_a_world_has_records_and_conditions_that_its_tools_know(pack: Pack, world: World) -> None:
    kinds = {s.record for s in pack.tools} | {s.settings["claim_record"] for s in pack.tools if s.kind == "coverage"}
    named = [path.split(".")[0] for path in world.success.get("told", ())]
    named += [world.success[key] for key in ("created",) if key in world.success]
    named += [world.success["state"]["kind"]] if "state" in world.success else []
    assert {record["kind"] for record in world.records} | set(named) <= kinds
    assert world.success
    assert set(world.success) <= CONDITIONS
    data = {f"{r['kind']}.{field}" for r in world.records for field in r["data"]}
    assert set(world.success.get("told", ())) <= data


def played(pack: Pack, world: World, language: str) -> tuple[list[str], Counter]:
    """Everything that the tool of a world's intent says in it without being asked for more."""
    operations = InMemoryOperations.for_customer(pack, "ana", world.records)
    counter = Counter(pack, operations, type(CUSTOMER)("ana", "conv-1", idioma=language))
    said = []
    for spec in (s for s in pack.tools if s.intent == world.intent):
        reading: list[dict[str, Any]] = [
            {"action": action}
            for action in made_tool(pack, spec).actions
            if action in ("view", "check", "list", "options")
        ]
        asked = reading or [{"action": "cancel"} if spec.settings.get("actions") == ["cancel"] else {}]
        for arguments in asked:
            result = counter.call(spec.name, **arguments)
            said += [result.summary, result.next_step]
    return said, counter


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize(("pack", "world"), WORLDS)
def test_what_must_be_told_is_told_and_no_fact_is_missing(pack: Pack, world: World, language: str) -> None:
    said, counter = played(pack, world, language)
    assert not [text for text in said if UNKNOWN in text or "{" in text]
    records = counter.operations.snapshot()
    for path in world.success.get("told", ()):
        kind, field = path.split(".")
        value = next(r for r in records if r["kind"] == kind)["data"][field]
        assert any(mentions(text, value) for text in said), (path, value, said)


def broken(**changes: Any) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((PACKS_FOLDER / "airline.yaml").read_text(encoding="utf-8"))
    return raw | changes


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"context_aliases": {"x": "nowhere"}}, "'nowhere'"),
        ({"texts": {"greeting": {"es": "hola"}}}, "the text greeting has no text in en, pt"),
        ({"detection": {"thresholds": {"unknown": 0.5}}}, "'unknown'"),
        ({"worlds": [{"id": "w", "intent": "nope", "goal": {"es": "a", "pt": "b", "en": "c"}}]}, "world w"),
        ({"surprise": 1}, "surprise"),
        ({"names": {"colour": {"names": ["red"]}}}, "'colour'"),
        ({"names": {"item": {"names": ["CR-V"], "general": ["crv"]}}}, "'crv' is there twice"),
        ({"names": {"item": {"names": ["-"]}}}, "without a letter"),
    ],
)
def test_a_pack_that_does_not_hold_together_says_where(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(yaml.safe_dump(broken(**changes), allow_unicode=True), encoding="utf-8")
    with pytest.raises(PackError, match=reason):
        load_pack(str(path))


def test_an_unknown_pack_names_those_at_hand() -> None:
    with pytest.raises(PackError, match="at hand: airline, kavak"):
        load_pack("bank")


def test_a_tool_without_one_of_its_texts_is_refused() -> None:
    pack = load_pack("kavak")
    spec = pack.tools[0]
    lacking = spec.model_copy(update={"texts": {k: v for k, v in spec.texts.items() if k != "accept.confirm"}})
    with pytest.raises(PackError, match=r"accept\.confirm \(es\)"):
        made_tool(pack, lacking)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    pack = load_pack("kavak")
    with pytest.raises(PackError, match="'oracle'"):
        made_tool(pack, pack.tools[0].model_copy(update={"kind": "oracle"}))
    assert len(KINDS) == 8


def test_reading_a_pack_twice_gives_the_same_object() -> None:
    assert load_pack("kavak") is load_pack("kavak")
    assert asyncio.run(InMemoryOperations().today()).isoformat() == "2026-10-05"
