"""Users and their roles."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.backend.chats import listen
from tests.backend.handoff.builders import made_ticket
from tests.backend.people import Person

People = Callable[..., Person]


def listed(who: Person, **query: Any) -> list[dict[str, Any]]:
    answer = who.get("admin/users", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def role(who: Person, user: Person, wanted: str) -> httpx2.Response:
    return who.patch(f"admin/users/{user.id}", json={"role": wanted})


def test_users_come_with_their_tickets_by_status(person: People, engine: Engine) -> None:
    ana, admin = person(name="Ana", email="ana@example.com"), person("admin")
    for status in ("open", "open", "closed"):
        made_ticket(engine, ana, status=status)

    found = {user["email"]: user for user in listed(admin)}

    assert found["ana@example.com"]["tickets"] == {
        "total": 3, "open": 2, "in_progress": 0, "waiting_agent": 0, "resolved": 0, "closed": 1,
    }  # fmt: skip
    assert found[admin.email]["tickets"]["total"] == 0
    assert "password_hash" not in found[admin.email]


def test_users_are_found_by_name_e_mail_and_role(person: People) -> None:
    ana, eva, admin = person(name="Ana_1"), person("agent", name="Eva"), person("admin", name="Boss")

    def names(**query: Any) -> list[str]:
        return [user["name"] for user in listed(admin, **query)]

    assert names() == ["Boss", "Eva", "Ana_1"]
    assert names(q="ana") == ["Ana_1"]
    assert names(q="_") == ["Ana_1"]
    assert names(q=eva.email.upper()) == ["Eva"]
    assert names(role="customer") == ["Ana_1"]
    assert names(q=ana.email, role="admin") == []


def test_pages_hold_every_user_once(person: People, engine: Engine) -> None:
    admin = person("admin")
    made = [person().email for _ in range(4)]
    with engine.begin() as connection:
        connection.execute(text("update users set created_at = '2026-11-02' where role = 'customer'"))

    seen: list[str] = []
    query: dict[str, str] = {"limit": "2", "role": "customer"}
    while True:
        answer = admin.get("admin/users", params=query).json()
        seen += [user["email"] for user in answer["items"]]
        if answer["next_cursor"] is None:
            break
        query["cursor"] = answer["next_cursor"]

    assert sorted(seen) == sorted(made)


def test_a_new_role_holds_at_once(person: People) -> None:
    eva, admin = person(), person("admin")
    assert eva.get("admin/tickets").status_code == 403

    answer = role(admin, eva, "agent")

    assert (answer.status_code, answer.json()["role"]) == (200, "agent")
    assert eva.get("admin/tickets").status_code == 200
    role(admin, eva, "customer")
    assert eva.get("admin/tickets").status_code == 403


def test_an_agent_who_is_none_any_more_leaves_the_tickets_to_others(person: People, engine: Engine) -> None:
    eva, other, admin = person("agent"), person("agent"), person("admin")
    ticket = made_ticket(engine, person())
    eva.post(f"admin/tickets/{ticket}/takeover")

    role(admin, eva, "customer")

    waiting = other.get("admin/tickets", params={"waiting": True, "assigned": "none"}).json()["items"]
    assert [found["id"] for found in waiting] == [str(ticket)]
    assert other.post(f"admin/tickets/{ticket}/takeover").status_code == 200


def test_the_customer_sees_that_the_agent_is_gone(person: People, engine: Engine) -> None:
    eva, customer, admin = person("agent"), person(), person("admin")
    ticket = made_ticket(engine, customer)
    eva.post(f"admin/tickets/{ticket}/takeover")
    before = customer.get(f"tickets/{ticket}").json()["last_event_id"]

    role(admin, eva, "customer")

    assert customer.get(f"tickets/{ticket}").json()["last_event_id"] == before + 1
    (told,) = listen(customer, str(ticket), after=before, until="ticket")
    assert told.data["ticket"]["agent_id"] is None


def test_taking_a_role_away_waits_for_what_the_agent_is_doing(person: People, engine: Engine) -> None:
    eva, admin = person("agent"), person("admin")
    ticket = {"ticket": made_ticket(engine, person())}
    eva.post(f"admin/tickets/{ticket['ticket']}/takeover")

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:  # as a reply does: the ticket first, then its handoff
            connection.execute(text("select from tickets where id = :ticket for update"), ticket)
            changed = pool.submit(role, admin, eva, "customer")
            _wait_until_somebody_waits(engine)
            connection.execute(text("update handoffs set first_reply_at = now() where ticket_id = :ticket"), ticket)
        assert changed.result().status_code == 200


def _wait_until_somebody_waits(engine: Engine) -> None:
    """For a lock, in this database."""
    waiting = text("select exists (select from pg_stat_activity where datname = current_database() "
                   "and wait_event_type = 'Lock')")  # fmt: skip
    for _ in range(200):
        with engine.connect() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")


def test_nobody_changes_their_own_role(person: People) -> None:
    admin = person("admin")

    answer = role(admin, admin, "customer")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "own_role")
    assert admin.get("admin/stats").status_code == 200


def test_two_admins_cannot_demote_each_other_at_the_same_time(person: People) -> None:
    for _ in range(4):
        one, two = person("admin"), person("admin")
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda pair: role(pair[0], pair[1], "customer"), [(one, two), (two, one)]))
        assert sorted(answer.status_code for answer in answers) == [200, 403]


@pytest.mark.parametrize("body", [{"role": "owner"}, {}, {"role": "agent", "email": "x@example.com"}, {"role": None}])
def test_a_role_that_there_is_not_is_refused(person: People, body: dict[str, Any]) -> None:
    user, admin = person(), person("admin")
    assert admin.patch(f"admin/users/{user.id}", json=body).status_code == 422


def test_people_are_for_admins(api: httpx2.Client, person: People) -> None:
    customer, agent, admin, user = person(), person("agent"), person("admin"), person()

    assert [who.get("admin/users").status_code for who in (api, customer, agent, admin)] == [401, 403, 403, 200]
    changes = [
        who.patch(f"admin/users/{user.id}", json={"role": "agent"}).status_code for who in (api, customer, agent, admin)
    ]
    assert changes == [401, 403, 403, 200]
    assert admin.patch(f"admin/users/{uuid4()}", json={"role": "agent"}).status_code == 404
    assert admin.get("admin/users", params={"q": "a\x00"}).status_code == 422
