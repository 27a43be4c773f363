"""Outcomes by release, category, channel and language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from shared.analysis.intervals import wilson
from tests.backend.exports.conversing import exported
from tests.backend.handoff.builders import NOON, made_outcome, made_reply, made_ticket
from tests.backend.people import Person

People = Callable[..., Person]
Rows = list[dict[str, Any]]
OLD, NEW = "0123456789ab", "ba9876543210"
DAY = timedelta(days=1)


def groups(who: Person, what: str, **query: str) -> Rows:
    answer = who.get("admin/stats", params=query)
    assert answer.status_code == 200, answer.text
    found: Rows = answer.json()[f"by_{what}"]
    return found


def share(yes: int, known: int) -> Any:
    """A rate's figure."""
    return pytest.approx(wilson(yes, known).as_record(), abs=1e-6)


def ticket_of(engine: Engine, customer: Person, releases: list[str], *outcomes: str, **about: Any) -> UUID:
    """A ticket that these releases answered one after the other, and that ended so."""
    ticket = made_ticket(engine, customer, **about)
    for release in releases:
        made_reply(engine, ticket, release_id=release)
    for kind in outcomes:
        made_outcome(engine, ticket, kind)
    return ticket


def test_each_release_has_the_outcomes_of_the_tickets_that_it_answered_last(person: People, engine: Engine) -> None:
    ana = person()
    ticket_of(engine, ana, [OLD], "confirmed", created_at=NOON, csat_score=5)
    ticket_of(engine, ana, [OLD], "handed_off", created_at=NOON + DAY, csat_score=2)
    ticket_of(engine, ana, [OLD], "assumed", "reopened", created_at=NOON + DAY)
    ticket_of(engine, ana, [OLD, NEW], "confirmed", "reopened", "confirmed", created_at=NOON + 2 * DAY)
    ticket_of(engine, ana, [NEW], created_at=NOON + 3 * DAY)
    silent = ticket_of(engine, ana, [], "abandoned", created_at=NOON + 4 * DAY)
    made_reply(engine, silent, "failed", release_id=NEW)

    old, new, nobody = groups(person("admin"), "release")

    assert (old["name"], old["tickets"], old["outcomes"]["settled"]) == (OLD, 3, 3)
    assert (old["first_at"], old["last_at"]) == ("2026-11-02T18:00:00Z", "2026-11-03T18:00:00Z")
    assert old["outcomes"]["resolution_rate_with_assumed"]["share"] == share(1, 3)
    assert old["outcomes"]["ever_handed_off"]["share"] == share(1, 3)
    assert old["csat"] == {"value": 3.5, "n": 2, "low": 1.0, "high": 5.0}  # the interval of two is the whole scale
    assert (new["name"], new["tickets"], new["outcomes"]["settled"]) == (NEW, 2, 1)
    assert new["outcomes"]["resolution_rate_confirmed"]["share"] == share(1, 1)
    assert new["outcomes"]["ever_reopened"]["share"] == share(1, 2)
    assert new["csat"] == {"value": None, "n": 0, "low": None, "high": None}
    assert (nobody["name"], nobody["tickets"]) == (None, 1)
    assert nobody["outcomes"]["abandoned"]["share"]["value"] == 1


@pytest.mark.parametrize(("what", "one", "other"), [("category", "buying", "credit"), ("channel", "web", "whatsapp")])
def test_tickets_are_grouped_by_what_they_have_in_common(
    person: People, engine: Engine, what: str, one: str, other: str
) -> None:
    ana = person()
    ticket_of(engine, ana, [], "confirmed", created_at=NOON, csat_score=4, **{what: other})
    for kind in ("confirmed", "abandoned"):
        ticket_of(engine, ana, [], kind, created_at=NOON + DAY, csat_score=3, **{what: one})

    first, second = groups(person("admin"), what)

    assert (first["name"], first["tickets"], first["csat"]["value"]) == (other, 1, 4)
    assert (second["name"], second["tickets"], second["csat"]["value"]) == (one, 2, 3)
    assert second["outcomes"]["confirmed"]["share"] == share(1, 2)


def test_groups_of_every_kind_add_up_to_the_whole(person: People, engine: Engine) -> None:
    ana, admin = person(), person("admin")
    for number in range(8):
        about = {"language": ("es", "pt", "en")[number % 3], "channel": ("web", "whatsapp")[number % 2]}
        releases = [[], [OLD], [NEW]][number % 3]
        kinds = ["confirmed", "abandoned"][: number % 3]
        ticket_of(engine, ana, releases, *kinds, created_at=NOON + number * DAY, csat_score=1 + number % 5, **about)

    whole = admin.get("admin/stats").json()

    for what in ("release", "category", "channel", "language"):
        found = whole[f"by_{what}"]
        assert sum(group["tickets"] for group in found) == whole["tickets"] == 8
        assert sum(group["outcomes"]["settled"] for group in found) == whole["outcomes"]["settled"]
        assert sum(group["csat"]["n"] for group in found) == whole["csat"]["n"]
        assert [group["first_at"] for group in found] == sorted(group["first_at"] for group in found)


def test_only_the_period_s_tickets_are_grouped(person: People, engine: Engine) -> None:
    ana, admin = person(), person("admin")
    ticket_of(engine, ana, [OLD], created_at=NOON)
    ticket_of(engine, ana, [NEW], created_at=NOON + 3 * DAY)

    assert [group["name"] for group in groups(admin, "release", since="2026-11-03T00:00:00Z")] == [NEW]
    assert [group["name"] for group in groups(admin, "release", until="2026-11-03T00:00:00Z")] == [OLD]


def test_a_ticket_s_release_is_the_one_that_its_exported_conversation_names(person: People, engine: Engine) -> None:
    ana, admin = person(), person("admin")
    ticket_of(engine, ana, [NEW, OLD])
    ticket_of(engine, ana, [OLD, NEW, OLD])

    assert [(group["name"], group["tickets"]) for group in groups(admin, "release")] == [(OLD, 2)]
    assert [record["meta"]["release_id"] for record in exported(admin)] == [OLD, OLD]
