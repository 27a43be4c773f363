"""Exporting over the API: who may, which conversations, and how they stream."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import psutil  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, text

from backend.exports import stream
from tests.backend.exports.conversing import OPENED, PATH, Case, exported, many, running_exports, saved, wait_for_none
from tests.backend.people import Person

People = Callable[..., Person]
LONG = 15_000
MANY = 2_000
MB = 1_000_000


def test_an_empty_database_gives_an_empty_file(person: People) -> None:
    answer = person("admin").get(PATH)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"].startswith('attachment; filename="conversations-')


def test_only_admins_may_export(api: httpx2.Client, person: People) -> None:
    assert api.get(PATH).status_code == 401
    assert person("customer").get(PATH).status_code == 403
    assert person("agent").get(PATH).status_code == 403


def test_filters_choose_and_the_oldest_come_first(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    days = {
        day: str(saved(engine, customer, Case(ticket={"created_at": OPENED + timedelta(days=day), "category": name})))
        for day, name in ((2, "buying"), (0, "credit"), (1, "buying"))
    }
    saved(engine, customer, Case(messages=()))

    def found(**wanted: Any) -> list[int]:
        by_id = {ticket_id: day for day, ticket_id in days.items()}
        return [by_id[record["conversation_id"]] for record in exported(admin, **wanted)]

    assert found() == [0, 1, 2]
    assert found(context="buying") == [1, 2]
    assert found(context="nothing' or true --") == []
    assert found(limit=2) == [0, 1]
    assert found(since="2026-11-02T12:00:00Z") == [1, 2]
    assert found(since="2026-11-02", until="2026-11-03T12:00:00") == [1]
    assert found(until="2026-11-02T13:00:00+01:00") == [0]
    assert found(since="2026-11-03T00:00:00-12:00", until="0001-01-01T00:00:00+14:00") == []


@pytest.mark.parametrize(
    "wanted", [{"since": "yesterday"}, {"context": "a\x00b"}, {"limit": 0}, {"limit": 10**30}, {"redact": "perhaps"}]
)
def test_what_cannot_be_understood_is_refused(person: People, wanted: dict[str, Any]) -> None:
    answer = person("admin").get(PATH, params=wanted)
    assert answer.status_code == 422
    assert next(iter(wanted)) in answer.json()["error"]["message"]


def test_it_streams_in_little_memory_and_shows_one_moment(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    many(engine, customer, MANY, LONG)
    exported(admin, limit=100)
    me, lines, size, most = psutil.Process(), 0, 0, 0
    before = me.memory_info().rss
    with admin.stream("GET", PATH, params={"redact": False}) as answer:
        for chunk in answer.iter_bytes():
            if size == 0:
                assert running_exports(engine) == 1
                saved(engine, customer, Case(ticket={"created_at": OPENED + timedelta(days=9)}))
            lines += chunk.count(b"\n")
            size += len(chunk)
            most = max(most, me.memory_info().rss - before)
    assert lines == MANY
    assert size > 30 * MB
    assert most < 12 * MB
    wait_for_none(engine)
    assert len(exported(admin, since="2026-11-05")) == 1


def test_a_client_that_leaves_frees_the_connection(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    many(engine, customer, MANY, LONG)
    for redact in (True, False):
        with admin.stream("GET", PATH, params={"redact": redact}) as answer:
            chunks = answer.iter_raw()  # kept: one that is forgotten closes the answer
            next(chunks)
            assert running_exports(engine) == 1
        wait_for_none(engine)


def test_a_client_that_takes_nothing_more_does_not_keep_the_connection(
    person: People, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, customer = person("admin"), person()
    many(engine, customer, MANY, LONG)
    monkeypatch.setattr(stream, "STALLED_SEC", 0.3)
    with admin.stream("GET", PATH, params={"redact": False}) as answer:
        chunks = answer.iter_raw()
        next(chunks)
        time.sleep(0.5)
        wait_for_none(engine)
        with pytest.raises(httpx2.RemoteProtocolError):
            list(chunks)


def test_the_connection_is_free_before_a_slow_client_has_the_last_piece(
    person: People, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, customer = person("admin"), person()
    many(engine, customer, MANY, LONG)
    monkeypatch.setattr(stream, "CHUNK_BYTES", 1000 * MB)
    with admin.stream("GET", PATH, params={"redact": False}) as answer:
        chunks = answer.iter_raw()
        size = len(next(chunks))
        wait_for_none(engine)
        assert size + sum(map(len, chunks)) > 30 * MB


def test_an_export_that_breaks_off_is_no_whole_file(person: People, engine: Engine) -> None:
    admin, customer = person("admin"), person()
    many(engine, customer, MANY, LONG)
    with admin.stream("GET", PATH, params={"redact": False}) as answer:
        chunks = answer.iter_raw()
        next(chunks)
        with engine.begin() as connection:
            connection.execute(
                text("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'export'")
            )
        with pytest.raises(httpx2.RemoteProtocolError):
            list(chunks)
    wait_for_none(engine)


def test_a_few_run_at_once_and_no_more(person: People, engine: Engine) -> None:
    admin = person("admin")
    lock = text("select pg_advisory_lock(:kind, place) from generate_series(0, :last) as place")
    with engine.connect() as connection:
        connection.execute(lock, {"kind": stream._PLACES, "last": stream.AT_ONCE - 2})
        assert admin.get(PATH).status_code == 200
        wait_for_none(engine)
        connection.execute(lock, {"kind": stream._PLACES, "last": stream.AT_ONCE - 1})
        refused = admin.get(PATH)
        connection.execute(text("select pg_advisory_unlock_all()"))
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert running_exports(engine) == 0
    assert admin.get(PATH).status_code == 200
