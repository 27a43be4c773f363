"""The dashboard: how many cases in which state, the latest ones, and what waits for the customer."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from portal.errors import PortalError, SignedOut
from portal.states.session import Session
from portal.states.ticket_row import TicketRow, ticket_row
from portal.states.tickets import counts

_LOOKED_AT, _SHOWN = 20, 5


class Dashboard(rx.State):
    """What the customer sees first."""

    loaded: bool = False
    problem: str = ""
    counts: dict[str, int] = {}
    to_rate: list[TicketRow] = []
    recent: list[TicketRow] = []

    @rx.event
    async def load(self) -> Any:
        """Ask anew; what was there stays on the page meanwhile."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return None
        self.problem = ""
        try:
            stats, page = await asyncio.gather(
                session.access().ask("GET", "tickets/stats"),
                session.access().ask("GET", "tickets", query={"limit": _LOOKED_AT}),
            )
        except SignedOut:
            return session.ended()
        except PortalError as error:
            self.problem = session.said(error)
            return None
        rows = [ticket_row(one, session.company(), session.zone()) for one in page["items"]]
        self.counts = counts(stats["by_status"])
        self.to_rate = [row for row in rows if row.csat_due][:1]
        self.recent = rows[:_SHOWN]
        self.loaded = True
        return None
