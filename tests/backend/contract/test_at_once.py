"""Requests of one person that meet must not lock each other out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx2
from sqlalchemy import Engine, insert

from backend.clock import now
from backend.security import hashed
from backend.users.models import PasswordReset
from tests.backend.people import PASSWORD, Person


def links(engine: Engine, one: Person, count: int) -> list[str]:
    """Links to a new password that still hold."""
    tokens = [f"link-{number}-of-{one.id}" for number in range(count)]
    rows = [
        {"token_hash": hashed(token), "user_id": one.id, "expires_at": now() + timedelta(minutes=5)} for token in tokens
    ]
    with engine.begin() as connection:
        connection.execute(insert(PasswordReset), rows)
    return tokens


def test_of_several_reset_links_used_at_once_one_works(
    api: httpx2.Client, person: Callable[..., Person], engine: Engine
) -> None:
    one = person()

    def use(token: str) -> httpx2.Response:
        return api.post("auth/password/reset", json={"token": token, "password": "a new password"})

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(answer.status_code for answer in pool.map(use, links(engine, one, 6)))
    assert statuses == [204, 400, 400, 400, 400, 400]


def test_a_reset_link_and_a_change_of_the_password_at_once_wait_in_turn(
    api: httpx2.Client, person: Callable[..., Person], engine: Engine
) -> None:
    one = person()
    (token,) = links(engine, one, 1)
    changed = {"current_password": PASSWORD, "new_password": "a changed password"}
    with ThreadPoolExecutor(2) as pool:
        reset = pool.submit(api.post, "auth/password/reset", json={"token": token, "password": "a new password"})
        change = pool.submit(one.post, "me/password", json=changed)
        statuses = (reset.result().status_code, change.result().status_code)
    assert statuses in {(204, 403), (204, 401), (400, 204)}
