"""Which conversations are wanted: said once, for the export and for counting them beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import LiteralString, NamedTuple

from backend.tickets.models import TicketStatus

LAST_RELEASE: LiteralString = """
    select release_id from replies
    where ticket_id = ticket.id and status = 'done' and release_id is not null
    order by created_at desc limit 1
"""
"""The release that gave a ticket's last answer, which is the conversation's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conversations of tickets opened in [`since`, `until`), of one category, in one of the states, of one channel and
    language, ever (or never) handed to a person, last answered by a release; the first `limit`. What is empty or `None`
    does not narrow."""

    since: datetime | None = None
    until: datetime | None = None
    context: str | None = None
    limit: int | None = None
    status: Sequence[TicketStatus] = ()
    channel: str | None = None
    language: str | None = None
    handed_off: bool | None = None
    release_id: str | None = None

    def given(self) -> dict[str, str]:
        """What narrows, in words, for the log."""
        return {name: _words(value) for name, value in asdict(self).items() if value not in (None, ())}


class Condition(NamedTuple):
    """SQL about `ticket` with one `{}` for the value."""

    sql: LiteralString
    value: object


def conditions(wanted: Wanted) -> list[Condition]:
    """What a ticket must fulfil, without the limit."""
    every = (
        Condition("ticket.created_at >= {}", wanted.since),
        Condition("ticket.created_at < {}", wanted.until),
        Condition("ticket.category = {}", wanted.context),
        Condition("ticket.status = any({})", [status.value for status in wanted.status] or None),
        Condition("ticket.channel = {}", wanted.channel),
        Condition("ticket.language = {}", wanted.language),
        Condition("exists (select from handoffs where ticket_id = ticket.id) = {}", wanted.handed_off),
        Condition("(" + LAST_RELEASE + ") = {}", wanted.release_id),
    )
    return [one for one in every if one.value is not None]


def _words(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
