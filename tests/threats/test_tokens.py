"""Access tokens of any other making than ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import jwt

from backend.clock import now
from backend.security import ISSUER
from tests.backend.people import Person
from tests.backend.serving import SECRET


def claims_of(person: Person, **changes: Any) -> dict[str, Any]:
    issued = now()
    claims = {"iss": ISSUER, "sub": str(person.id), "sid": str(person.session_id), "iat": issued,
              "exp": issued + timedelta(minutes=5)} | changes  # fmt: skip
    return {name: value for name, value in claims.items() if value is not None}


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content, default=lambda at: at.timestamp()).encode()).decode()

    return f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(claims)}.".replace("=", "")


def test_a_token_of_any_other_making_is_refused(person: Callable[..., Person], api: httpx2.Client) -> None:
    admin, customer = person("admin"), person()
    mine = claims_of(customer)
    forged = {
        "no algorithm": unsigned(mine, "none"),
        "no algorithm, shouted": unsigned(mine, "NONE"),
        "an empty signature": unsigned(mine, "HS256"),
        "another algorithm": jwt.encode(mine, SECRET * 2, algorithm="HS512"),
        "another key": jwt.encode(mine, "x" * 40, algorithm="HS256"),
        "no key": jwt.encode(
            mine, "x" * 32, algorithm="HS256", headers={"kid": "/dev/null", "jku": "https://evil.example"}
        ),
        "expired": jwt.encode(claims_of(customer, exp=now() - timedelta(seconds=1)), SECRET, algorithm="HS256"),
        "not yet": jwt.encode(claims_of(customer, nbf=now() + timedelta(hours=1)), SECRET, algorithm="HS256"),
        "issued tomorrow": jwt.encode(claims_of(customer, iat=now() + timedelta(days=1)), SECRET, algorithm="HS256"),
        "another issuer": jwt.encode(claims_of(customer, iss="evil"), SECRET, algorithm="HS256"),
        "for somebody else": jwt.encode(claims_of(customer, aud="portal"), SECRET, algorithm="HS256"),
        "without an end": jwt.encode(claims_of(customer, exp=None), SECRET, algorithm="HS256"),
        "without a sign-in": jwt.encode(claims_of(customer, sid=None), SECRET, algorithm="HS256"),
        "another's sign-in": jwt.encode(claims_of(customer, sub=str(admin.id)), SECRET, algorithm="HS256"),
        "ids that are none": jwt.encode(claims_of(customer, sub="' or 1=1", sid="x"), SECRET, algorithm="HS256"),
    }
    api.headers["Authorization"] = f"Bearer {jwt.encode(mine, SECRET, algorithm='HS256')}"
    assert api.get("me").status_code == 200, "the same claims, signed by us"
    for making, token in forged.items():
        answer = api.get("me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, making


def test_a_role_is_not_what_a_token_says(person: Callable[..., Person], api: httpx2.Client) -> None:
    customer = person()
    token = jwt.encode(claims_of(customer, role="admin", scope="admin"), SECRET, algorithm="HS256")
    answer = api.get("admin/users", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
