"""From the backend's tool call to the card, and from its confirmation to the box with the two buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.cards.model import Confirmation, ToolCard
from portal.cards.parts import Parts
from portal.cards.shapes import parts_of
from portal.cards.values import Reader, currency_of
from portal.i18n.catalogue import say

NOT_FOR_CUSTOMERS = ("needs_confirmation", "invalid_arguments")
"""Outcomes without a card: the button stands for the first, the bot corrects the second by itself."""
TONES: Mapping[str, tuple[str, ...]] = {
    "success": ("paid", "done", "complete", "accepted", "booked", "rescheduled", "on_time", "preapproved"),
    "warning": ("late", "missed", "returned", "delayed", "incomplete", "rejected", "expired", "declined"),
    "muted": ("cancelled",),
}
"""Of states; any other is `open`."""
STATUSES = {"pending": "waiting", "confirmed": "accepted", "declined": "declined"}


def worth_showing(call: Mapping[str, Any]) -> bool:
    """Whether a tool call (the API's `ToolCallOut`) is something for the customer to see."""
    return call.get("outcome") not in NOT_FOR_CUSTOMERS


def card(call: Mapping[str, Any], language: str, zone: str) -> ToolCard:
    """The card of a tool call (the API's `ToolCallOut`), whatever its data looks like; `zone` is the company's."""
    result = _mapping(call.get("result"))
    data, outcome = _mapping(result.get("data")), call.get("outcome")
    summary, hint = _text(result.get("summary")), _text(result.get("next_step"))
    reader = Reader(language, zone, currency_of(data, f"{summary} {hint}"))
    failed = outcome == "failed"
    parts = Parts(symbol="alert", tells_all=False) if failed else parts_of(data, reader)
    undone = call.get("undone_at") is not None
    told = parts.tells_all and outcome == "ok" and not _asks_about_one(call.get("arguments"))
    return ToolCard(
        id=_text(call.get("id")),
        title=_text(call.get("label")) or _text(call.get("tool")),
        symbol=parts.symbol,
        tone=_tone(outcome, parts, undone),
        status=_status(parts, undone, reader),
        caption=parts.caption,
        headline=say("cards.failed", language) if failed else parts.headline,
        summary="" if told else summary,
        hint="" if undone else hint,
        rows=parts.rows,
        slots=[] if undone else parts.slots,
        steps=parts.steps,
        checklist=parts.checklist,
        undoable=call.get("undoable") is True and not undone,
        undone=undone,
        failed=failed,
    )


def confirmation(given: Mapping[str, Any], label: str) -> Confirmation:
    """The box of a confirmation (the API's `ConfirmationOut`). `label` is what customers call its tool."""
    status = STATUSES.get(_text(given.get("status")), "expired")
    return Confirmation(_text(given.get("id")), label, _text(given.get("summary")), status)


def _tone(outcome: object, parts: Parts, undone: bool) -> str:
    if undone or outcome == "not_found":
        return "muted"
    if outcome != "ok":
        return "warning"
    return next((tone for tone, states in TONES.items() if parts.state in states), "open")


def _status(parts: Parts, undone: bool, reader: Reader) -> str:
    if undone:
        return say("cards.undone", reader.language)
    named = reader.state(parts.state) if parts.state else ""
    return "" if named == parts.headline else named


def _asks_about_one(arguments: object) -> bool:
    """Whether the customer asked about one part or document: what holds for it stands in the sentence alone."""
    return any(_text(_mapping(arguments).get(key)) for key in ("item", "document"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
