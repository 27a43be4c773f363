"""What a card shows, by the shape of a tool's data: no tool is known by name, so other companies' tools work too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from portal.cards.model import CardRow
from portal.cards.options import choices, which
from portal.cards.parts import Data, Parts, texts
from portal.cards.stages import document_step, journey
from portal.cards.values import KNOWN, Reader, day_of
from portal.i18n.catalogue import say, say_count

SHOWN_ROWS, SHOWN_STEPS = 8, 8


class Lead(NamedTuple):
    """The first of `keys` is the headline. `caption`: a text for what it is where the key's own name is too general."""

    keys: tuple[str, ...]
    symbol: str
    caption: str = ""


ORDER = (
    "item", "topic", "document", "starts_at", "date", "place", "gate", "amount", "refund", "price", "down_payment",
    "loan", "months", "rate", "ready", "finding", "reason", "account", "expires", "due", "review", "contact_date",
    "description",
)  # fmt: skip
"""Rows that are known come in this order, others after them by name, the reference last."""
LEADS = (
    Lead(("contact_date",), "calendar"),
    Lead(("date", "amount"), "money", "cards.label.pay_date"),
    Lead(("amount", "expires"), "money", "cards.label.offered"),
    Lead(("amount",), "money"),
    Lead(("ready",), "clock"),
    Lead(("starts_at",), "calendar"),
    Lead(("due",), "doc"),
    Lead(("review",), "clock"),
    Lead(("expires",), "shield"),
    Lead(("date",), "calendar"),
)
"""The first one whose keys are all there makes the headline."""
OVER = ("cancelled", "missed", "declined")
"""States that matter more than any date or amount."""
OWN_WORDS, OWN_WORDS_LENGTH = ("topic", "description"), 80
"""What the customer said themselves: shown as a reminder, not when it is half the conversation."""
_HIDDEN = frozenset(("state", "reference", "currency", "slot", "id"))


def parts_of(data: Data, reader: Reader) -> Parts:
    """The first shape that fits; none for data that tells nothing."""
    return next((parts for shape in SHAPES if (parts := shape(data, reader)) is not None), Parts(tells_all=False))


def credit(data: Data, reader: Reader) -> Parts | None:
    """What a purchase on credit costs a month, how much has to be paid down first, or how far a budget goes."""
    if not all(_is_number(data.get(key)) for key in ("monthly", "price", "months", "down_payment", "loan")):
        return None
    keys = ["price", "down_payment", "loan", "months", "rate"]
    needed = data.get("needed_down")
    if not _is_number(needed):
        return _led("price", "money", data, reader, ["monthly", *keys[1:]], caption="cards.label.affordable_price")
    if data["down_payment"] < needed:
        return _led("needed_down", "money", data, reader, ["price", "limit", "rate"])
    return _led("monthly", "money", data, reader, [*keys, "affordable_monthly"])


def documents(data: Data, reader: Reader) -> Parts | None:
    """A checklist. Documents that have no name here are counted only."""
    required = texts(data.get("required"))
    if not required:
        return None
    rejected = [one for one in texts(data.get("rejected")) if one in required]
    missing = [one for one in required if one not in texts(data.get("received")) and one not in rejected]
    if rejected:
        headline = say_count("cards.documents.rejected", reader.language, len(rejected))
    elif missing:
        headline = say_count("cards.documents.missing", reader.language, len(missing))
    else:
        headline = say("cards.documents.complete", reader.language)
    steps = [document_step(one, missing, rejected, reader) for one in required if f"cards.document.{one}" in KNOWN]
    rows = _rows(data, reader, ["reason", "due"]) if missing or rejected else _checked_by(data, reader)
    return Parts(
        "doc", headline=headline, rows=rows, state=str(data.get("state", "")),
        steps=steps[:SHOWN_STEPS] if len(steps) == len(required) else [], checklist=True,
    )  # fmt: skip


def record(data: Data, reader: Reader) -> Parts | None:
    """Anything else with a date, an amount or a state to lead with."""
    state = _state(data, reader)
    keys = _shown_keys(data)
    if state in OVER:
        return Parts("info", headline=reader.state(state), rows=_rows(data, reader, keys), state=state)
    if state == "done" and reader.written("finding", data.get("finding")):
        return _led("finding", "check", data, reader, keys, state=state)
    for lead in LEADS:
        if all(reader.written(key, data.get(key)) for key in lead.keys):
            return _led(lead.keys[0], lead.symbol, data, reader, keys, state=state, caption=lead.caption)
    if state:
        return Parts("clock", headline=reader.state(state), rows=_rows(data, reader, keys), state=state)
    rows = _rows(data, reader, keys)
    return Parts("info", rows=rows, tells_all=False) if rows else None


SHAPES: tuple[Callable[[Data, Reader], Parts | None], ...] = (choices, which, credit, documents, record)


def _led(
    key: str,
    symbol: str,
    data: Data,
    reader: Reader,
    keys: Sequence[str],
    *,
    state: str = "",
    caption: str = "",
) -> Parts:
    rows = _rows(data, reader, [one for one in keys if one != key])
    # What a warranty covers stands in the sentence alone, so it is shown beside the date.
    return Parts(
        symbol, say(caption, reader.language) if caption else reader.label(key), reader.written(key, data[key]), rows,
        steps=journey(data, state, reader), state=state, tells_all=key != "expires",
    )  # fmt: skip


def _checked_by(data: Data, reader: Reader) -> list[CardRow]:
    """With all documents there, the day is the company's, not the customer's."""
    due = reader.written("due", data.get("due"))
    return [CardRow(say("cards.label.checked_by", reader.language), due)] if due else []


def _state(data: Data, reader: Reader) -> str:
    """The state as of today: an announced payment whose day has passed is late, an active cover runs out."""
    state = data.get("state")
    if not isinstance(state, str):
        return ""
    due, expires = day_of(data.get("date")), day_of(data.get("expires"))
    if state in ("scheduled", "processing") and due is not None and due < reader.today:
        return "late"
    if state == "active" and expires is not None and expires < reader.today:
        return "expired"
    return state


def _shown_keys(data: Data) -> list[str]:
    unknown = sorted(
        key for key in data if key not in ORDER and key not in _HIDDEN and not key.endswith(("_id", "_ids", "_token"))
    )
    return [*(key for key in ORDER if key in data), *unknown, "reference"]


def _rows(data: Data, reader: Reader, keys: Sequence[str]) -> list[CardRow]:
    told = ((key, reader.written(key, data.get(key))) for key in keys)
    found = [CardRow(reader.label(key), text) for key, text in told if text and _is_handy(key, text)]
    return [row for row in found if row.label][:SHOWN_ROWS]


def _is_handy(key: str, text: str) -> bool:
    return key not in OWN_WORDS or len(text) <= OWN_WORDS_LENGTH


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
