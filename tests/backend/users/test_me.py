"""The signed-in user's own account."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.backend.people import PASSWORD as PERSONS_PASSWORD
from tests.backend.people import Person
from tests.backend.users.accounts import PASSWORD, bearer, code, log_in, me, refresh, signed_up

NEW = "otro secreto 8"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "me"), ("PATCH", "me"), ("POST", "me/password"), ("GET", "me/sessions"), ("DELETE", "me/sessions"),
        ("DELETE", f"me/sessions/{UUID(int=1)}"),
    ],
)  # fmt: skip
def test_nobody_is_somebody_without_a_token(api: httpx2.Client, method: str, path: str) -> None:
    bodies = {"PATCH": {}, "POST": {"current_password": "x", "new_password": NEW}}
    answer = api.request(method, path, json=bodies.get(method))
    assert (answer.status_code, code(answer)) == (401, "not_authenticated")


def test_a_name_and_a_language_can_be_changed(person: Callable[..., Person]) -> None:
    ana = person()
    changed = ana.patch("me", json={"name": "  Ana María ", "language": "en"})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["language"]) == ("Ana María", "en")
    assert ana.get("me").json() == changed.json()


def test_an_account_shows_what_its_page_needs(person: Callable[..., Person]) -> None:
    ana = person(name="Ana Ruiz", language="pt", email="ana@example.com")
    shown = ana.get("me").json()
    assert shown.pop("created_at")
    assert shown == {
        "id": str(ana.id), "email": "ana@example.com", "name": "Ana Ruiz", "role": "customer", "language": "pt",
    }  # fmt: skip


def test_what_is_not_given_stays(person: Callable[..., Person]) -> None:
    ana = person(name="Ana", language="pt")
    before = ana.get("me").json()
    assert ana.patch("me", json={}).json() == before
    assert ana.patch("me", json={"language": "es"}).json() == before | {"language": "es"}


@pytest.mark.parametrize("body", [{"role": "admin"}, {"email": "x@example.com"}, {"language": "fr"}, {"name": " "}])
def test_the_rest_cannot_be_changed(person: Callable[..., Person], body: dict[str, str]) -> None:
    ana = person()
    before = ana.get("me").json()
    assert ana.patch("me", json=body).status_code == 422
    assert ana.get("me").json() == before


def test_a_new_password_ends_the_other_sign_ins(api: httpx2.Client) -> None:
    here, there = signed_up(api), log_in(api).json()
    assert change(api, here["access_token"], PASSWORD, NEW).status_code == 204
    assert me(api, here["access_token"]).status_code == 200
    assert refresh(api, here["refresh_token"]).status_code == 200
    assert me(api, there["access_token"]).status_code == 401
    assert log_in(api, password=PASSWORD).status_code == 401
    assert log_in(api, password=NEW).status_code == 200


def test_a_wrong_current_password_changes_nothing(api: httpx2.Client) -> None:
    token = signed_up(api)["access_token"]
    answer = change(api, token, "wrong", NEW)
    assert (answer.status_code, code(answer)) == (403, "wrong_password")
    assert log_in(api, password=NEW).status_code == 401
    assert log_in(api).status_code == 200


def test_the_current_password_cannot_be_guessed_either(person: Callable[..., Person]) -> None:
    ana = person()
    answers = [change(ana, ana.token, f"guess {number}", NEW).status_code for number in range(7)]
    assert answers == [403] * 5 + [429] * 2
    assert change(ana, ana.token, PERSONS_PASSWORD, NEW).status_code == 429


def test_a_new_password_voids_links_that_were_sent(person: Callable[..., Person], engine: Engine) -> None:
    ana = person()
    with engine.begin() as connection:
        insert = "insert into password_resets (token_hash, user_id, expires_at) values ('h', :user, now() + '1 hour')"
        connection.execute(text(insert), {"user": ana.id})
    assert change(ana, ana.token, PERSONS_PASSWORD, NEW).status_code == 204
    with engine.connect() as connection:
        assert connection.execute(text("select used_at from password_resets")).scalar() is not None


def test_the_sign_ins_are_listed(api: httpx2.Client) -> None:
    signed_up(api)
    api.headers["User-Agent"] = "Firefox"
    ended = log_in(api).json()
    api.post("auth/logout", json={"refresh_token": ended["refresh_token"]})
    current = log_in(api).json()["access_token"]
    body = api.get("me/sessions", headers=bearer(current)).json()
    assert body["items"][0]["user_agent"] == "Firefox"
    assert [item["current"] for item in body["items"]] == [True, False]
    assert set(body["items"][0]) == {"id", "user_agent", "created_at", "last_used_at", "current"}
    assert body["next_cursor"] is None


def test_the_list_goes_on_where_it_stopped(api: httpx2.Client) -> None:
    token = signed_up(api)["access_token"]
    for _ in range(4):
        log_in(api)
    seen, cursor = [], None
    for _ in range(3):
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = api.get("me/sessions", params=params, headers=bearer(token)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert len(seen) == len(set(seen)) == 5


def test_somebody_elses_sign_ins_are_not_listed_or_ended(person: Callable[..., Person]) -> None:
    ana, otto = person(), person()
    assert [item["id"] for item in ana.get("me/sessions").json()["items"]] == [str(ana.session_id)]
    assert ana.delete("me/sessions").status_code == 204
    assert ana.get("me").status_code == 401
    assert otto.get("me").status_code == 200


def test_signing_out_somewhere_ends_that_sign_in_alone(api: httpx2.Client) -> None:
    here, there = signed_up(api), log_in(api).json()
    items = api.get("me/sessions", headers=bearer(here["access_token"])).json()["items"]
    other = next(item["id"] for item in items if not item["current"])
    path, headers = f"me/sessions/{other}", bearer(here["access_token"])
    assert api.delete(path, headers=headers).status_code == 204
    assert me(api, there["access_token"]).status_code == 401
    assert refresh(api, there["refresh_token"]).status_code == 401
    assert me(api, here["access_token"]).status_code == 200
    again = api.delete(path, headers=headers)
    assert (again.status_code, code(again)) == (404, "not_found")


def test_the_sign_in_that_asks_can_be_ended_by_its_id(person: Callable[..., Person]) -> None:
    ana = person()
    assert ana.delete(f"me/sessions/{ana.session_id}").status_code == 204
    assert ana.get("me").status_code == 401


def test_somebody_elses_sign_in_is_not_there(person: Callable[..., Person]) -> None:
    ana, admin = person(), person("admin")
    theirs, unknown = admin.delete(f"me/sessions/{ana.session_id}"), admin.delete(f"me/sessions/{uuid4()}")
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert theirs.json()["error"]["message"] == unknown.json()["error"]["message"]
    assert ana.get("me").status_code == 200


def test_signing_out_everywhere_ends_every_sign_in(api: httpx2.Client) -> None:
    here, there = signed_up(api), log_in(api).json()
    assert api.delete("me/sessions", headers=bearer(here["access_token"])).status_code == 204
    for ended in (here, there):
        assert me(api, ended["access_token"]).status_code == 401
        assert refresh(api, ended["refresh_token"]).status_code == 401
    assert log_in(api).status_code == 200


def change(api: httpx2.Client, token: str, current: str, new: str) -> httpx2.Response:
    body = {"current_password": current, "new_password": new}
    return api.post("me/password", json=body, headers=bearer(token))
