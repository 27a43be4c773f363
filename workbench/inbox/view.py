"""What one tab has of the inbox: asked for every second, read again only when something has happened."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import streamlit as st

from workbench.access import Access
from workbench.errors import ApiError, BackendDown
from workbench.inbox import tickets
from workbench.inbox.tickets import Case, Ticket

_KEY = "acs.inbox"
_GONE = 404
ASK_AGAIN_SEC = 3.0
"""After no answer, so that a backend that is away is not asked every second."""


@dataclass(slots=True)
class View:
    """`queue` and `case` are what was last read. `down`: the backend does not answer, and they may be old."""

    me: str = ""
    version: str = ""
    queue: tuple[Ticket, ...] = ()
    chosen: str = ""
    case: Case | None = None
    down: bool = False
    known: frozenset[str] | None = None
    """Tickets that waited when the queue was last read; None before the first time."""
    asked_at: float = -ASK_AGAIN_SEC
    keys: dict[str, str] = field(default_factory=dict)
    """The Idempotency-Key of the next reply, by ticket."""
    wrong: str = ""
    """The text key of what went wrong with the last thing done here."""

    def poll(self, access: Access) -> tuple[Ticket, ...]:
        """Bring it up to date; the tickets that began to wait since. Raises `SignedOut` and `ApiError`."""
        if self.down and time.monotonic() - self.asked_at < ASK_AGAIN_SEC:
            return ()
        self.asked_at = time.monotonic()
        try:
            return self._updated(access)
        except BackendDown:
            self.down = True
            return ()

    def choose(self, access: Access, ticket_id: str) -> None:
        """Open a case (an empty or unknown id: none). Raises as `poll` does."""
        if ticket_id == self.chosen and (self.case is not None or not ticket_id):
            return
        self.chosen, self.case, self.wrong = ticket_id, None, ""
        try:
            self._read_case(access)
        except BackendDown:
            self.down = True

    def read_again(self) -> None:
        """Whatever the version says: something was done here."""
        self.version = ""

    def reply_key(self, ticket_id: str) -> str:
        """The same until that reply has been stored: sent twice, it is stored once."""
        return self.keys.setdefault(ticket_id, str(uuid4()))

    def replied(self, ticket_id: str) -> None:
        self.keys.pop(ticket_id, None)

    @property
    def holder(self) -> tuple[str, str, str | None]:
        """What the buttons depend on: the case, its status, who has it."""
        if self.case is None:
            return self.chosen, "", None
        ticket = self.case.ticket
        return ticket.id, ticket.status, ticket.handoff.agent_id if ticket.handoff else "nobody"

    def _updated(self, access: Access) -> tuple[Ticket, ...]:
        if not self.me:
            self.me = str(access.me()["id"])
        now = tickets.version(access)
        self.down = False
        if now == self.version:
            return ()
        self.queue = tickets.queue(access)
        self._read_case(access)
        self.version = now  # last: what happened meanwhile is read the next time
        return self._new()

    def _read_case(self, access: Access) -> None:
        if not _is_id(self.chosen):
            self.chosen = ""
            return
        try:
            self.case = tickets.case(access, self.chosen)
        except ApiError as error:
            if error.status != _GONE:
                raise
            self.chosen, self.case = "", None

    def _new(self) -> tuple[Ticket, ...]:
        waiting = frozenset(ticket.id for ticket in self.queue if ticket.waiting)
        new = waiting - (waiting if self.known is None else self.known)
        self.known = waiting
        return tuple(ticket for ticket in self.queue if ticket.id in new)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def view() -> View:
    """This tab's view."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = View()
    found: View = st.session_state[_KEY]
    return found
