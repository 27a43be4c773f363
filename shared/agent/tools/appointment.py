"""Booking a time: a visit, a test drive, a seat on a flight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Record, SlotTaken
from shared.agent.tools.base import Arguments, Tier, Tool, ToolResult
from shared.agent.tools.booking import SlotArguments, chosen_slot, free_slots, options, slots_wished
from shared.agent.tools.desk import Desk

BOOKED = ("booked", "rescheduled")


class AppointmentArguments(SlotArguments):
    action: Literal["options", "book", "cancel"] = Field(
        description="options: list the free times; book: take the slot that the customer chose; cancel: give a booked "
        "one up."
    )
    topic: str | None = Field(
        default=None, description="What it is for (the car, the trip), in the customer's words; null if not said."
    )


class AppointmentTool(Tool[AppointmentArguments]):
    """Books a slot as a record of the kind `spec.record`. Reversible, unless the pack says otherwise."""

    kind = "appointment"
    tiers: ClassVar[Mapping[str, Tier]] = {
        "options": Tier.READ,
        "book": Tier.REVERSIBLE_WRITE,
        "cancel": Tier.REVERSIBLE_WRITE,
    }
    texts: ClassVar[Sequence[str]] = (
        "none", "not_possible", "options", "options.none", "options.taken", "book.done", "cancel.done",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = AppointmentArguments

    def required_texts(self) -> frozenset[str]:
        asks = {"options.need_place"} if self.spec.settings.get("ask_place") else set()
        return super().required_texts() | asks

    async def run(self, arguments: AppointmentArguments, desk: Desk) -> ToolResult:
        if arguments.action == "cancel":
            return await self._cancel(await desk.record(arguments.reference, BOOKED), desk)
        if arguments.action == "options":
            slots = slots_wished(desk, await free_slots(desk), arguments.place, arguments.topic)
            return options(desk, slots, "options", ToolOutcome.OK)
        return await self._book(arguments, desk)

    async def _book(self, arguments: AppointmentArguments, desk: Desk) -> ToolResult:
        held = await desk.records()
        same = next((record for record in held if _is_at(record, arguments.slot)), None)
        if same is not None:
            return desk.answer("book.done", subject=same)
        slot = await chosen_slot(desk, arguments.slot, arguments.place, arguments.topic)
        desk.require_confirmation("book.confirm", slot)
        topic = {"topic": arguments.topic} if arguments.topic else {}
        try:
            booked = await desk.operations.book(
                desk.customer_id, slot.id, self.spec.record, topic, idempotency_key=desk.write_key(*held)
            )
        except SlotTaken:
            left = slots_wished(desk, await free_slots(desk), arguments.place, arguments.topic)
            return options(desk, left, "options.taken", ToolOutcome.CONFLICT)
        return desk.answer("book.done", subject=booked)

    async def _cancel(self, record: Record, desk: Desk) -> ToolResult:
        if record.state == "cancelled":
            return desk.answer("cancel.done", subject=record)
        if record.state not in BOOKED:
            return desk.answer("not_possible", ToolOutcome.CONFLICT, record)
        desk.require_confirmation("cancel.confirm", record)
        cancelled = await desk.operations.cancel(desk.customer_id, record.id, idempotency_key=desk.write_key(record))
        return desk.answer("cancel.done", subject=cancelled)


def _is_at(record: Record, slot: str | None) -> bool:
    """Whether the customer already holds this very slot: asking twice is not booking twice."""
    return (
        slot is not None
        and record.state in BOOKED
        and slot in (record.data.get("slot_id"), record.data.get("starts_at"))
    )
