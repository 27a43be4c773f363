"""Re-scheduling and appointments: options, one slot once, cancelling."""

from __future__ import annotations

import asyncio

import pytest

from shared.agent.events import ToolOutcome
from shared.agent.operations import SlotTaken
from shared.domains.pack import ToolSpec
from tests.shared.agent.builders import Counter, a_counter

BOOKED = {
    "kind": "inspection",
    "state": "booked",
    "data": {"item": "Ibiza", "place": "Kavak Santa Fe", "starts_at": "+1dT10:00"},
}


def offered(counter: Counter, tool: str, **arguments: str) -> list[dict[str, str]]:
    options: list[dict[str, str]] = counter.call(tool, action="options", **arguments).data["options"]
    return options


def test_options_are_three_different_days_with_weekday_time_and_place() -> None:
    options = offered(a_counter(BOOKED), "reschedule_inspection")
    assert len({o["starts_at"][:10] for o in options}) == 3
    assert all("Kavak Santa Fe" in o["label"] for o in options)
    assert "a las" in options[0]["label"]


def test_a_named_branch_narrows_the_options_regardless_of_accents_and_case() -> None:
    assert {o["place"] for o in offered(a_counter(), "schedule_appointment", place="lermá")} == {"Kavak Lerma"}


def test_an_unknown_branch_gives_the_options_of_all() -> None:
    assert offered(a_counter(), "schedule_appointment", place="Marte")


def test_moving_puts_the_same_record_on_the_slot() -> None:
    counter = a_counter(BOOKED)
    slot = offered(counter, "reschedule_inspection")[1]
    result = counter.call("reschedule_inspection", action="move", slot=slot["slot"])
    assert slot["label"].split(" (")[0] in result.summary
    (record,) = counter.operations.snapshot()
    assert (record["state"], record["data"]["starts_at"]) == ("rescheduled", slot["starts_at"])


def test_moving_back_and_forth_frees_the_slot_that_was_left() -> None:
    counter = a_counter(BOOKED)
    one, two, _ = offered(counter, "reschedule_inspection")
    for slot in (one, two, one):
        assert counter.call("reschedule_inspection", action="move", slot=slot["slot"]).outcome is ToolOutcome.OK
    (record,) = counter.operations.snapshot()
    assert record["data"]["slot_id"] == one["slot"]


def test_a_slot_can_be_named_by_its_start() -> None:
    counter = a_counter(BOOKED)
    starts = offered(counter, "reschedule_inspection")[0]["starts_at"]
    assert counter.call("reschedule_inspection", action="move", slot=starts).outcome is ToolOutcome.OK


def test_moving_without_or_to_an_unknown_slot_gives_the_options() -> None:
    counter = a_counter(BOOKED)
    assert counter.call("reschedule_inspection", action="move").data["options"]
    unknown = counter.call("reschedule_inspection", action="move", slot="2030-01-01T10:00")
    assert unknown.outcome is ToolOutcome.CONFLICT
    assert counter.states("inspection") == ["booked"]


def test_what_is_over_cannot_be_moved() -> None:
    result = a_counter({**BOOKED, "state": "done"}).call("reschedule_inspection", action="options")
    assert result.outcome is ToolOutcome.CONFLICT


def test_cancelling_an_inspection_needs_the_button_and_a_second_press_changes_nothing() -> None:
    counter = a_counter(BOOKED)
    ran = counter.run("reschedule_inspection", action="cancel")
    assert counter.states("inspection") == ["booked"]
    assert [counter.press(ran.confirmation).outcome for _ in range(2)] == [ToolOutcome.OK] * 2
    assert counter.states("inspection") == ["cancelled"]


def test_an_appointment_is_booked_once_however_often_it_is_asked_for() -> None:
    counter = a_counter()
    slot = offered(counter, "schedule_appointment")[0]["slot"]
    told = [counter.call("schedule_appointment", action="book", slot=slot, topic="ver CX-5").summary for _ in range(2)]
    assert told[0] == told[1]
    assert counter.states("appointment") == ["booked"]


