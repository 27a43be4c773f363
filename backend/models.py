"""Every table, imported once so that Alembic and the tests see all of them."""

from backend.chatbot.models import Confirmation, ToolCall
from backend.database import Base
from backend.events.models import TicketEvent
from backend.handoff.models import Handoff
from backend.messages.models import Message, Reply
from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.outcomes.models import Outcome
from backend.privacy.models import Erasure
from backend.releases.models import Release, ReleaseLabel, ReleaseMove
from backend.spending.models import DailySpending
from backend.tickets.models import Ticket, TicketMove
from backend.users.models import PasswordReset, RefreshToken, Session, Throttle, User

__all__ = [
    "Base",
    "Booking",
    "Confirmation",
    "DailySpending",
    "Erasure",
    "Handoff",
    "Message",
    "OperationRecord",
    "Outcome",
    "PasswordReset",
    "RecordWrite",
    "RefreshToken",
    "Release",
    "ReleaseLabel",
    "ReleaseMove",
    "Reply",
    "Session",
    "Throttle",
    "Ticket",
    "TicketEvent",
    "TicketMove",
    "ToolCall",
    "User",
]
