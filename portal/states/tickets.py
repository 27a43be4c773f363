"""The list of cases. Its filters are the page's address: a reload, a link and the way back keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from portal.errors import PortalError, SignedOut
from portal.states.session import Session
from portal.states.ticket_row import TicketRow, labelled_categories, ticket_row

GROUPS: Mapping[str, tuple[str, ...]] = {
    "all": (),
    "active": ("open", "in_progress"),
    "waiting": ("waiting_agent",),
    "resolved": ("resolved",),
    "closed": ("closed",),
}
"""The states as customers think of them. The keys are those of the page's `?status=`."""
PATH = "/tickets"
PAGE, MOST = 20, 100
"""Rows of one page, and the most that the backend gives at once."""
_WORDS_MOST = 200


class TicketList(rx.State):
    """The cases that fit the filters, as many pages of them as were asked for."""

    loaded: bool = False
    busy: bool = False
    problem: str = ""
    rows: list[TicketRow] = []
    counts: dict[str, int] = {}
    categories: list[dict[str, str]] = []
    """`id` and the label in each language."""
    status: str = "all"
    category: str = ""
    words: str = ""
    search_drawn: int = 0
    """Counts up when the search's words came from the address: the input is drawn anew with them."""
    next_cursor: str = ""
    _typed: str = ""
    _going: list[str] = []
    """Words whose address was asked for and has not come back yet."""

    @rx.var
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return self.status != "all" or bool(self.category or self.words)

    @rx.var
    def addresses(self) -> dict[str, str]:
        """The list's address for each of `GROUPS`, the other filters kept."""
        return {group: address(group, self.category, self.words) for group in GROUPS}

    @rx.event
    async def load(self) -> Any:
        """Read the filters from the address and ask for what fits. Back on the same list, as many rows as before."""
        session = await self.get_state(Session)
        if not session.signed_in:
            return None
        same = self._read_address(self.router.url.query_parameters)
        self.categories = labelled_categories(session.company())
        self.problem = ""
        try:
            stats, page = await asyncio.gather(
                session.access().ask("GET", "tickets/stats"),
                session.access().ask("GET", "tickets", query=self._query(len(self.rows) if same else 0)),
            )
        except SignedOut:
            return session.ended()
        except PortalError as error:
            self.problem = session.said(error)
            return None
        self.counts = counts(stats["by_status"])
        self.rows = [ticket_row(one, session.company(), session.zone()) for one in page["items"]]
        self.next_cursor = page["next_cursor"] or ""
        self.loaded = True
        return None

    @rx.event
    async def more(self) -> Any:
        """The next page, below what is there."""
        if self.busy or not self.next_cursor:
            return
        session = await self.get_state(Session)
        self.busy, self.problem = True, ""
        yield
        try:
            page = await session.access().ask("GET", "tickets", query=self._query() | {"cursor": self.next_cursor})
            there = {row.path for row in self.rows}
            fresh = [ticket_row(one, session.company(), session.zone()) for one in page["items"]]
            self.rows += [row for row in fresh if row.path not in there]
            self.next_cursor = page["next_cursor"] or ""
        except SignedOut:
            yield session.ended()
        except PortalError as error:
            self.problem = session.said(error)
        finally:
            self.busy = False

    @rx.event
    def search(self, words: str) -> Any:
        """The address with these words; it replaces the one before, so that the way back is one step."""
        wanted = words.strip()[:_WORDS_MOST]
        if wanted == self._typed:
            return None
        self._typed = wanted
        self._going.append(wanted)
        return rx.redirect(address(self.status, self.category, self._typed), replace=True)

    @rx.event
    def search_now(self, form: dict[str, str]) -> Any:
        """Enter in the search field."""
        return TicketList.search(form.get("words", ""))

    @rx.event
    def choose_category(self, category: str) -> Any:
        """The address with this category."""
        return rx.redirect(address(self.status, category, self.words))

    def _read_address(self, given: Mapping[str, str]) -> bool:
        """Take the filters over; whether they are those of the rows that are there."""
        before = (self.status, self.category, self.words)
        self.status = given.get("status", "") if given.get("status") in GROUPS else "all"
        self.category = given.get("category", "")[:60]
        self.words = given.get("q", "")[:_WORDS_MOST]
        self._follow_search()
        return before == (self.status, self.category, self.words)

    def _follow_search(self) -> None:
        """Draw the input anew unless the words are those that somebody is typing there: no letter may get lost."""
        if self.words not in (self._typed, *self._going):
            self._typed = self.words
            self.search_drawn += 1
        if self.words == self._typed:
            self._going = []

    def _query(self, at_least: int = 0) -> dict[str, Any]:
        return {
            "status": list(GROUPS[self.status]),
            "category": self.category,
            "q": self.words,
            "limit": min(max(PAGE, at_least), MOST),
        }


def address(status: str, category: str, words: str) -> str:
    """The list's address with these filters."""
    given = {"status": status if status != "all" else "", "category": category, "q": words}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{PATH}?{query}" if query else PATH


def counts(by_status: Mapping[str, int]) -> dict[str, int]:
    """How many cases in each of `GROUPS`."""
    total = sum(by_status.values())
    return {group: sum(by_status.get(one, 0) for one in ones) if ones else total for group, ones in GROUPS.items()}
