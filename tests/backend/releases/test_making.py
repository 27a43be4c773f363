"""Making releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.improvement.approval import Choice, approve
from tests.backend.people import Person
from tests.backend.releases.releasing import MODEL, PACK, SHIPPED, TEMPLATE, body, created, promoted, prompt


def test_the_pack_s_release_is_there_and_in_production_from_the_start(person: Callable[..., Person]) -> None:
    (release,) = person("admin").get("admin/releases").json()["items"]
    assert release["id"] == SHIPPED.release_id
    assert release["labels"] == ["production"]
    assert (release["system_prompt"], release["model"]) == (PACK.prompts.system, MODEL)
    assert release["tools"] == [tool.name for tool in PACK.tools]
    assert release["promotable"] is True
    assert (release["created_by"], release["created_by_name"]) == (None, None)


def test_a_new_release_answers_nobody_yet_and_can_be_read(person: Callable[..., Person]) -> None:
    admin = person("admin", name="Ana Admin")
    answer = admin.post("admin/releases", json=body("a", note="  shorter  ", effort="high"))
    assert answer.status_code == 201
    release = answer.json()
    assert release.pop("live")["release_id"] == SHIPPED.release_id
    assert release == admin.get(f"admin/releases/{release['id']}").json()
    assert release["system_prompt"] == prompt("a")
    assert (release["note"], release["effort"], release["labels"], release["replies"]) == ("shorter", "high", [], 0)
    assert (release["created_by"], release["created_by_name"]) == (str(admin.id), "Ana Admin")


def test_the_same_bundle_is_the_same_release(person: Callable[..., Person]) -> None:
    admin = person("admin")
    first = created(admin, "a")
    again = admin.post("admin/releases", json=body("a", note="another note"))
    assert (again.status_code, again.json()["id"], again.json()["note"]) == (200, first, "")
    assert created(admin, "b") != first


def test_the_order_of_the_tools_does_not_make_another_release(person: Callable[..., Person]) -> None:
    admin = person("admin")
    names = [tool.name for tool in PACK.tools]
    few = created(admin, "a", tools=names[:2])
    again = admin.post("admin/releases", json=body("a", tools=[names[1], names[0], names[1]]))
    assert (again.status_code, again.json()["id"]) == (200, few)
    assert again.json()["tools"] == names[:2]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tools": ["no_such_tool"]}, "no_such_tool"),
        ({"user_template": TEMPLATE + " {nombre}"}, "{nombre}"),
        ({"user_template": "{contexto} {tono} {idioma}"}, "{canal}"),
        ({"user_template": TEMPLATE + " {"}, "brace"),
        ({"system_prompt": "short"}, "system prompt"),
        ({"system_prompt": prompt("a") + "\x00"}, "NUL"),
        ({"system_prompt": prompt("a") + "\x1b[2J"}, "U+001B"),
        ({"effort": "enormous"}, "effort"),
        ({"model": ""}, "model"),
        ({"temperature": 2}, "temperature"),
        ({"proposed_release_id": "nothing"}, "proposed_release_id"),
    ],
)
def test_what_cannot_run_is_refused_with_the_reason(
    person: Callable[..., Person], changes: dict[str, Any], told: str
) -> None:
    answer = person("admin").post("admin/releases", json=body("a") | changes)
    assert answer.status_code == 422
    assert told in answer.json()["error"]["message"]


def approved_file(name: str, *, unchanged: bool = False) -> dict[str, Any]:
    """An `approved_prompts.json`."""
    edited = Choice(system_prompt=prompt(name) + "\n", user_template=TEMPLATE)
    choice = Choice(unchanged=True) if unchanged else edited
    approved = approve(choice, None, PACK, model=MODEL, approved_at="2026-11-23T10:00:00Z", approved_by="Ana")
    found: dict[str, Any] = approved.model_dump(mode="json")
    return found


def test_an_approved_prompts_file_becomes_the_release_that_was_approved(person: Callable[..., Person]) -> None:
    file = approved_file("approved")
    answer = person("admin").post("admin/releases", json=file)
    assert answer.status_code == 201
    assert answer.json()["id"] == file["proposed_release_id"]
    assert answer.json()["note"] == "approved by Ana, 2026-11-23T10:00:00Z"


def test_an_approved_prompts_file_is_published_once_and_the_answers_say_what_is_live(
    person: Callable[..., Person],
) -> None:
    admin = person("admin")
    file = approved_file("approved")
    made = admin.post("admin/releases", json=file).json()
    assert (made["labels"], made["live"]["release_id"]) == ([], SHIPPED.release_id)

    assert promoted(admin, made["id"])["release_id"] == made["id"]

    later = file | {"approved_at": "2026-11-24T10:00:00Z", "approved_by": "Eva"}
    for again in (file, later):
        answer = admin.post("admin/releases", json=again)
        assert answer.status_code == 200
        assert (answer.json()["id"], answer.json()["note"]) == (made["id"], made["note"])
        assert (answer.json()["labels"], answer.json()["live"]["release_id"]) == (["production"], made["id"])
    assert {one["id"] for one in admin.get("admin/releases").json()["items"]} == {SHIPPED.release_id, made["id"]}


def test_prompts_that_were_approved_unchanged_are_the_release_that_is_there(person: Callable[..., Person]) -> None:
    answer = person("admin").post("admin/releases", json=approved_file("", unchanged=True))
    assert (answer.status_code, answer.json()["id"]) == (200, SHIPPED.release_id)


@pytest.mark.parametrize(
    ("changes", "told", "code"),
    [
        ({"model": "gpt-6-luna"}, "gpt-6-luna", "other_model"),
        ({"domain": "airline"}, "airline", "other_domain"),
        ({"proposed_release_id": "0123456789ab"}, "0123456789ab", "not_as_approved"),
    ],
)
def test_approved_prompts_that_are_not_for_this_deployment_are_refused(
    person: Callable[..., Person], changes: dict[str, Any], told: str, code: str
) -> None:
    admin = person("admin")
    answer = admin.post("admin/releases", json=body("a") | changes)
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert told in error["message"]
    assert error["code"] == code
    assert set(error["details"]) == {"given", "wanted"}
    assert told in error["details"].values()
    assert len(admin.get("admin/releases").json()["items"]) == 1


def test_the_list_goes_on_where_it_stopped(person: Callable[..., Person]) -> None:
    admin = person("admin")
    admin.get("admin/releases")
    made = [SHIPPED.release_id, *(created(admin, str(number)) for number in range(4))]
    found, cursor = [], None
    while True:
        page = admin.get("admin/releases", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += [item["id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert found == made[::-1]


def test_a_cursor_from_elsewhere_is_refused(person: Callable[..., Person]) -> None:
    assert person("admin").get("admin/releases", params={"cursor": "x"}).status_code == 422


def test_unknown_releases_are_not_found(person: Callable[..., Person]) -> None:
    admin = person("admin")
    assert admin.get("admin/releases/0123456789ab").status_code == 404
    assert admin.get("admin/releases/%00").status_code == 422


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "admin/releases"),
        ("POST", "admin/releases"),
        ("GET", "admin/releases/0123456789ab"),
        ("GET", "admin/releases/labels"),
        ("PUT", "admin/releases/labels/production"),
        ("POST", "admin/releases/labels/production/rollback"),
        ("GET", "admin/releases/moves"),
    ],
)
def test_only_admins_come_in(api: Person, person: Callable[..., Person], method: str, path: str) -> None:
    assert api.request(method, path).status_code == 401
    assert person("customer").request(method, path).status_code == 403
    assert person("agent").request(method, path).status_code == 403
