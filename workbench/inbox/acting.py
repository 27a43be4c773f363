"""What an agent does with a case. Each returns the text key of what went wrong, or an empty one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.access import Access
from workbench.errors import ApiError, SignedOut, WorkbenchError
from workbench.inbox.view import View

_KNOWN = {
    "taken_by_another": "inbox.error.taken",
    "move_not_allowed": "inbox.error.over",
    "ticket_closed": "inbox.error.over",
    "not_with_a_person": "inbox.error.not_with_you",
    "forbidden": "error.not_admin",
}
MAX_CHARACTERS = 4_000


def take(access: Access, view: View, ticket_id: str, *, force: bool = False) -> str:
    """Put the ticket into one's hands; with `force` out of another agent's."""
    query = {"force": True} if force else None
    return _done(view, lambda: access.ask("POST", f"admin/tickets/{ticket_id}/takeover", query=query))


def reply(access: Access, view: View, ticket_id: str, text: str, key: str) -> str:
    """Write to the customer. A `key` that is not the one of the next reply was sent before: nothing is done."""
    if key != view.reply_key(ticket_id):
        return ""
    body = {"content": text}
    wrong = _done(view, lambda: access.ask("POST", f"admin/tickets/{ticket_id}/replies", body=body, key=key))
    if not wrong:
        view.replied(ticket_id)
    return wrong


def give_back(access: Access, view: View, ticket_id: str, note: str) -> str:
    """Let the bot go on; the note stands in the audit."""
    body = {"note": note.strip() or None}
    return _done(view, lambda: access.ask("POST", f"admin/tickets/{ticket_id}/give-back", body=body))


def resolve(access: Access, view: View, ticket_id: str) -> str:
    return _done(view, lambda: access.ask("POST", f"admin/tickets/{ticket_id}/resolve"))


def _done(view: View, ask: Callable[[], Any]) -> str:
    try:
        ask()
    except SignedOut:
        raise
    except ApiError as error:
        view.read_again()  # somebody else was faster: show how it is now
        return _KNOWN.get(error.code, "error.unknown")
    except WorkbenchError as error:
        return f"error.{error.code}"
    view.read_again()
    return ""
