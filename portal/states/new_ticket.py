"""A new case: what was written becomes a ticket and its first message, once, however often it is sent."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from typing import Any

import reflex as rx

from portal.errors import PortalError, SignedOut
from portal.i18n.catalogue import say
from portal.states.session import Session
from portal.states.ticket_row import labelled_categories

TITLE_MOST = 200


class NewTicket(rx.State):
    """The form of a new case. What is typed stays in the browser (`components/draft.py`) until it is sent."""

    busy: bool = False
    made: bool = False
    """The case is there: the browser may forget the draft."""
    problem: str = ""
    title_error: str = ""
    category_error: str = ""
    description_error: str = ""
    categories: list[dict[str, str]] = []
    """`id` and the label in each language."""
    chosen: dict[str, str] = {}
    """One of `categories`, for the hints; empty before."""
    description_most: int = 4_000
    _nonce: str = ""
    """Of this draft; new after each case."""

    @rx.event
    async def load(self) -> None:
        """An empty form with the company's categories."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return
        self.categories = labelled_categories(session.company())
        self.description_most = session.company().message_characters
        self._nonce = self._nonce or secrets.token_hex(16)
        self.busy = self.made = False
        self.problem = self.title_error = self.category_error = self.description_error = ""

    @rx.event
    def choose(self, category: str) -> None:
        """The hints speak of this category."""
        self.chosen = next((one for one in self.categories if one["id"] == category), {})
        self.category_error = ""

    @rx.event
    async def submit(self, form: dict[str, str]) -> Any:
        """Make the case, post the description as its first message, and go to the conversation."""
        if self.busy or self.made:
            return
        session = await self.get_state(Session)
        title, category = form.get("title", "").strip(), form.get("category", "")
        description = form.get("description", "").strip()
        if wrong := self._check(title, category, description, session.language):
            yield rx.set_focus(wrong)
            return
        self.busy, self.problem = True, ""
        yield
        try:
            ticket = await self._make(session, title, category, description)
            self.made, self.chosen, self._nonce = True, {}, secrets.token_hex(16)
            yield
            yield rx.redirect(f"/tickets/{ticket['id']}", replace=True)
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            self.problem = session.said(error)
        finally:
            self.busy = False

    def _check(self, title: str, category: str, description: str, language: str) -> str:
        """Say what is wrong; the id of the first such field, empty when all is well."""
        wrong = {
            "title": not 1 <= len(title) <= TITLE_MOST,
            "category": not any(one["id"] == category for one in self.categories),
            "description": not 1 <= len(description) <= self.description_most,
        }
        most = {"title": TITLE_MOST, "description": self.description_most}
        said = {
            name: say(f"tickets.new.error.{name}", language, most=most.get(name, "")) if bad else ""
            for name, bad in wrong.items()
        }
        self.title_error, self.category_error = said["title"], said["category"]
        self.description_error = said["description"]
        return next((name for name in ("category", "title", "description") if wrong[name]), "")

    async def _make(self, session: Session, title: str, category: str, description: str) -> dict[str, Any]:
        """The case with its first message. The key is that of the draft and its words: sent twice, it is one case."""
        key = hashlib.sha256("\0".join([self._nonce, title, category, description]).encode()).hexdigest()
        body = {"title": title, "category": category, "description": description}
        ticket: dict[str, Any] = await session.access().ask("POST", "tickets", body=body, key=key)
        with suppress(PortalError):  # the case is there with its description: the conversation's page offers to send it
            await session.access().send(ticket["id"], description, key=f"first-{ticket['id']}")
        return ticket
