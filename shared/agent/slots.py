"""Free times that follow from a plan: the same every time, so that a simulation can be repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shared.agent.operations import Slot
from shared.domains.pack import Pack

_SUNDAY = 6
DEFAULT_HOURS = ("10:00", "12:30", "16:00")
DEFAULT_DAYS = 14


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """When and where slots of a kind are free: `hours` ("10:00") on `days` days from tomorrow, in each place."""

    places: tuple[str, ...] = ("",)
    hours: tuple[str, ...] = DEFAULT_HOURS
    days: int = DEFAULT_DAYS
    sundays: bool = False


def plans_of(pack: Pack) -> Mapping[str, SlotPlan]:
    """The slot plans that a pack's tools declare in their settings, by slot kind."""
    return {
        spec.settings.get("slot_kind", spec.record): SlotPlan(
            tuple(plan.get("places", ("",))),
            tuple(plan.get("hours", DEFAULT_HOURS)),
            int(plan.get("days", DEFAULT_DAYS)),
            bool(plan.get("sundays", False)),
        )
        for spec in pack.tools
        if (plan := spec.settings.get("slots")) is not None
    }


@lru_cache(maxsize=64)
def planned_slots(kind: str, plan: SlotPlan, today: date) -> tuple[Slot, ...]:
    """The slots of a plan, earliest first. About a third is taken by others already."""
    return tuple(_slots(kind, plan, today))


def _slots(kind: str, plan: SlotPlan, today: date) -> Iterator[Slot]:
    for ahead in range(1, plan.days + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() == _SUNDAY and not plan.sundays:
            continue
        for hour in plan.hours:
            starts = datetime.combine(day, time.fromisoformat(hour))
            yield from _free_places(kind, plan.places, starts)


def _free_places(kind: str, places: tuple[str, ...], starts: datetime) -> Iterator[Slot]:
    for number, place in enumerate(places, start=1):
        slot_id = f"{kind}-{starts:%Y%m%d-%H%M}-{number}"
        if hashlib.sha256(slot_id.encode()).digest()[0] % 3:
            yield Slot(slot_id, kind, starts, place)
