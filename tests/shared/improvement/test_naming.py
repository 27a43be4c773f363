"""Naming: the customer's car is the world's car, in every place where the world names its own."""

from __future__ import annotations

import pytest

from shared.domains.pack import FieldNames, Pack, World, load_pack
from shared.improvement.models import Scenario
from shared.improvement.naming import Named, Names, Naming
from shared.improvement.scenarios import plan_scenarios
from tests.shared.improvement.conversations import make_conversation
from tests.shared.improvement.detectors import keyword_detector
from tests.shared.improvement.fakes import PACK

__all__ = ["keyword_detector"]
pytestmark = pytest.mark.usefixtures("keyword_detector")

NAMES = Names(
    FieldNames(
        names=("Jetta", "Onix", "Onix Plus", "CR-V", "Mazda 3", "Mégane", "Peugeot 2008"),
        ambiguous=("Up", "March"),
        introduced_by=("mi",),
        general=("Nissan", "Peugeot"),
    )
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("vendo mi JETTA", Named("Jetta", None)),
        ("un Jetta 2019 gris", Named("Jetta", "2019")),
        ("my 2018 jetta", Named("Jetta", "2018")),
        ("jetta comfortline 1.4 2016", Named("Jetta", "2016")),
        ("Jetta, 2015", Named("Jetta", "2015")),
        ("el jetta falla. En 2020 lo compré", Named("Jetta", None)),
        ("jetta o mazda 3 2020", Named("Jetta", None)),
        ("el onix plus 2022", Named("Onix Plus", "2022")),
        ("una crv 2012", Named("CR-V", "2012")),
        ("mazda3 2017", Named("Mazda 3", "2017")),
        ("megane", Named("Mégane", None)),
        ("peugeot 2008", Named("Peugeot 2008", None)),
        ("peugeot 2008 2019", Named("Peugeot 2008", "2019")),
        ("peugeot 2010", Named("Peugeot", "2010")),
        ("mi nissan no arranca", Named("Nissan", None)),
        ("nissan o jetta", Named("Jetta", None)),
        ("jettas", None),
        ("my car is up on the lift", None),
        ("up 2016", Named("Up", "2016")),
        ("my beat up 2014 jetta", Named("Jetta", "2014")),
        ("it expired in march", None),
        ("mi march", Named("March", None)),
        ("a nissan march", Named("March", None)),
    ],
)
def test_a_name_is_found_as_people_write_it(said: str, expected: Named | None) -> None:
    assert NAMES.first([said]) == expected


def test_the_first_name_counts_and_its_year_may_come_later() -> None:
    assert NAMES.first(["hola", "mi jetta", "un onix 2022", "es jetta 2017"]) == Named("Jetta", "2017")


def scenario(*texts: str, pack: Pack = PACK, idioma: str = "es") -> Scenario:
    evidence = [make_conversation("c", *texts, idioma=idioma)]
    return plan_scenarios(evidence, pack, per_context=1, total=None, seed=0).scenarios[0]


def test_records_goal_and_known_facts_are_about_the_customers_car() -> None:
    made = scenario("¿Cuándo me depositan el dinero de mi tsuru 2014?", "ya firmé")
    assert made.records[0]["data"]["item"] == "Tsuru 2014"
    assert "Tsuru 2014" in made.goal
    assert "Tsuru 2014" in made.facts[0]
    assert made.facts[1] == "ya firmé"


def test_the_worlds_year_stays_where_the_customer_names_none() -> None:
    plain, named = (scenario(f"¿Cuándo me depositan el dinero de mi {car}?") for car in ("auto", "tsuru"))
    year = plain.records[0]["data"]["item"].split()[-1]
    assert named.records[0]["data"]["item"] == f"Tsuru {year}"


def test_nothing_changes_where_nothing_is_named_or_declared() -> None:
    undeclared = PACK.model_copy(update={"names": {}})
    assert scenario("¿Cuándo me depositan mi dinero?") == scenario("¿Cuándo me depositan mi dinero?", pack=undeclared)
    items = {record["data"].get("item") for world in PACK.worlds for record in world.records}
    assert scenario("¿Cuándo me depositan el dinero de mi tsuru?", pack=undeclared).records[0]["data"]["item"] in items


@pytest.mark.parametrize("pack", [PACK, load_pack("airline")], ids=lambda pack: pack.id)
def test_a_world_is_itself_for_who_names_nothing(pack: Pack) -> None:
    naming = Naming(pack)
    assert all(naming.in_words_of(["hola, ¿me ayudan?"], world) is world for world in pack.worlds)


@pytest.mark.parametrize("world", [w for w in PACK.worlds if "20" in str(w)], ids=lambda world: world.id)
def test_no_world_keeps_a_car_of_its_own(world: World) -> None:
    renamed = Naming(PACK).in_words_of(["tengo un Tsuru 2004"], world)
    own = Names(PACK.names["item"])
    texts = [*world.goal.values(), *world.knows.values(), str(world.records)]
    after = [*renamed.goal.values(), *renamed.knows.values(), str(renamed.records)]
    for before, text in zip(texts, after, strict=True):
        assert own.first([text]) == (Named("Tsuru", "2004") if own.first([before]) else None)


def test_a_world_without_records_is_renamed_by_its_goal() -> None:
    world = next(world for world in PACK.worlds if world.id == "offer_first")
    renamed = Naming(PACK).in_words_of(["cuánto por mi jetta 2019"], world)
    assert renamed.goal["es"] == "Pedir una oferta por mi Jetta 2019 con 45 mil kilómetros"
    assert renamed.success == world.success


def test_values_by_language_and_conditions_follow() -> None:
    world = World.model_validate(
        {
            "id": "w",
            "intent": "offer_24h",
            "records": [{"kind": "offer", "data": {"item": "Jetta 2018", "n": 3, "x": {"es": "del Jetta"}}}],
            "goal": {"es": "Mi Jetta 2018, no el Jettason"},
            "success": {"said": ["Jetta 2018"]},
        }
    )
    renamed = Naming(PACK).in_words_of(["mi tsuru"], world)
    assert renamed.records[0]["data"] == {"item": "Tsuru 2018", "n": 3, "x": {"es": "del Tsuru"}}
    assert renamed.goal == {"es": "Mi Tsuru 2018, no el Jettason"}
    assert renamed.success == {"said": ["Tsuru 2018"]}
