"""The list of cases: filters in the address, pages, counts; and the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.errors import BackendDown
from portal.states.dashboard import Dashboard
from portal.states.tickets import TicketList, address, counts
from tests.portal.cases import ListeningBackend, case, customers_tab
from tests.portal.tabs import Tab, goes_to

STATS = {"by_status": {"open": 2, "in_progress": 3, "waiting_agent": 1, "resolved": 4}}
LIST = "GET tickets"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Tab, ListeningBackend]:
    tab, backend = customers_tab(tmp_path, monkeypatch, "/tickets")
    backend.answers["GET tickets/stats"] = STATS
    return tab, backend


def page(*numbers: int, cursor: str | None = None, **changes: Any) -> dict[str, Any]:
    return {"items": [case(number, **changes) for number in numbers], "next_cursor": cursor}


def test_states_are_counted_as_customers_think_of_them() -> None:
    assert counts(STATS["by_status"]) == {"all": 10, "active": 5, "waiting": 1, "resolved": 4, "closed": 0}


def test_an_address_holds_only_the_filters_that_are_set() -> None:
    assert address("all", "", "") == "/tickets"
    assert (
        address("active", "credit", "mi pago & más") == "/tickets?status=active&category=credit&q=mi+pago+%26+m%C3%A1s"
    )


def test_the_filters_of_the_address_are_asked_for(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    backend.answers[LIST] = page(2, 1)
    tab.go("/tickets?status=active&category=credit&q=jetta")
    cases = tab.state(TicketList)
    tab.press(cases, "load")
    asked = backend.queries_of(LIST)[-1]
    assert asked["status"] == ["open", "in_progress"]
    assert (asked["category"], asked["q"]) == ("credit", "jetta")
    assert [row.number for row in cases.rows] == [2, 1]
    assert cases.filtered
    assert cases.counts["active"] == 5


def test_a_state_that_does_not_exist_shows_all(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    backend.answers[LIST] = page(1)
    tab.go("/tickets?status=<b>")
    cases = tab.state(TicketList)
    tab.press(cases, "load")
    assert cases.status == "all"
    assert not cases.filtered


def test_more_comes_below_and_nothing_twice(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    cases = tab.state(TicketList)
    backend.answers[LIST] = page(5, 4, cursor="next")
    tab.press(cases, "load")
    backend.answers[LIST] = page(4, 3)
    tab.press(cases, "more")
    assert [row.number for row in cases.rows] == [5, 4, 3]
    assert backend.queries_of(LIST)[-1]["cursor"] == "next"
    tab.press(cases, "more")
    assert len(backend.queries_of(LIST)) == 2, "there is no more to ask for"


def test_back_on_the_same_list_as_many_rows_come_as_were_there(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    cases = tab.state(TicketList)
    backend.answers[LIST] = page(*range(45))
    tab.press(cases, "load")
    tab.press(cases, "load")
    tab.go("/tickets?status=closed")
    tab.press(cases, "load")
    assert [query["limit"] for query in backend.queries_of(LIST)] == [20, 45, 20]


def test_a_failed_page_says_so_and_keeps_the_rows(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    cases = tab.state(TicketList)
    backend.answers[LIST] = page(1, cursor="next")
    tab.press(cases, "load")
    backend.answers[LIST] = BackendDown("no answer")
    tab.press(cases, "more")
    assert len(cases.rows) == 1
    assert cases.problem
    assert not cases.busy


def test_search_goes_to_its_address_and_replaces_the_one_before(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, _ = opened
    cases = tab.state(TicketList)
    assert [goes_to(step) for step in tab.press(cases, "search", "  mi pago ")] == ["/tickets?q=mi+pago"]
    assert tab.press(cases, "search", "mi pago") == []


def test_the_search_field_is_drawn_anew_only_for_words_that_nobody_typed(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    backend.answers[LIST] = page()
    cases = tab.state(TicketList)
    tab.press(cases, "search", "je")
    tab.press(cases, "search", "jetta")
    tab.go("/tickets?q=je")
    tab.press(cases, "load")
    tab.go("/tickets?q=jetta")
    tab.press(cases, "load")
    assert cases.search_drawn == 0
    tab.go("/tickets?q=ibiza")
    tab.press(cases, "load")
    assert cases.search_drawn == 1


def test_the_dashboard_shows_the_latest_and_what_is_to_be_rated(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    rated = page(*range(9, 0, -1))
    rated["items"][7]["csat_due"] = True
    backend.answers[LIST] = rated
    dashboard = tab.state(Dashboard)
    tab.press(dashboard, "load")
    assert [row.number for row in dashboard.recent] == [9, 8, 7, 6, 5]
    assert [row.number for row in dashboard.to_rate] == [2]
    assert dashboard.counts["all"] == 10


def test_nothing_is_asked_for_a_stranger(opened: tuple[Tab, ListeningBackend]) -> None:
    tab, backend = opened
    tab.session.signed_in = False
    tab.press(tab.state(Dashboard), "load")
    tab.press(tab.state(TicketList), "load")
    assert backend.calls == []
