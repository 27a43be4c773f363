"""An account that is erased is gone: every row, every token, every stream; and nobody else's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.models import Base
from backend.users.throttling import count_failure, login_limits
from tests.backend.chatbot.conftest import Replica
from tests.backend.chats import kinds, open_ticket, read_events, say
from tests.backend.people import PASSWORD, Person
from tests.backend.privacy.lives import MARK, lived, rows_with, whole_database
from tests.backend.serving import RunningServer, slow_model
from tests.backend.users.accounts import code, log_in, sign_up

QUESTION = "¿ya cayó la lana del Jetta?"
PROMPT_SEC = 10
"""Less than a ping (15 s), at which a stream looks whether it may go on by itself."""
At = Callable[[RunningServer, Person], Person]


def erase(who: Person, password: str = PASSWORD) -> httpx2.Response:
    return who.request("DELETE", "me", json={"password": password})


def of_people() -> set[str]:
    """Every table whose rows belong to a user, directly or by way of others."""
    found, more = set[str](), {"users"}
    while more:
        found |= more
        referring = {t.name for t in Base.metadata.sorted_tables for key in t.foreign_keys
                     if key.column.table.name in found}  # fmt: skip
        more = referring - found
    return found


@pytest.fixture(autouse=True)
def no_old_mails(engine: Engine, clean: None) -> None:
    with engine.begin() as connection:
        connection.execute(text("truncate jobs.procrastinate_jobs cascade"))


def test_nothing_of_the_person_is_left_in_any_table(person: Callable[..., Person], engine: Engine) -> None:
    ana, agent = person(name=f"Ana {MARK}", email="ana@example.com"), person("agent")
    ticket = lived(engine, ana, agent)
    theirs = [MARK, str(ana.id), ana.email, str(ticket), str(ana.session_id)]
    before = {name.removeprefix("public.") for name, _ in rows_with(engine, theirs)}
    assert of_people() <= before, "a life leaves a trace in every table that belongs to people"
    answer = erase(ana)
    assert answer.status_code == 200, answer.text
    assert rows_with(engine, theirs) == []
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from throttles")) == 0


def test_what_is_left_is_that_an_erasure_took_place(person: Callable[..., Person], engine: Engine) -> None:
    ana, agent = person(), person("agent")
    lived(engine, ana, agent)
    told = erase(ana).json()
    with engine.connect() as connection:
        (row,) = connection.execute(text("select by, counts, erased_at from erasures")).all()
    assert row.by == "customer"
    assert row.counts == told["counts"]
    assert {name: row.counts[name] for name in ("tickets", "records", "sessions", "mails")} == {
        "tickets": 1, "records": 1, "sessions": 1, "mails": 1,
    }  # fmt: skip
    assert row.counts["messages"] >= 3


def test_other_customers_keep_everything(person: Callable[..., Person], engine: Engine) -> None:
    ana, bob, agent = person(), person(), person("agent")
    ticket = lived(engine, bob, agent)
    theirs = [str(bob.id), str(ticket), bob.email]
    before = rows_with(engine, theirs)
    lived(engine, ana, agent)
    assert erase(ana).status_code == 200
    assert rows_with(engine, theirs) == before


def test_tokens_die_at_once_and_a_second_call_is_harmless(person: Callable[..., Person], engine: Engine) -> None:
    ana = person()
    assert erase(ana).status_code == 200
    after = whole_database(engine)
    assert (erase(ana).status_code, ana.get("me").status_code) == (401, 401)
    assert whole_database(engine) == after


def test_two_erasures_at_once_erase_once(person: Callable[..., Person], engine: Engine) -> None:
    ana, agent = person(), person("agent")
    lived(engine, ana, agent)
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(answer.status_code for answer in pool.map(erase, [ana] * 4))
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {401, 404}
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from erasures")) == 1


def test_the_password_is_asked_for_and_cannot_be_guessed(person: Callable[..., Person]) -> None:
    ana = person()
    answer = erase(ana, "wrong")
    assert (answer.status_code, code(answer)) == (403, "wrong_password")
    assert [erase(ana, f"guess {n}").status_code for n in range(6)][-1] == 429
    assert ana.get("me").status_code == 200


def test_guesses_that_come_all_at_once_are_not_more(
    person: Callable[..., Person], server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, services = person(), server.services

    async def right_while_others_are_wrong(*given: object) -> bool:
        limits = login_limits(services, ana.email, "")
        async with services.session() as session:
            for _ in range(limits.account.failures):
                await count_failure(session, limits.all, limits.window)
        return True

    monkeypatch.setattr("backend.privacy.erasure.password_matches", right_while_others_are_wrong)
    assert erase(ana).status_code == 429
    assert ana.get("me").status_code == 200


def test_the_e_mail_can_sign_up_anew_and_sees_nothing(api: httpx2.Client, person: Callable[..., Person]) -> None:
    ana = person(email="ana@example.com")
    open_ticket(ana)
    assert erase(ana).status_code == 200
    assert code(log_in(api, password=PASSWORD)) == "invalid_credentials"
    anew = sign_up(api, "ana@example.com").json()
    headers = {"Authorization": f"Bearer {anew['access_token']}"}
    assert anew["user"]["id"] != str(ana.id)
    assert api.get("tickets", headers=headers).json()["items"] == []
    assert api.get("me/records", headers=headers).json()["items"] == []


def test_an_answer_that_is_being_written_is_stopped_and_stored_nowhere(
    customer: Person, replica: Replica, at: At, engine: Engine
) -> None:
    there, here = at(replica(slow_model(0.1)), customer), at(replica(), customer)
    ticket = open_ticket(there)
    events = []
    with there.stream("POST", f"tickets/{ticket['id']}/messages", json={"content": QUESTION}) as answer:
        for event in read_events(answer):
            events.append(event)
            if sum(e.kind == "delta" for e in events) == 2 and event.kind == "delta":
                assert erase(here).status_code == 200  # at another process than the one that writes
    assert "error" not in kinds(events)
    assert rows_with(engine, [str(customer.id), ticket["id"]]) == []


def test_a_process_that_does_not_hear_of_the_stop_loses_its_ticket_and_ends_its_stream(
    customer: Person, replica: Replica, at: At, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = replica(slow_model(0.2))
    monkeypatch.setattr(deaf.services.replies, "stop", lambda _: None)
    monkeypatch.setattr(deaf.services.listener, "_on_stop", lambda _: None)
    monkeypatch.setattr("backend.privacy.erasure.STOPPING_SEC", 0.2)
    there = at(deaf, customer)
    ticket = open_ticket(there)
    started = time.monotonic()
    with there.stream("POST", f"tickets/{ticket['id']}/messages", json={"content": QUESTION}) as answer:
        events = read_events(answer)
        assert any(event.kind == "delta" for event in events)
        assert erase(at(replica(), customer)).status_code == 200
        for _ in events:
            pass
    assert time.monotonic() - started < PROMPT_SEC
    assert rows_with(engine, [str(customer.id), ticket["id"]]) == []


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the same process", "in another process"])
def test_open_streams_end_the_agents_too(
    person: Callable[..., Person], replica: Replica, at: At, server: RunningServer, elsewhere: bool
) -> None:
    ana, agent = person(), person("agent")
    ticket = open_ticket(ana)
    where = replica() if elsewhere else server
    open_here = threading.Barrier(3)

    def listen(who: Person) -> float:
        with who.stream("GET", f"tickets/{ticket['id']}/events", headers={"Last-Event-ID": "0"}) as answer:
            lines = answer.iter_lines()
            next(lines)
            open_here.wait(PROMPT_SEC)
            for _ in lines:
                pass
        return time.monotonic()

    with ThreadPoolExecutor(2) as pool:
        listening = [pool.submit(listen, at(where, who)) for who in (ana, agent)]
        open_here.wait(PROMPT_SEC)
        erased = time.monotonic()
        assert erase(ana).status_code == 200
        assert all(one.result(PROMPT_SEC) - erased < PROMPT_SEC for one in listening)


def test_agents_and_admins_are_made_customers_first(person: Callable[..., Person]) -> None:
    for role in ("agent", "admin"):
        answer = erase(person(role))
        assert (answer.status_code, code(answer)) == (409, "staff_account")


def test_somebody_who_was_an_agent_leaves_no_name_on_other_peoples_tickets(
    person: Callable[..., Person], engine: Engine
) -> None:
    bob, agent, admin = person(), person("agent", name="Sofía Segura"), person("admin")
    ticket = lived(engine, bob, agent)
    assert agent.patch("me", json={"name": "Sofía Casada"}).status_code == 200
    assert admin.patch(f"admin/users/{agent.id}", json={"role": "customer"}).status_code == 200
    assert rows_with(engine, ["Sofía Segura"])
    assert erase(agent).status_code == 200
    assert rows_with(engine, ["Sofía", str(agent.id)]) == []
    said = bob.get(f"tickets/{ticket}/messages").json()["items"]
    assert f"Hola, {MARK}" in [message["content"] for message in said]


def test_an_admin_erases_with_the_e_mail_typed_out(person: Callable[..., Person], engine: Engine) -> None:
    ana, agent, admin = person(email="ana@example.com"), person("agent"), person("admin")
    lived(engine, ana, agent)
    path = f"admin/users/{ana.id}"
    wrong = admin.request("DELETE", path, json={"email": "bob@example.com"})
    assert (wrong.status_code, code(wrong)) == (422, "not_confirmed")
    assert ana.get("me").status_code == 200
    assert admin.request("DELETE", path, json={"email": "Ana@Example.com"}).status_code == 200
    again = admin.request("DELETE", path, json={"email": "ana@example.com"})
    assert (again.status_code, ana.get("me").status_code) == (404, 401)
    with engine.connect() as connection:
        assert connection.scalar(text("select by from erasures")) == "admin"
    staff = admin.request("DELETE", f"admin/users/{agent.id}", json={"email": agent.email})
    assert (staff.status_code, code(staff)) == (409, "staff_account")


def test_what_comes_in_meanwhile_neither_hangs_nor_survives(person: Callable[..., Person], engine: Engine) -> None:
    ana = person()
    ticket = open_ticket(ana)
    say(ana, ticket["id"], "hola")

    def keep_writing(number: int) -> set[int]:
        body, path = {"title": "t", "category": "buying", "description": MARK}, f"tickets/{ticket['id']}"
        made = {ana.post("tickets", json=body).status_code for _ in range(4)}
        return made | {ana.patch(path, json={"title": f"{MARK} {number}"}).status_code for _ in range(4)}

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(keep_writing, number) for number in range(3)]
        assert pool.submit(erase, ana).result().status_code == 200
        seen = set().union(*(one.result() for one in writing))
    assert seen <= {200, 201, 401, 404, 503}
    assert rows_with(engine, [MARK, str(ana.id)]) == []


def test_a_mail_that_is_being_sent_is_not_tried_again(person: Callable[..., Person], engine: Engine) -> None:
    ana = person()
    insert = (
        "insert into jobs.procrastinate_jobs (queue_name, task_name, args, status) "
        "values ('other', 'send_mail', jsonb_build_object('to', cast(:to as text), 'body', 'b'), 'doing')"
    )
    with engine.begin() as connection:
        connection.execute(text("set local search_path to public, jobs"))
        connection.execute(text(insert), {"to": ana.email})
    assert erase(ana).json()["counts"]["mails"] == 1
    with engine.connect() as connection:
        assert connection.execute(text("select args from jobs.procrastinate_jobs")).scalars().all() == [{}]
