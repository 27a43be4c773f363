"""Finding and naming free slots: what re-scheduling and appointments share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Slot
from shared.agent.rendering import joined, plain, rendered_time
from shared.agent.tools.base import Answered, RecordArguments, ToolResult
from shared.agent.tools.desk import Desk

OFFERED = 3
SEARCHED = 200


class SlotArguments(RecordArguments):
    slot: str | None = Field(
        default=None,
        description="The slot the customer chose: its `slot` id from an earlier options result, or its start as ISO "
        "date and time (2026-10-07T10:00). Null while none is chosen.",
    )
    place: str | None = Field(
        default=None,
        description="Branch, city or route that the customer named, to narrow the options; otherwise null.",
    )


async def free_slots(desk: Desk) -> Sequence[Slot]:
    """All free slots of the tool's kind, earliest first."""
    kind = str(desk.spec.settings.get("slot_kind", desk.spec.record))
    return await desk.operations.free_slots(kind, limit=SEARCHED)


def slots_wished(desk: Desk, slots: Sequence[Slot], *wishes: str | None) -> Sequence[Slot]:
    """The slots at the place that the first telling wish names; all of them where no wish names one.

    A pack whose places must not be mixed (`settings.ask_place`: the routes of an airline) has the customer asked.
    """
    for wish in wishes:
        if found := _at_places(slots, wish or ""):
            return found
    if slots and desk.spec.settings.get("ask_place"):
        places = joined(sorted({slot.place for slot in slots}), desk.language)
        desk.stop("options.need_place", ToolOutcome.CONFLICT, places=places)
    return slots


async def chosen_slot(desk: Desk, chosen: str | None, *wishes: str | None) -> Slot:
    """The free slot that is meant by id, or by start where that leaves one. Answers early with options otherwise."""
    slots = await free_slots(desk)
    if chosen is None:
        raise Answered(options(desk, slots_wished(desk, slots, *wishes), "options", ToolOutcome.OK))
    named = next((slot for slot in slots if slot.id.casefold() == chosen.casefold()), None)
    if named is not None:
        return named
    wished = slots_wished(desk, slots, *wishes)
    starting = [slot for slot in wished if chosen.startswith(f"{slot.starts_at:%Y-%m-%dT%H:%M}")]
    if len(starting) == 1:
        return starting[0]
    text, outcome = ("options", ToolOutcome.OK) if starting else ("options.taken", ToolOutcome.CONFLICT)
    raise Answered(options(desk, starting or wished, text, outcome))


def options(desk: Desk, slots: Sequence[Slot], text: str, outcome: ToolOutcome, **values: Any) -> ToolResult:
    """The first free slots on different days, in words for the customer and with ids for the model."""
    offered = _spread(slots)
    if not offered:
        return desk.answer("options.none", ToolOutcome.NOT_FOUND)
    told = joined([_words_of(desk, slot) for slot in offered], desk.language)
    data = {"options": [_row(desk, slot) for slot in offered]}
    return desk.answer(text, outcome, data=data, options=told, **values)


def _spread(slots: Sequence[Slot]) -> list[Slot]:
    """The first slot of each of the next days; more of the same days where there are too few."""
    by_day = {slot.starts_at.date(): slot for slot in reversed(slots)}
    first = [by_day[day] for day in sorted(by_day)]
    rest = [slot for slot in slots if slot not in first]
    return sorted([*first, *rest][:OFFERED], key=lambda slot: slot.starts_at)


def _at_places(slots: Sequence[Slot], wish: str) -> list[Slot]:
    """The slots whose place shares the most words with a wish, and more than the words that all places share."""
    said = _words(wish)
    names = {slot.place: _words(slot.place) for slot in slots}
    general = frozenset.intersection(*names.values()) if len(names) > 1 else frozenset()
    shared = {place: len((words - general) & said) for place, words in names.items()}
    best = max(shared.values(), default=0)
    return [slot for slot in slots if best and shared[slot.place] == best]


def _words_of(desk: Desk, slot: Slot) -> str:
    told = rendered_time(slot.starts_at, desk.language, desk.today)
    return f"{told} ({slot.place})" if slot.place else told


def _row(desk: Desk, slot: Slot) -> dict[str, str]:
    return {
        "slot": slot.id,
        "starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%M}",
        "place": slot.place,
        "label": _words_of(desk, slot),
    }


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", plain(text)))
