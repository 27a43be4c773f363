"""Tokens that must not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
from sqlalchemy import Engine, delete, insert

from backend.clock import now
from backend.security import ISSUER, AccessToken, access_token, hashed
from backend.users.models import RefreshToken, Session, User
from tests.backend.people import Person, made_person
from tests.backend.serving import SECRET

QUARTER = timedelta(minutes=15)
OTHER_SECRET = "another key for tests only, 9876543210 zyxwvut"


@dataclass(frozen=True, slots=True)
class Forger:
    """Makes tokens of people in the database."""

    engine: Engine
    url: str

    def all_of(self, person: Person, role: str) -> Mapping[str, str]:
        """One of each kind, every one but for its flaw the token of `person`, who has this role."""
        holding = AccessToken(person.id, person.session_id)
        return {
            "expired": _signed(holding, issued_at=now() - QUARTER - timedelta(seconds=1)),
            "of a deleted user": self._of_a_deleted_user(role),
            "of an ended sign-in": _signed(AccessToken(person.id, self._ended_session(person.id))),
            "not signed": jwt.encode(_claims(holding), "", algorithm="none"),
            "signed with another key": access_token(holding, OTHER_SECRET, issued_at=now(), lifetime=QUARTER),
            "a refresh token": self.refresh_token(person),
        }

    def refresh_token(self, person: Person) -> str:
        """A fresh one of the person's sign-in."""
        token = uuid4().hex
        row = {"token_hash": hashed(token), "session_id": person.session_id, "expires_at": now() + timedelta(days=1)}
        with self.engine.begin() as connection:
            connection.execute(insert(RefreshToken).values(**row))
        return token

    def _of_a_deleted_user(self, role: str) -> str:
        with made_person(self.engine, self.url, SECRET, role) as gone, self.engine.begin() as connection:
            connection.execute(delete(User).where(User.id == gone.id))
            return gone.token

    def _ended_session(self, user_id: UUID) -> UUID:
        ended = uuid4()
        with self.engine.begin() as connection:
            connection.execute(insert(Session).values(id=ended, user_id=user_id, revoked_at=now()))
        return ended


def _signed(claims: AccessToken, issued_at: datetime | None = None) -> str:
    return access_token(claims, SECRET, issued_at=issued_at or now(), lifetime=QUARTER)


def _claims(of: AccessToken) -> dict[str, object]:
    moment = datetime.now(UTC)
    return {
        "iss": ISSUER, "sub": str(of.user_id), "sid": str(of.session_id), "iat": moment, "exp": moment + QUARTER,
    }  # fmt: skip
