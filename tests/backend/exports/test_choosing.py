"""Choosing what to export, counting it beforehand, and what the log keeps of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.backend.exports.conversing import OPENED, PATH, Case, exported, many, saved, wait_for_none
from tests.backend.handoff.builders import made_handoff, made_reply
from tests.backend.people import Person

People = Callable[..., Person]
OLD, NEW = "0123456789ab", "ba9876543210"
DAY = timedelta(days=1)


def made_four(engine: Engine, customer: Person) -> list[str]:
    """0: resolved, WhatsApp, handed off, answered by `OLD`. 1: open, Portuguese, answered by `NEW`. 2: resolved,
    credit, answered by `OLD` and then by `NEW`. 3: closed, answered by nobody: the reply failed."""
    about: list[dict[str, Any]] = [
        {"status": "resolved", "channel": "whatsapp"},
        {"status": "open", "language": "pt"},
        {"status": "resolved", "category": "credit"},
        {"status": "closed"},
    ]
    ids = [saved(engine, customer, Case(ticket=one | {"created_at": OPENED + n * DAY})) for n, one in enumerate(about)]
    saved(engine, customer, Case(messages=()))
    made_handoff(engine, ids[0])
    for place, release, status in ((0, OLD, "done"), (1, NEW, "done"), (2, OLD, "done"), (2, NEW, "done")):
        made_reply(engine, ids[place], status, release_id=release)
    made_reply(engine, ids[3], "failed", release_id=OLD)
    return [str(one) for one in ids]


def counted(admin: Person, **wanted: Any) -> dict[str, Any]:
    answer = admin.get("admin/conversations/count", params=wanted)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [0, 1, 2, 3]),
        ({"status": "resolved"}, [0, 2]),
        ({"status": ["open", "closed"]}, [1, 3]),
        ({"channel": "whatsapp"}, [0]),
        ({"channel": "%' or true --"}, []),
        ({"language": "pt"}, [1]),
        ({"handed_off": True}, [0]),
        ({"handed_off": False}, [1, 2, 3]),
        ({"release_id": OLD}, [0]),
        ({"release_id": NEW}, [1, 2]),
        ({"release_id": "000000000000"}, []),
        ({"context": "buying", "status": ["resolved", "closed"], "handed_off": False}, [3]),
        ({"since": "2026-11-02", "limit": 2}, [1, 2]),
        ({"status": "resolved", "limit": 1}, [0]),
    ],
)
def test_an_export_has_what_was_counted(
    person: People, engine: Engine, wanted: dict[str, Any], places: list[int]
) -> None:
    admin = person("admin")
    ids = made_four(engine, person())

    assert [record["conversation_id"] for record in exported(admin, **wanted)] == [ids[place] for place in places]
    assert counted(admin, **wanted)["count"] == len(places)


def test_the_record_names_the_release_that_it_was_chosen_by(person: People, engine: Engine) -> None:
    made_four(engine, person())

    assert {record["meta"]["release_id"] for record in exported(person("admin"), release_id=NEW)} == {NEW}


def test_a_count_tells_from_when_to_when_and_of_what(person: People, engine: Engine) -> None:
    admin = person("admin")
    made_four(engine, person())

    assert counted(admin, since="2026-11-02") == {
        "count": 3,
        "first_at": "2026-11-02T12:00:00Z",
        "last_at": "2026-11-04T12:00:00Z",
        "by_status": {"closed": 1, "open": 1, "resolved": 1},
        "by_category": {"buying": 2, "credit": 1},
    }
    assert counted(admin, limit=2)["last_at"] == "2026-11-02T12:00:00Z"


def test_nothing_counts_zero_and_has_no_time(person: People) -> None:
    found = counted(person("admin"))

    assert (found["count"], found["first_at"], found["last_at"]) == (0, None, None)
    assert (found["by_status"], found["by_category"]) == ({}, {})


@pytest.mark.parametrize("path", [PATH, "admin/conversations/count"])
@pytest.mark.parametrize(
    "wanted", [{"status": "done"}, {"channel": "\x00"}, {"handed_off": "perhaps"}, {"release_id": "the last"}]
)
def test_a_filter_that_cannot_be_is_refused(person: People, path: str, wanted: dict[str, str]) -> None:
    answer = person("admin").get(path, params=wanted)
    assert answer.status_code == 422
    assert next(iter(wanted)) in answer.json()["error"]["message"]


def noted(caplog: pytest.LogCaptureFixture, seconds: float = 5) -> dict[str, Any]:
    """What the log says about the one export, which it does when the answer is through."""
    give_up = time.monotonic() + seconds
    while not (found := [vars(record) for record in caplog.records if record.name == "backend.exports.deps"]):
        assert time.monotonic() < give_up, "the log says nothing"
        time.sleep(0.02)
    (note,) = found
    return note


def test_the_log_keeps_who_exported_what_and_how_much(
    person: People, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    admin = person("admin")
    made_four(engine, person())

    with caplog.at_level(logging.INFO, "backend.exports"):
        exported(admin, status=["open", "closed"], since="2026-11-01", redact=False)
        note = noted(caplog)

    assert (note["user_id"], note["conversations"], note["complete"], note["redacted"]) == (
        str(admin.id), 2, True, False,
    )  # fmt: skip
    assert {name: value for name, value in note.items() if name.startswith("wanted_")} == {
        "wanted_status": "open,closed",
        "wanted_since": "2026-11-01 00:00:00+00:00",
    }


def test_the_log_tells_when_an_export_was_left_early(
    person: People, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    many(engine, person(), 2_000, 15_000)

    with caplog.at_level(logging.INFO, "backend.exports"):
        with person("admin").stream("GET", PATH, params={"redact": False}) as answer:
            chunks = answer.iter_raw()
            next(chunks)
        note = noted(caplog)

    wait_for_none(engine)
    assert 0 < note["conversations"] < 2_000
    assert (note["complete"], note["redacted"]) == (False, False)
