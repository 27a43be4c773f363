"""Signed-in people for tests, put straight into the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import bcrypt
import httpx2
from sqlalchemy import Engine, insert

from backend.clock import now
from backend.security import AccessToken, access_token
from backend.users.models import Session, User, UserRole

PASSWORD = "a good password 1"
_HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()


class Person(httpx2.Client):
    """A user with an HTTP client that carries their token; paths are relative to `/api/v1/`."""

    def __init__(self, url: str, user_id: UUID, session_id: UUID, email: str, token: str) -> None:
        # Without loading certificates, which plain HTTP does not need: 60 ms a person.
        headers = {"Authorization": f"Bearer {token}"}
        super().__init__(base_url=f"{url}/api/v1/", headers=headers, timeout=30, verify=False)
        self.id, self.session_id, self.email, self.token = user_id, session_id, email, token


def made_person(engine: Engine, url: str, secret: str, role: str = "customer", **about: Any) -> Person:
    """A user in the database, signed in. `about`: email, name, language."""
    user_id, session_id = uuid4(), uuid4()
    email = about.get("email", f"{role}-{user_id.hex[:8]}@example.com")
    row = {"name": f"A {role}", "language": "es"} | about
    with engine.begin() as connection:
        values = {"id": user_id, "email": email, "password_hash": _HASH, "role": UserRole(role)}
        connection.execute(insert(User).values(**(row | values)))
        connection.execute(insert(Session).values(id=session_id, user_id=user_id))
    token = access_token(AccessToken(user_id, session_id), secret, issued_at=now(), lifetime=timedelta(minutes=15))
    return Person(url, user_id, session_id, email, token)
