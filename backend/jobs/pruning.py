"""What nobody needs any more: expired secrets, old throttles, the events of tickets that were closed long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Delete, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.events.models import TicketEvent
from backend.settings import Settings
from backend.spending.models import DailySpending
from backend.tickets.models import Ticket, TicketStatus
from backend.users.models import PasswordReset, RefreshToken, Session, Throttle

KEEP_EVENTS = timedelta(days=30)
"""After a ticket was closed. Its messages, moves and outcomes stay; only the stream's replay goes."""
GRACE = timedelta(days=1)
"""After something expired: nothing is deleted while a clock that is wrong may still ask for it."""


async def prune(session: AsyncSession, settings: Settings, at: datetime) -> int:
    """Delete what has expired before `at`; how many rows."""
    deleted = 0
    for statement in _statements(settings, at):
        result = await session.execute(statement.execution_options(synchronize_session=False))
        assert isinstance(result, CursorResult)
        deleted += result.rowcount
    return deleted


def _statements(settings: Settings, at: datetime) -> tuple[Delete, ...]:
    expired = at - GRACE
    unused = expired - timedelta(days=settings.refresh_token_days)
    window = timedelta(minutes=settings.login_window_minutes)
    long_closed = select(Ticket.id).where(Ticket.status == TicketStatus.CLOSED, Ticket.closed_at < at - KEEP_EVENTS)
    return (
        delete(RefreshToken).where(RefreshToken.expires_at < expired),
        delete(Session).where(Session.last_used_at < unused, ~exists().where(RefreshToken.session_id == Session.id)),
        delete(PasswordReset).where(PasswordReset.expires_at < expired),
        delete(Throttle).where(Throttle.window_started_at < expired - window),
        delete(DailySpending).where(DailySpending.day < (expired - GRACE).date()),
        delete(TicketEvent).where(TicketEvent.ticket_id.in_(long_closed)),
    )
