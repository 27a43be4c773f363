"""Who is there before the load begins: customers with offers to accept, agents and an admin, all with a password and
signed in already: a crowd that logs in at the same moment would be all that is measured."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import bcrypt
from sqlalchemy import Engine, insert

from backend.clock import now
from backend.operations.models import OperationRecord
from backend.security import AccessToken, access_token
from backend.users.models import Session, User, UserRole
from tests.backend.serving import SECRET

PASSWORD = "a good password 1"
OFFERS = 12
AGENTS = 6


def made_people(engine: Engine, customers: int, bcrypt_rounds: int) -> dict[str, Any]:
    """In the database; for the journeys, their e-mails and tokens and what each customer has offers for."""
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(bcrypt_rounds)).decode()
    users, records, told = list[dict[str, Any]](), list[dict[str, Any]](), list[dict[str, Any]]()
    for number in range(customers):
        user = _user(f"customer-{number}@example.com", UserRole.CUSTOMER, hashed)
        offers = [_offer(user, number * OFFERS + one) for one in range(OFFERS)]
        users.append(user)
        records += [*offers, _payout(user, number)]
        told.append(_signed_in(user) | {"items": [offer["data"]["item"] for offer in offers]})
    roles = [UserRole.ADMIN, *[UserRole.AGENT] * (AGENTS - 1)]
    staff = [_user(f"staff-{number}@example.com", role, hashed) for number, role in enumerate(roles)]
    with engine.begin() as connection:
        connection.execute(insert(User), users + staff)
        connection.execute(insert(Session), [{"id": user["id"], "user_id": user["id"]} for user in users + staff])
        connection.execute(insert(OperationRecord), records)
    return {"password": PASSWORD, "customers": told, "agents": [_signed_in(user) for user in staff]}


def _signed_in(user: dict[str, Any]) -> dict[str, Any]:
    """With a session of the same id."""
    claims = AccessToken(user["id"], user["id"])
    token = access_token(claims, SECRET, issued_at=now(), lifetime=timedelta(minutes=15))
    return {"email": user["email"], "token": token}


def _user(email: str, role: UserRole, hashed: str) -> dict[str, Any]:
    return {
        "id": uuid4(), "email": email, "name": "Ana Ruiz", "role": role, "password_hash": hashed, "language": "es",
    }  # fmt: skip


def _offer(user: dict[str, Any], number: int) -> dict[str, Any]:
    data = {"item": f"Sentra {2_000 + number % 25}", "amount": 162_000, "expires": "2199-01-01"}
    return {
        "id": f"offer-{100_000 + number}", "customer_id": user["id"], "kind": "offer", "state": "active", "data": data,
    }  # fmt: skip


def _payout(user: dict[str, Any], number: int) -> dict[str, Any]:
    data = {"item": "Jetta 2018", "amount": 241_300, "date": "2199-01-01", "account": "8842"}
    return {
        "id": f"payout-{100_000 + number}", "customer_id": user["id"], "kind": "payout", "state": "scheduled",
        "data": data,
    }  # fmt: skip
