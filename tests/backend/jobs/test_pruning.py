"""What is deleted because nobody needs it, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, select, text

from backend.clock import now
from backend.database import Database
from backend.jobs.pruning import prune
from backend.users.models import PasswordReset, RefreshToken, Session, Throttle
from tests.backend.people import Person
from tests.backend.serving import test_settings
from tests.backend.tickets.opened import changed, opened, rows


def pruned(url: str, folder: Path) -> int:
    async def work() -> int:
        settings = test_settings(url, folder)
        database = Database(url, settings)
        try:
            async with database.session() as session:
                return await prune(session, settings, now())
        finally:
            await database.close()

    return asyncio.run(work())


def test_expired_secrets_and_old_throttles_go(
    person: Callable[..., Person], engine: Engine, database_url: str, tmp_path: Path
) -> None:
    customer, at = person(), now()
    old, fresh = at - timedelta(days=3), at + timedelta(days=3)
    with engine.begin() as connection:
        for name, expires in (("old", old), ("fresh", fresh)):
            token = {"token_hash": name, "expires_at": expires}
            connection.execute(insert(RefreshToken).values(session_id=customer.session_id, **token))
            connection.execute(insert(PasswordReset).values(user_id=customer.id, **token))
        for key, began in (("old", old), ("fresh", at)):
            connection.execute(insert(Throttle).values(key=key, failures=1, window_started_at=began))
    assert pruned(database_url, tmp_path) == 3
    with engine.connect() as connection:
        left = [connection.scalars(select(c)).all() for c in (RefreshToken.token_hash, PasswordReset.token_hash)]
        assert left == [["fresh"], ["fresh"]]
        assert connection.scalars(select(Throttle.key)).all() == ["fresh"]
    assert pruned(database_url, tmp_path) == 0


def test_a_sign_in_goes_when_it_can_no_longer_be_used(
    person: Callable[..., Person], engine: Engine, database_url: str, tmp_path: Path
) -> None:
    unused, in_use, just_made = person(), person(), person()
    long_ago = now() - timedelta(days=40)
    with engine.begin() as connection:
        ids = f"'{unused.session_id}', '{in_use.session_id}'"
        connection.execute(text(f"update sessions set last_used_at = :at where id in ({ids})"), {"at": long_ago})
        token = {"token_hash": "t", "expires_at": now() + timedelta(days=1)}
        connection.execute(insert(RefreshToken).values(session_id=in_use.session_id, **token))
    assert pruned(database_url, tmp_path) == 1
    with engine.connect() as connection:
        assert set(connection.scalars(select(Session.id))) == {in_use.session_id, just_made.session_id}


def test_events_go_a_month_after_their_ticket_was_closed(
    person: Callable[..., Person], engine: Engine, database_url: str, tmp_path: Path
) -> None:
    customer = person()
    long_closed, just_closed, still_open = (opened(customer) for _ in range(3))
    changed(engine, long_closed, status="closed", closed_at=now() - timedelta(days=31))
    changed(engine, just_closed, status="closed", closed_at=now() - timedelta(days=29))
    changed(engine, still_open, created_at=now() - timedelta(days=400))
    assert pruned(database_url, tmp_path) == 1
    left = {str(row[0]) for row in rows(engine, "select ticket_id from ticket_events")}
    assert left == {just_closed["id"], still_open["id"]}
    assert len(rows(engine, "select 1 from ticket_moves")) == 3
    # Its numbers go on where they were, so that no client sees an event twice.
    assert customer.post(f"tickets/{long_closed['id']}/reopen").json()["last_event_id"] == 2
