"""The company's figures against figures computed by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, event

from backend.admin.stats import Period, stats
from backend.database import Database
from backend.settings import Settings
from tests.backend.handoff.builders import (
    NOON,
    made_handoff,
    made_message,
    made_outcome,
    made_reply,
    made_ticket,
    made_tool_call,
)
from tests.backend.people import Person

People = Callable[..., Person]
DAY = timedelta(days=1)


def sec(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def read(who: Person, **query: str) -> dict[str, Any]:
    answer = who.get("admin/stats", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def made_period(engine: Engine, customer: Person) -> None:
    """Four tickets of two days and one of a month before.

    1: resolved by the bot (confirmed), CSAT 5, answer after 2 s. 2: handed off, taken, resolved with an agent, CSAT 4,
    answer after 4 s. 3: reopened after assumed. 4: nothing settled, handed off twice for one reason.
    """
    one = made_ticket(engine, customer, status="resolved", created_at=NOON, csat_score=5)
    two = made_ticket(engine, customer, status="closed", category="credit", created_at=NOON + sec(60), csat_score=4)
    three = made_ticket(engine, customer, created_at=NOON + DAY)
    four = made_ticket(engine, customer, created_at=NOON + DAY)
    old = made_ticket(engine, customer, created_at=NOON - 30 * DAY, csat_score=1)
    made_outcome(engine, one, "confirmed")
    for kind in ("handed_off", "confirmed"):
        made_outcome(engine, two, kind, "agent")
    for kind in ("assumed", "reopened"):
        made_outcome(engine, three, kind)
    made_outcome(engine, old, "abandoned", "rule")
    made_handoff(engine, two, by="bot", reason="blocked", taken_at=NOON, ended_at=NOON, ended_as="resolved")
    for _ in range(2):
        made_handoff(engine, four, ended_at=NOON, ended_as="given_back")
    for ticket, after in ((one, 2), (two, 4)):
        asked = made_message(engine, ticket, "customer", created_at=NOON + sec(100))
        made_message(engine, ticket, "bot", created_at=NOON + sec(100 + after))
        made_reply(
            engine, ticket, message_id=asked, model="m-1", created_at=NOON + sec(100),
            first_token_at=NOON + sec(100 + after / 10), input_tokens=100, cached_tokens=20, output_tokens=7,
            cost_usd="0.5",
        )  # fmt: skip
    for tool, outcome in (("payout_status", "ok"), ("payout_status", "failed"), ("booking", "ok")):
        made_tool_call(engine, one, tool, outcome)
    made_tool_call(engine, old, "booking", "failed")


def test_the_figures_of_a_period(person: People, engine: Engine) -> None:
    made_period(engine, person())

    found = read(person("admin"), since="2026-11-01T00:00:00Z", until="2026-11-30T00:00:00Z")

    assert found["tickets"] == 4
    assert found["by_status"] == {"resolved": 1, "closed": 1, "open": 2}
    assert [(group["name"], group["tickets"]) for group in found["by_category"]] == [("buying", 3), ("credit", 1)]
    assert found["by_day"] == [{"day": "2026-11-02", "tickets": 2}, {"day": "2026-11-03", "tickets": 2}]
    assert found["csat"]["value"] == 4.5
    assert (found["csat"]["n"], found["csat"]["low"], found["csat"]["high"]) == (2, 1.0, 5.0)
    rate = found["outcomes"]["resolution_rate_with_assumed"]
    assert rate["counts"] == ["confirmed", "assumed"]
    assert (rate["share"]["value"], rate["share"]["n"]) == (pytest.approx(2 / 3, abs=1e-6), 3)
    assert found["outcomes"]["ever_handed_off"]["share"]["value"] == 0.25
    assert (found["resolved_by"]["bot"]["value"], found["resolved_by"]["bot"]["n"]) == (
        pytest.approx(1 / 3, abs=1e-6), 3,
    )  # fmt: skip
    assert found["resolved_by"]["agent"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["first_answer_sec"] == {"n": 2, "median": 3.0, "p95": pytest.approx(3.9)}
    assert found["time_to_first_token_ms"] == {"n": 2, "median": pytest.approx(300), "p95": pytest.approx(390)}
    assert found["usage"] == [
        {"day": "2026-11-02", "model": "m-1", "replies": 2, "input_tokens": 200, "cached_tokens": 40,
         "output_tokens": 14, "cost_usd": 1.0}
    ]  # fmt: skip
    assert found["cost_usd"] == 1.0
    assert found["tools"] == [
        {"tool": "booking", "calls": 1, "outcomes": {"ok": 1}},
        {"tool": "payout_status", "calls": 2, "outcomes": {"failed": 1, "ok": 1}},
    ]
    assert (found["handoffs"]["value"], found["handoffs"]["n"]) == (0.5, 4)
    assert [(r["by"], r["reason"], r["tickets"], r["rate"]["value"]) for r in found["handoff_reasons"]] == [
        ("bot", "blocked", 1, 0.25),
        ("customer", "customer_request", 1, 0.25),
    ]


def test_without_a_period_everything_counts(person: People, engine: Engine) -> None:
    made_period(engine, person())

    found = read(person("admin"))

    assert (found["since"], found["until"], found["tickets"], found["csat"]["n"]) == (None, None, 5, 3)


def test_the_period_ends_before_its_end(person: People, engine: Engine) -> None:
    made_ticket(engine, person(), created_at=NOON)
    admin = person("admin")

    assert read(admin, since="2026-11-02T18:00:00Z")["tickets"] == 1
    assert read(admin, until="2026-11-02T18:00:00Z")["tickets"] == 0
    assert read(admin, since="2026-11-02T12:00:00-06:00", until="2026-11-02T18:00:01Z")["tickets"] == 1


def test_a_day_is_the_companys(person: People, engine: Engine) -> None:
    """3 a.m. in UTC is still the evening before in Mexico City."""
    made_ticket(engine, person(), created_at=NOON + timedelta(hours=9))

    assert read(person("admin"))["by_day"] == [{"day": "2026-11-02", "tickets": 1}]


def test_nothing_is_unknown_and_not_zero(person: People) -> None:
    found = read(person("admin"))

    assert found["tickets"] == 0
    for figure in (found["csat"], found["handoffs"], found["resolved_by"]["bot"]):
        assert figure == {"value": None, "n": 0, "low": None, "high": None}
    assert found["first_answer_sec"] == {"n": 0, "median": None, "p95": None}
    assert (found["usage"], found["tools"], found["handoff_reasons"]) == ([], [], [])
    assert [found[f"by_{what}"] for what in ("release", "category", "channel", "language")] == [[]] * 4


def test_a_handful_of_queries_whatever_the_number_of_tickets(
    person: People, engine: Engine, database_url: str, settings: Settings
) -> None:
    customer = person()
    for _ in range(3):
        made_period(engine, customer)
    asked: list[str] = []

    async def read_all() -> None:
        database = Database(database_url, settings)
        event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        try:
            async with database.session() as session:
                await stats(session, Period(None, None, "UTC"))
        finally:
            await database.close()

    asyncio.run(read_all())

    assert 1 <= len([sql for sql in asked if "tickets" in sql]) <= 4


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"since": "2026-11-01T00:00:00"}, {"until": "\x00"}])
def test_a_moment_that_cannot_be_is_refused(person: People, query: dict[str, str]) -> None:
    assert person("admin").get("admin/stats", params=query).status_code == 422


def test_the_stats_are_for_admins(api: httpx2.Client, person: People) -> None:
    answers = [who.get("admin/stats").status_code for who in (api, person(), person("agent"), person("admin"))]
    assert answers == [401, 403, 403, 200]