def test_a_cancelled_appointment_can_be_booked_again() -> None:
    counter = a_counter()
    slot = offered(counter, "schedule_appointment")[0]["slot"]
    counter.call("schedule_appointment", action="book", slot=slot)
    assert counter.call("schedule_appointment", action="cancel").outcome is ToolOutcome.OK
    counter.call("schedule_appointment", action="book", slot=slot)
    assert counter.states("appointment") == ["booked", "cancelled"]


def test_a_booked_slot_is_not_free_for_anyone_else() -> None:
    counter = a_counter()
    slot = offered(counter, "schedule_appointment")[0]["slot"]
    counter.call("schedule_appointment", action="book", slot=slot)
    with pytest.raises(SlotTaken):
        asyncio.run(counter.operations.book("luis", slot, "appointment", {}, idempotency_key="k"))


def test_a_pack_can_make_booking_irreversible_and_narrow_the_actions() -> None:
    counter = a_counter()
    spec = next(s for s in counter.pack.tools if s.kind == "appointment")
    texts = {**spec.texts, "book.confirm": {"es": "Reservar {starts_at}", "pt": "x", "en": "x"}}
    settings = {**spec.settings, "actions": ["options", "book"], "tiers": {"book": "irreversible_write"}}
    strict = ToolSpec(**{**spec.model_dump(), "texts": texts, "settings": settings})
    tools = tuple(strict if s.name == spec.name else s for s in counter.pack.tools)
    counter.pack = counter.pack.model_copy(update={"tools": tools})
    slot = offered(counter, "schedule_appointment")[0]["slot"]
    ran = counter.run("schedule_appointment", action="book", slot=slot)
    assert counter.states("appointment") == []
    assert counter.press(ran.confirmation).outcome is ToolOutcome.OK
    assert counter.states("appointment") == ["booked"]
    with pytest.raises(AssertionError, match="'options' or 'book'"):
        counter.run("schedule_appointment", action="cancel")


def test_a_start_that_is_free_at_several_branches_is_asked_back() -> None:
    counter = a_counter()
    starts = [o["starts_at"] for o in offered(counter, "schedule_appointment")]
    slots = asyncio.run(counter.operations.free_slots("visit", limit=60))
    twice = next(s for s in slots if sum(o.starts_at == s.starts_at for o in slots) > 1)
    result = counter.call("schedule_appointment", action="book", slot=f"{twice.starts_at:%Y-%m-%dT%H:%M}")
    assert starts
    assert {o["starts_at"] for o in result.data["options"]} == {f"{twice.starts_at:%Y-%m-%dT%H:%M}"}
    assert counter.states("appointment") == []


def test_routes_are_never_mixed() -> None:
    counter = a_counter(pack="airline", language="en")
    asked = counter.call("book_flight", action="options")
    assert asked.outcome is ToolOutcome.CONFLICT
    assert "AA 525 San Francisco SFO - New York JFK" in asked.summary
    by_code = offered(counter, "book_flight", place="ORD to PHL")
    by_words = offered(counter, "book_flight", topic="one way from Chicago to philadelphia, please")
    assert by_code == by_words
    assert {o["place"] for o in by_code} == {"AA 630 Chicago ORD - Philadelphia PHL"}


def test_a_flight_is_changed_on_its_own_route_and_cancelled_by_the_button() -> None:
    place = "AA 712 Houston IAH - Denver DEN"
    record = {
        "kind": "reservation",
        "id": "HX",
        "state": "booked",
        "data": {"place": place, "starts_at": "+2dT13:15", "refund": 80},
    }
    counter = a_counter(record, pack="airline", language="en")
    options = offered(counter, "change_flight")
    assert {o["place"] for o in options} == {place}
    assert counter.call("change_flight", action="move", slot=options[0]["slot"]).outcome is ToolOutcome.OK
    ran = counter.run("cancel_flight", action="cancel", reference="hx")
    assert "$80 USD will be refunded" in ran.result.summary
    assert counter.press(ran.confirmation).outcome is ToolOutcome.OK
    assert counter.states("reservation") == ["cancelled"]
