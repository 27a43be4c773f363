"""An offer of the company that is valid for a limited time: see it, ask for one, accept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Record
from shared.agent.tools.base import Arguments, RecordArguments, Tier, Tool, ToolResult
from shared.agent.tools.desk import Desk

STATES = ("requested", "active", "expired", "accepted", "declined")
OPEN = ("active", "requested")


class OfferArguments(RecordArguments):
    action: Literal["view", "request", "accept"] = Field(
        description="view: read the customer's offer; request: ask for a new or renewed one; accept: take the active "
        "one, only when the customer says so (they then confirm with a button)."
    )
    details: str | None = Field(
        default=None, description="For request: what the offer is for, in the customer's words; otherwise null."
    )


class OfferTool(Tool[OfferArguments]):
    """Acceptance is binding and needs the customer's button. An offer past `data.expires` counts as expired."""

    kind = "offer"
    tiers: ClassVar[Mapping[str, Tier]] = {
        "view": Tier.READ,
        "request": Tier.REVERSIBLE_WRITE,
        "accept": Tier.IRREVERSIBLE_WRITE,
    }
    texts: ClassVar[Sequence[str]] = (
        "none", *(f"view.{state}" for state in STATES), "request.done", "request.need_details", "accept.done",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = OfferArguments

    async def run(self, arguments: OfferArguments, desk: Desk) -> ToolResult:
        if arguments.action == "request":
            return await self._request(arguments, desk)
        record = _dated(await desk.record(arguments.reference, OPEN), desk.today)
        if arguments.action == "accept":
            return await self._accept(record, desk)
        return _view(record, desk)

    async def _accept(self, record: Record, desk: Desk) -> ToolResult:
        if record.state == "accepted":
            return desk.answer("accept.done", subject=record)
        if record.state != "active":
            return _view(record, desk, ToolOutcome.CONFLICT)
        desk.require_confirmation("accept.confirm", record)
        accepted = await desk.operations.update(
            desk.customer_id,
            record.id,
            state="accepted",
            data={"accepted_on": desk.today.isoformat()},
            idempotency_key=desk.write_key(record),
        )
        return desk.answer("accept.done", subject=accepted)

    async def _request(self, arguments: OfferArguments, desk: Desk) -> ToolResult:
        found = [_dated(record, desk.today) for record in await desk.records()]
        standing = next((record for record in found if record.state in OPEN), None)
        if standing is not None:
            return _view(standing, desk)
        item = arguments.details or next((r.data.get("item") for r in found), None)
        if item is None:
            return desk.answer("request.need_details", ToolOutcome.CONFLICT)
        due = desk.today + timedelta(days=int(self.spec.settings.get("answer_days", 1)))
        asked = await desk.operations.create(
            desk.customer_id,
            self.spec.record,
            "requested",
            {"item": item, "due": due.isoformat()},
            idempotency_key=desk.write_key(*found),
        )
        return desk.answer("request.done", subject=asked)


def _dated(record: Record, today: date) -> Record:
    expires = record.data.get("expires")
    over = record.state == "active" and expires is not None and date.fromisoformat(str(expires)[:10]) < today
    return replace(record, state="expired") if over else record


def _view(record: Record, desk: Desk, outcome: ToolOutcome = ToolOutcome.OK) -> ToolResult:
    state = record.state if record.state in STATES else "declined"
    return desk.answer(f"view.{state}", outcome, record)
