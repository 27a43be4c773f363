"""Moving or cancelling something that is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Record, SlotTaken
from shared.agent.tools.base import Arguments, Tier, Tool, ToolResult
from shared.agent.tools.booking import SlotArguments, chosen_slot, free_slots, options, slots_wished
from shared.agent.tools.desk import Desk

MOVABLE = ("booked", "rescheduled", "missed")


class RescheduleArguments(SlotArguments):
    action: Literal["options", "move", "cancel"] = Field(
        description="options: list the free times; move: put the booking on the slot that the customer chose; cancel: "
        "give the booking up, only when the customer says so (they then confirm with a button)."
    )


class RescheduleTool(Tool[RescheduleArguments]):
    """Moves a record of the kind `spec.record` to another slot, or cancels it after the customer's button."""

    kind = "reschedule"
    tiers: ClassVar[Mapping[str, Tier]] = {
        "options": Tier.READ,
        "move": Tier.REVERSIBLE_WRITE,
        "cancel": Tier.IRREVERSIBLE_WRITE,
    }
    texts: ClassVar[Sequence[str]] = (
        "none", "not_possible", "options", "options.none", "options.taken", "move.done", "cancel.done",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = RescheduleArguments

    async def run(self, arguments: RescheduleArguments, desk: Desk) -> ToolResult:
        record = await desk.record(arguments.reference, self.movable)
        if arguments.action == "cancel":
            return await self._cancel(record, desk)
        if record.state not in self.movable:
            return desk.answer("not_possible", ToolOutcome.CONFLICT, record)
        wishes = (arguments.place, record.data.get("place"))
        if arguments.action == "options":
            slots = slots_wished(desk, await free_slots(desk), *wishes)
            return options(desk, slots, "options", ToolOutcome.OK)
        return await self._move(record, arguments.slot, wishes, desk)

    @property
    def movable(self) -> Sequence[str]:
        """The states in which a booking can still be moved or cancelled (`settings.movable_states`)."""
        states: Sequence[str] = self.spec.settings.get("movable_states", MOVABLE)
        return states

    async def _move(self, record: Record, chosen: str | None, wishes: tuple[str | None, ...], desk: Desk) -> ToolResult:
        if chosen is not None and chosen in (record.data.get("slot_id"), record.data.get("starts_at")):
            return desk.answer("move.done", subject=record)
        slot = await chosen_slot(desk, chosen, *wishes)
        desk.require_confirmation("move.confirm", record, slot=slot.id, starts_at=f"{slot.starts_at:%Y-%m-%dT%H:%M}")
        try:
            moved = await desk.operations.move(
                desk.customer_id, record.id, slot.id, state="rescheduled", idempotency_key=desk.write_key(record)
            )
        except SlotTaken:
            left = slots_wished(desk, await free_slots(desk), *wishes)
            return options(desk, left, "options.taken", ToolOutcome.CONFLICT)
        return desk.answer("move.done", subject=moved)

    async def _cancel(self, record: Record, desk: Desk) -> ToolResult:
        if record.state == "cancelled":
            return desk.answer("cancel.done", subject=record)
        if record.state not in self.movable:
            return desk.answer("not_possible", ToolOutcome.CONFLICT, record)
        desk.require_confirmation("cancel.confirm", record)
        cancelled = await desk.operations.cancel(desk.customer_id, record.id, idempotency_key=desk.write_key(record))
        return desk.answer("cancel.done", subject=cancelled)
