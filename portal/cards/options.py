"""Things to choose from: free times, and records where several could be meant."""

from __future__ import annotations

from portal.cards.model import Slot
from portal.cards.parts import Data, Parts, mappings
from portal.cards.values import Reader
from portal.i18n.catalogue import say

SHOWN_SLOTS = 6


def choices(data: Data, reader: Reader) -> Parts | None:
    """Free times."""
    found = [slot for one in mappings(data.get("options")) if (slot := _slot(one, reader))]
    if not found:
        return None
    headline = say("cards.choose", reader.language)
    return Parts("calendar", headline=headline, slots=found[:SHOWN_SLOTS])


def which(data: Data, reader: Reader) -> Parts | None:
    """Several records that could be meant."""
    found = [slot for one in mappings(data.get("records")) if (slot := _record(one, reader))]
    if not found:
        return None
    return Parts("inbox", headline=say("cards.which", reader.language), slots=found[:SHOWN_SLOTS])


def _slot(option: Data, reader: Reader) -> Slot | None:
    given, place = reader.written("label", option.get("label")), reader.written("place", option.get("place"))
    when = reader.moment(str(option.get("starts_at", "")))
    if when is None:
        return Slot(given, "", say("cards.slot.wanted", reader.language, slot=given)) if given else None
    said = given or ", ".join(filter(None, (when.day, when.time, place)))
    detail = ", ".join(filter(None, (when.time, place)))
    return Slot(when.day, detail, say("cards.slot.wanted", reader.language, slot=said))


def _record(found: Data, reader: Reader) -> Slot | None:
    reference = reader.written("reference", found.get("reference"))
    if not reference:
        return None
    told = [reader.written(key, found.get(key)) for key in ("item", "topic", "place", "starts_at", "amount", "date")]
    label, *more = [*filter(None, told), reference]
    return Slot(label, ", ".join(more), say("cards.which.meant", reader.language, name=label, reference=reference))
