"""How far something is: an inspection, a repair, a flight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from shared.agent.tools.base import Arguments, RecordArguments, Tool, ToolResult
from shared.agent.tools.desk import Desk


class StatusTool(Tool[RecordArguments]):
    """Reads a record's state: one text a state of `settings.states`, and one for states that the pack does not name."""

    kind = "status"
    texts: ClassVar[Sequence[str]] = ("none", "view.other")
    base_arguments: ClassVar[type[Arguments]] = RecordArguments

    async def run(self, arguments: RecordArguments, desk: Desk) -> ToolResult:
        record = await desk.record(arguments.reference)
        text = f"view.{record.state}"
        return desk.answer(text if text in self.spec.texts else "view.other", subject=record)
