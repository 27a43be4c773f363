"""The money that the company owes a customer: when, how much, to which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from shared.agent.operations import Record
from shared.agent.tools.base import Arguments, RecordArguments, Tool, ToolResult
from shared.agent.tools.desk import Desk

VISIBLE_DIGITS = 4


class PayoutTool(Tool[RecordArguments]):
    """Reads a payment: a text a state, and one for a payment whose date has passed (`view.late`)."""

    kind = "payout"
    texts: ClassVar[Sequence[str]] = ("none", "view.late", "view.other")
    base_arguments: ClassVar[type[Arguments]] = RecordArguments

    async def run(self, arguments: RecordArguments, desk: Desk) -> ToolResult:
        record = _masked(await desk.record(arguments.reference))
        return desk.answer(self._text(record, desk.today), subject=record)

    def _text(self, record: Record, today: date) -> str:
        due = record.data.get("date")
        pending: Sequence[str] = self.spec.settings.get("pending_states", ("scheduled", "processing"))
        if record.state in pending and due is not None and date.fromisoformat(str(due)[:10]) < today:
            return "view.late"
        text = f"view.{record.state}"
        return text if text in self.spec.texts else "view.other"


def _masked(record: Record) -> Record:
    """The record with only the last digits of its account: a chat is no place for the rest."""
    account = str(record.data.get("account", ""))
    return replace(record, data={**record.data, "account": account[-VISIBLE_DIGITS:]}) if account else record
