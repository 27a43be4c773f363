"""Requests about accounts, as the tests send them."""

from __future__ import annotations

from typing import Any

import httpx2

EMAIL = "ana@example.com"
PASSWORD = "un buen secreto 7"


def sign_up(api: httpx2.Client, email: str = EMAIL, **changes: Any) -> httpx2.Response:
    return api.post("auth/signup", json={"email": email, "password": PASSWORD, "name": "Ana Ruiz"} | changes)


def signed_up(api: httpx2.Client, email: str = EMAIL, **changes: Any) -> dict[str, Any]:
    """The body of a sign-up that worked."""
    answer = sign_up(api, email, **changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def log_in(
    api: httpx2.Client, email: str = EMAIL, password: str = PASSWORD, address: str | None = None
) -> httpx2.Response:
    """A sign-in, from `address` as the portal forwards it."""
    headers = {"X-Forwarded-For": address} if address else {}
    return api.post("auth/login", json={"email": email, "password": password}, headers=headers)


def refresh(api: httpx2.Client, token: str) -> httpx2.Response:
    return api.post("auth/refresh", json={"refresh_token": token})


def me(api: httpx2.Client, access_token: str) -> httpx2.Response:
    return api.get("me", headers=bearer(access_token))


def bearer(access_token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token}"}


def code(answer: httpx2.Response) -> str:
    """The error code of an answer."""
    found: str = answer.json()["error"]["code"]
    return found
