"""What an agent wants to know of a case before opening it: last words, mood, what the bot tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.handoff.rules import MAX_READ
from backend.handoff.summary import MESSAGES_READ, TOOLS_READ, mood_of
from backend.operations.schemas import tool_label
from backend.tickets.schemas import EXCERPT
from backend.wire import cut
from shared.agent.tools import handoff
from shared.domains.pack import Pack

_CASES = text(
    """
    select ticket.id, ticket.description, ticket.language,
      (select jsonb_build_object('author', author, 'content', left(content, :excerpt), 'created_at', created_at)
       from messages where ticket_id = ticket.id order by seq desc limit 1) as last_message,
      (select created_at from messages where ticket_id = ticket.id and author = 'customer' order by seq desc limit 1)
        as last_customer_message_at,
      array(select left(content, :characters) from messages where ticket_id = ticket.id and author = 'customer'
            order by seq desc limit :messages) as said,
      array(select jsonb_build_array(tool, outcome) from tool_calls
            where ticket_id = ticket.id and undone_at is null and tool <> :handoff
            order by created_at desc limit :tools) as tried
    from tickets as ticket where ticket.id = any(:ids)
    """
)
_READ = {
    "excerpt": 4 * EXCERPT,  # on one line there are fewer
    "characters": MAX_READ, "messages": MESSAGES_READ, "tools": TOOLS_READ,
    "handoff": handoff.NAME,  # no try: it is why the ticket is here
}  # fmt: skip


class Reader(NamedTuple):
    """For whom it is: the pack names the tools, in this language."""

    pack: Pack
    language: str


async def cases(session: AsyncSession, ids: Sequence[UUID], reader: Reader) -> Mapping[UUID, dict[str, Any]]:
    """By ticket, the fields that `AdminTicketOut` has of its case. One query."""
    rows = await session.execute(_CASES, {"ids": list(ids), **_READ})
    return {row["id"]: _case(row, reader) for row in rows.mappings()}


def _case(row: RowMapping, reader: Reader) -> dict[str, Any]:
    last = row["last_message"]
    return {
        "last_message": last and {**last, "content": cut(last["content"], EXCERPT)},
        "last_customer_message_at": row["last_customer_message_at"],
        "unanswered": last is None or last["author"] == "customer",
        "mood": mood_of((*row["said"], row["description"]), row["language"]),
        "tried": [
            {"tool": tool, "label": tool_label(reader.pack, tool, reader.language), "outcome": outcome}
            for tool, outcome in dict.fromkeys((tool, outcome) for tool, outcome in reversed(row["tried"]))
        ],
    }
