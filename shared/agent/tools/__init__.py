"""The kinds of tools, one file each; a domain pack says which it uses and under which names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.agent.tools.appointment import AppointmentTool
from shared.agent.tools.base import Tool
from shared.agent.tools.coverage import CoverageTool
from shared.agent.tools.credit import CreditTool
from shared.agent.tools.documents import DocumentsTool
from shared.agent.tools.offer import OfferTool
from shared.agent.tools.payout import PayoutTool
from shared.agent.tools.reschedule import RescheduleTool
from shared.agent.tools.status import StatusTool

KINDS: Mapping[str, type[Tool[Any]]] = {
    tool.kind: tool
    for tool in (
        OfferTool, StatusTool, PayoutTool, RescheduleTool, CreditTool, CoverageTool, DocumentsTool, AppointmentTool,
    )
}  # fmt: skip
"""By `ToolSpec.kind`."""
