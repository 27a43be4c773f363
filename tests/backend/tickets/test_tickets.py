"""Opening, reading, listing and changing tickets."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from tests.backend.people import Person
from tests.backend.tickets.opened import changed, opened, rows

People = Callable[..., Person]


def test_a_new_ticket_is_open_numbered_and_in_the_customers_language(person: People) -> None:
    customer = person(language="pt")
    first, second = opened(customer, title="  Cadê meu pagamento?  "), opened(customer)
    assert first["title"] == "Cadê meu pagamento?"
    assert first["status"] == "open"
    assert (first["language"], first["channel"], first["category"]) == ("pt", "web", "buying")
    assert second["number"] == first["number"] + 1
    assert customer.get(f"tickets/{first['id']}").json() == first


def test_opening_is_in_the_trail_and_among_the_events(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    moves = rows(engine, "select from_status, to_status, actor, actor_id from ticket_moves")
    assert moves == [(None, "open", "customer", customer.id)]
    ((seq, kind, told),) = rows(engine, "select seq, kind, data->'ticket' from ticket_events")
    assert (seq, kind) == (ticket["last_event_id"], "ticket")
    assert told == ticket


@pytest.mark.parametrize(
    ("category", "kept"),
    [("warranty", "warranty"), ("Garantía", "warranty"), ("taller", "service"), ("VENDA", "buying")],
)
def test_a_category_may_be_given_by_any_of_its_names(person: People, category: str, kept: str) -> None:
    assert opened(person(), category=category)["category"] == kept


@pytest.mark.parametrize(
    "body",
    [
        {"title": "t", "category": "cooking", "description": "d"},
        {"title": "t", "category": "buying", "description": "a\x00b"},
        {"title": "\x00", "category": "buying", "description": "d"},
        {"title": "t", "category": "buying\x00", "description": "d"},
        {"title": "   ", "category": "buying", "description": "d"},
        {"title": "t" * 201, "category": "buying", "description": "d"},
        {"title": "t", "category": "buying", "description": "d", "customer_id": str(uuid4())},
        {"title": "t", "category": "buying"},
    ],
)
def test_a_ticket_that_makes_no_sense_is_refused(person: People, body: dict[str, str]) -> None:
    answer = person().post("tickets", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"


def test_an_unknown_category_says_which_there_are(person: People) -> None:
    body = {"title": "t", "category": "cooking", "description": "d"}
    error = person().post("tickets", json=body).json()["error"]
    assert "warranty" in error["message"]
    assert error["details"]["problems"][0]["field"] == "body.category"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""), ("PATCH", ""), ("POST", "/resolve"), ("POST", "/reopen"), ("POST", "/csat"),
    ],
)  # fmt: skip
def test_another_customers_ticket_is_not_there(person: People, method: str, path: str) -> None:
    mine, theirs = opened(person()), person()
    body = {"PATCH": {"title": "mine now"}, "POST": {"score": 1}}.get(method) if path != "/resolve" else None
    answer = theirs.request(method, f"tickets/{mine['id']}{path}", json=body)
    unknown = theirs.request(method, f"tickets/{uuid4()}{path}", json=body)
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.json()["error"]["message"] == unknown.json()["error"]["message"]


def test_without_a_token_there_is_nothing(api: httpx2.Client, person: People) -> None:
    ticket = opened(person())
    answers = [api.get("tickets"), api.get("tickets/stats"), api.get(f"tickets/{ticket['id']}"), api.post("tickets")]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401]


def test_an_agent_reads_any_ticket_but_lists_only_own(person: People) -> None:
    ticket, agent = opened(person()), person("agent")
    assert agent.get(f"tickets/{ticket['id']}").json() == ticket
    assert agent.get("tickets").json() == {"items": [], "next_cursor": None}
    assert agent.patch(f"tickets/{ticket['id']}", json={"title": "x"}).status_code == 404


def test_the_list_is_narrowed_by_state_and_category(person: People) -> None:
    customer = person()
    bought, asked = opened(customer, category="buying"), opened(customer, category="ask")
    customer.post(f"tickets/{bought['id']}/resolve")

    def numbers(**query: str | list[str]) -> list[int]:
        return [item["number"] for item in customer.get("tickets", params=query).json()["items"]]

    assert numbers() == [asked["number"], bought["number"]]
    assert numbers(status="resolved") == [bought["number"]]
    assert numbers(status=["open", "resolved"]) == [asked["number"], bought["number"]]
    assert numbers(category="preguntas") == [asked["number"]]
    assert numbers(category="ask", status="resolved") == []
    assert numbers(category="nothing") == []


@pytest.mark.parametrize(
    "query",
    ["status=sleeping", "limit=0", "limit=101", "cursor=nonsense", "cursor=MjAyMA==", "q=%00", "category=%00",
     "q=%ED%A0%80%00"],
)  # fmt: skip
def test_a_list_that_makes_no_sense_is_refused(person: People, query: str) -> None:
    assert person().get(f"tickets?{query}").status_code == 422


def test_a_cursor_walks_every_ticket_once_while_new_ones_come(person: People, engine: Engine) -> None:
    customer = person()
    before = [opened(customer)["number"] for _ in range(7)]
    # The same moment for some: the id decides.
    with engine.begin() as connection:
        connection.exec_driver_sql("update tickets set created_at = now() where mod(number, 2) = 0")
    seen: list[int] = []
    cursor: str | None = None
    while True:
        page = customer.get("tickets", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["number"] for item in page["items"]]
        opened(customer)
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == before


def test_a_full_last_page_has_no_cursor(person: People) -> None:
    customer = person()
    for _ in range(2):
        opened(customer)
    page = customer.get("tickets", params={"limit": 2}).json()
    assert len(page["items"]) == 2
    assert page["next_cursor"] is None


def test_what_is_given_changes_and_the_rest_stays(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    answer = customer.patch(f"tickets/{ticket['id']}", json={"title": "Mi pago", "category": "taller"})
    assert answer.status_code == 200
    after = answer.json()
    assert (after["title"], after["category"]) == ("Mi pago", "service")
    assert after["description"] == ticket["description"]
    assert after["updated_at"] > ticket["updated_at"]
    assert after["last_event_id"] == ticket["last_event_id"] + 1
    assert customer.get(f"tickets/{ticket['id']}").json() == after


def test_a_change_that_changes_nothing_tells_nobody(person: People) -> None:
    customer = person()
    ticket = opened(customer)
    for body in ({}, {"title": ticket["title"]}, {"description": None}):
        assert customer.patch(f"tickets/{ticket['id']}", json=body).json() == ticket


def test_a_closed_ticket_cannot_be_changed(person: People, engine: Engine) -> None:
    customer = person()
    ticket = opened(customer)
    changed(engine, ticket, status="closed")
    answer = customer.patch(f"tickets/{ticket['id']}", json={"title": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ticket_closed")
    assert customer.get(f"tickets/{ticket['id']}").json()["title"] == ticket["title"]


def test_stats_are_of_the_customers_own_tickets(person: People, engine: Engine) -> None:
    customer = person()
    opened(person())
    for score in (5, 2):
        ticket = opened(customer)
        customer.post(f"tickets/{ticket['id']}/resolve")
        assert customer.post(f"tickets/{ticket['id']}/csat", json={"score": score}).status_code == 200
    opened(customer)
    changed(engine, opened(customer), status="waiting_agent")
    assert customer.get("tickets/stats").json() == {
        "by_status": {"open": 1, "in_progress": 0, "waiting_agent": 1, "resolved": 2, "closed": 0},
        "total": 4, "open": 2, "avg_csat": 3.5, "csat_n": 2,
    }  # fmt: skip


def test_stats_without_tickets_know_nothing(person: People) -> None:
    stats = person().get("tickets/stats").json()
    assert (stats["total"], stats["avg_csat"], stats["csat_n"]) == (0, None, 0)
