"""What is covered (a repair, a bag) and opening a claim for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Record
from shared.agent.rendering import joined
from shared.agent.tools.base import Arguments, RecordArguments, Tier, Tool, ToolResult
from shared.agent.tools.catalogue import Items, item_named
from shared.agent.tools.desk import Desk


class CoverageArguments(RecordArguments):
    action: Literal["check", "claim"] = Field(
        description="check: whether it is covered and until when; claim: open a case for what is covered, when the "
        "customer wants it dealt with."
    )
    item: str | None = Field(
        default=None,
        description="What it is about, in the customer's words (the part that fails, the bag); null if not said.",
    )


class CoverageTool(Tool[CoverageArguments]):
    """Reads the customer's cover (`spec.record`); a claim is a record of `settings.claim_record`."""

    kind = "coverage"
    tiers: ClassVar[Mapping[str, Tier]] = {"check": Tier.READ, "claim": Tier.REVERSIBLE_WRITE}
    texts: ClassVar[Sequence[str]] = (
        "none", "general", "unknown_item", "not_covered", "expired",
        "check.covered", "claim.need_item", "claim.done", "claim.already",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = CoverageArguments

    async def run(self, arguments: CoverageArguments, desk: Desk) -> ToolResult:
        record = await desk.record(arguments.reference, ("active",))
        if _over(record, desk.today):
            return desk.answer("expired", subject=record)
        if arguments.item is None:
            text, outcome = ("general", ToolOutcome.OK)
            if arguments.action == "claim":
                text, outcome = ("claim.need_item", ToolOutcome.CONFLICT)
            return desk.answer(text, outcome, record, **self._lists(desk))
        return await self._item(record, arguments, arguments.item, desk)

    async def _item(self, record: Record, arguments: CoverageArguments, said: str, desk: Desk) -> ToolResult:
        item = item_named(self.items, said)
        if item is None:
            return desk.answer("unknown_item", ToolOutcome.CONFLICT, record, item=said, **self._lists(desk))
        label = desk.label(self.items[item]["label"])
        if not self.items[item]["covered"]:
            return desk.answer("not_covered", subject=record, item=label)
        if arguments.action == "check":
            return desk.answer("check.covered", subject=record, item=label)
        return await self._claim(item, said, desk)

    async def _claim(self, item: str, said: str, desk: Desk) -> ToolResult:
        kind = str(self.spec.settings["claim_record"])
        label = desk.label(self.items[item]["label"])
        claims = await desk.records(kind)
        standing = next((c for c in claims if c.data.get("item_id") == item and c.state == "open"), None)
        if standing is not None:
            return desk.answer("claim.already", subject=standing, item=label)
        contact = desk.today + timedelta(days=int(self.spec.settings.get("contact_days", 1)))
        claim = await desk.operations.create(
            desk.customer_id,
            kind,
            "open",
            {"item_id": item, "description": said, "contact_date": contact.isoformat()},
            idempotency_key=desk.write_key(*claims),
        )
        return desk.answer("claim.done", subject=claim, item=label)

    @property
    def items(self) -> Items:
        """What may be covered, from `settings.items`."""
        items: Items = self.spec.settings["items"]
        return items

    def _lists(self, desk: Desk) -> dict[str, Any]:
        labels = [desk.label(entry["label"]) for entry in self.items.values() if entry["covered"]]
        return {"covered": joined(labels, desk.language)}


def _over(record: Record, today: date) -> bool:
    expires = record.data.get("expires")
    return record.state == "expired" or (expires is not None and date.fromisoformat(str(expires)[:10]) < today)
