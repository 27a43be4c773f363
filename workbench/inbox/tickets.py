"""What the backend says of tickets with an open handoff, typed; fields that the inbox does not show are left out."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from workbench.access import Access

PAGE, MOST = 100, 300
"""Tickets a request, and the most that the queue shows."""
MESSAGES = 200
"""The last so many messages of a case are shown."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Customer(_Read):
    name: str
    email: str


class Handoff(_Read):
    """The open one: taken by nobody while `agent_id` is None. Times are UTC."""

    reason: str
    summary: str
    agent_id: str | None
    requested_at: datetime
    taken_at: datetime | None


class Tried(_Read):
    """A tool of the bot in the reader's language, and how it ended."""

    label: str
    outcome: str


class LastMessage(_Read):
    author: str
    content: str


class Ticket(_Read):
    """`handoff` is None once nobody is asked for any more."""

    id: str
    number: int
    title: str
    category: str
    description: str
    status: str
    language: str
    customer: Customer
    agent_name: str | None
    handoff: Handoff | None
    last_message: LastMessage | None
    unanswered: bool
    mood: str
    tried: tuple[Tried, ...]
    created_at: datetime

    @property
    def waiting(self) -> bool:
        """Whether nobody has taken it."""
        return self.handoff is not None and self.handoff.agent_id is None

    @property
    def over(self) -> bool:
        """Whether there is nothing to do with it any more."""
        return self.status in ("resolved", "closed")

    def held_by(self, agent_id: str) -> bool:
        return self.handoff is not None and self.handoff.agent_id == agent_id

    def waited_sec(self, now: datetime | None = None) -> float | None:
        """Seconds that the customer has waited for a person until now, or until one took the ticket."""
        if self.handoff is None:
            return None
        until = self.handoff.taken_at or now or datetime.now(UTC)
        return max(0.0, (until - self.handoff.requested_at).total_seconds())


class Message(_Read):
    """`author`: customer, bot or agent; only an agent has a name."""

    id: str
    author: str
    author_name: str | None
    content: str
    created_at: datetime


class Case(_Read):
    """A ticket with its last messages, in order; `earlier` says whether there are more."""

    ticket: Ticket
    messages: tuple[Message, ...]
    earlier: bool


def version(access: Access) -> str:
    """Another word after anything has happened in the inbox."""
    return str(access.ask("GET", "admin/inbox/version")["version"])


def queue(access: Access) -> tuple[Ticket, ...]:
    """Tickets with an open handoff, the longest wait first; at most `MOST`."""
    found: list[Ticket] = []
    cursor = None
    while len(found) < MOST:
        query = {"open_handoff": True, "sort": "waiting", "limit": PAGE, "cursor": cursor}
        page = access.ask("GET", "admin/tickets", query=query)
        found += [Ticket.model_validate(item) for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    return tuple(found)


def case(access: Access, ticket_id: str) -> Case:
    """One ticket with what was said."""
    ticket = Ticket.model_validate(access.ask("GET", f"admin/tickets/{ticket_id}"))
    page = access.ask("GET", f"tickets/{ticket_id}/messages", query={"order": "desc", "limit": MESSAGES})
    messages = tuple(Message.model_validate(item) for item in reversed(page["items"]))
    return Case(ticket=ticket, messages=messages, earlier=page["next_cursor"] is not None)
