"""Finding and naming free slots: what re-scheduling and appointments share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

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


async def matching_slots(desk: Desk, place: str | None) -> Sequence[Slot]:
    """Free slots of the tool's kind, earliest first: those at the place that is named, or all if none is there."""
    kind = str(desk.spec.settings.get("slot_kind", desk.spec.record))
    slots = await desk.operations.free_slots(kind, limit=SEARCHED)
    return [slot for slot in slots if place and _words(place) <= _words(slot.place)] or slots


async def chosen_slot(desk: Desk, arguments: SlotArguments, place: str | None) -> Slot:
    """The free slot that the arguments name. Answers early with the options when it is missing or not free."""
    slots = await matching_slots(desk, place)
    if arguments.slot is None:
        _stop_with_options(desk, slots, "options", ToolOutcome.OK)
    wanted = arguments.slot.casefold()
    chosen = next((s for s in slots if wanted in (s.id.casefold(), f"{s.starts_at:%Y-%m-%dt%H:%M}")), None)
    return chosen or _stop_with_options(desk, slots, "options.taken", ToolOutcome.CONFLICT)


def options(desk: Desk, slots: Sequence[Slot], text: str, outcome: ToolOutcome, **values: Any) -> ToolResult:
    """The first free slots on different days, in words for the customer and with ids for the model."""
    offered = _spread(slots)
    if not offered:
        return desk.answer("options.none", ToolOutcome.NOT_FOUND)
    told = joined([_words_of(desk, slot) for slot in offered], desk.language)
    data = {"options": [_row(desk, slot) for slot in offered]}
    return desk.answer(text, outcome, data=data, options=told, **values)


def _stop_with_options(desk: Desk, slots: Sequence[Slot], text: str, outcome: ToolOutcome) -> NoReturn:
    raise Answered(options(desk, slots, text, outcome))


def _spread(slots: Sequence[Slot]) -> list[Slot]:
    by_day = {slot.starts_at.date(): slot for slot in reversed(slots)}
    return [by_day[day] for day in sorted(by_day)][:OFFERED]


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
