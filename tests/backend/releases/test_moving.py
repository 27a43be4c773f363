"""Promoting and rolling back over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from backend.messages.models import Author, Message, Reply, ReplyStatus
from backend.tickets.models import Ticket
from tests.backend.people import Person
from tests.backend.releases.releasing import SHIPPED, body, created, points_to, promoted

Rows = list[dict[str, Any]]


def rolled_back(admin: Person, label: str = "production") -> str:
    answer = admin.post(f"admin/releases/labels/{label}/rollback", json={"reason": "worse"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["release_id"])


def moves(admin: Person, **wanted: str) -> Rows:
    found: Rows = admin.get("admin/releases/moves", params=wanted).json()["items"]
    return found


def test_a_promotion_is_written_down_with_who_and_why(person: Callable[..., Person]) -> None:
    admin = person("admin", name="Ana Admin")
    new = created(admin, "a")
    label = promoted(admin, new)
    assert (label["release_id"], label["answering_release_id"], label["reason"]) == (new, new, f"try {new}")
    assert (label["moved_by"], label["moved_by_name"]) == (str(admin.id), "Ana Admin")
    last, first = moves(admin)
    assert (last["kind"], last["from_release"], last["to_release"]) == ("promoted", SHIPPED.release_id, new)
    assert (last["moved_by"], last["moved_by_name"]) == (str(admin.id), "Ana Admin")
    assert (first["kind"], first["from_release"], first["to_release"]) == ("initial", None, SHIPPED.release_id)
    assert (first["moved_by"], first["moved_by_name"]) == (None, None)
    shown = {item["id"]: item["labels"] for item in admin.get("admin/releases").json()["items"]}
    assert shown == {new: ["production"], SHIPPED.release_id: []}


def test_who_is_gone_is_still_told_apart_from_the_system(person: Callable[..., Person], engine: Engine) -> None:
    gone, admin = person("admin"), person("admin")
    new = created(gone, "a")
    promoted(gone, new)
    with engine.begin() as connection:
        connection.execute(text("delete from users where id = :id"), {"id": gone.id})

    move, release = moves(admin)[0], admin.get(f"admin/releases/{new}").json()

    assert (move["moved_by"], move["moved_by_name"]) == (str(gone.id), None)
    assert (release["created_by"], release["created_by_name"]) == (str(gone.id), None)


def test_the_same_promotion_twice_is_one_move(person: Callable[..., Person]) -> None:
    admin = person("admin")
    new = created(admin, "a")
    assert promoted(admin, new) == promoted(admin, new)
    assert len(moves(admin)) == 2


def test_rolling_back_again_goes_one_further_back(person: Callable[..., Person]) -> None:
    admin = person("admin")
    a, b, c = (created(admin, name) for name in "abc")
    for release in (a, b):
        promoted(admin, release)
    assert rolled_back(admin) == a
    promoted(admin, c)
    assert rolled_back(admin) == a
    assert rolled_back(admin) == SHIPPED.release_id
    refused = admin.post("admin/releases/labels/production/rollback", json={"reason": "worse"})
    assert refused.status_code == 409
    assert points_to(admin) == SHIPPED.release_id


def test_the_very_first_promotion_can_be_rolled_back_to_the_pack_s_release(person: Callable[..., Person]) -> None:
    admin = person("admin")
    promoted(admin, created(admin, "a"))
    assert rolled_back(admin) == SHIPPED.release_id


def test_candidate_is_a_label_of_its_own(person: Callable[..., Person]) -> None:
    admin = person("admin")
    new = created(admin, "a")
    nowhere = admin.post("admin/releases/labels/candidate/rollback", json={"reason": "worse"})
    assert nowhere.status_code == 404
    promoted(admin, new, "candidate")
    assert (points_to(admin, "candidate"), points_to(admin)) == (new, SHIPPED.release_id)
    assert [move["label"] for move in moves(admin, label="candidate")] == ["candidate"]
    alone = admin.post("admin/releases/labels/candidate/rollback", json={"reason": "worse"})
    assert alone.status_code == 409


def test_what_does_not_exist_cannot_be_promoted(person: Callable[..., Person]) -> None:
    admin = person("admin")
    to_nothing = {"release_id": "0123456789ab", "reason": "why not"}
    assert admin.put("admin/releases/labels/production", json=to_nothing).status_code == 404
    assert admin.put("admin/releases/labels/staging", json=to_nothing).status_code == 422
    assert admin.put("admin/releases/labels/production", json={"release_id": SHIPPED.release_id}).status_code == 422


def test_a_release_of_another_model_or_domain_is_not_promoted(person: Callable[..., Person], engine: Engine) -> None:
    admin = person("admin")
    new = created(admin, "a")
    for change, told in (("model", "gpt-6-luna"), ("domain", "airline")):
        with engine.begin() as connection:
            connection.execute(
                text("update releases set bundle = bundle || cast(:change as jsonb) where id = :id"),
                {"change": json.dumps({change: told}), "id": new},
            )
        assert admin.get(f"admin/releases/{new}").json()["promotable"] is False
        answer = admin.put("admin/releases/labels/production", json={"release_id": new, "reason": "try"})
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == f"other_{change}"
        assert answer.json()["error"]["details"]["given"] == told
        assert told in answer.json()["error"]["message"]
    assert points_to(admin) == SHIPPED.release_id


def test_replies_are_counted_by_the_release_that_gave_them(person: Callable[..., Person], engine: Engine) -> None:
    admin, customer = person("admin"), person()
    admin.get("admin/releases")
    with Session(engine) as session:
        ticket = Ticket(customer_id=customer.id, title="t", category="buying", description="d", language="es")
        session.add(ticket)
        session.flush()
        for seq, status in enumerate((ReplyStatus.DONE, ReplyStatus.FAILED, ReplyStatus.DONE)):
            said = Message(ticket_id=ticket.id, seq=seq, author=Author.CUSTOMER, content="hola")
            session.add(said)
            session.flush()
            session.add(Reply(ticket_id=ticket.id, message_id=said.id, status=status, release_id=SHIPPED.release_id))
        session.commit()
    assert admin.get(f"admin/releases/{SHIPPED.release_id}").json()["replies"] == 2


def test_promotions_at_the_same_time_leave_one_unbroken_trail(person: Callable[..., Person]) -> None:
    admin = person("admin")
    ids = [created(admin, str(number)) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda release: promoted(admin, release), ids))
    trail = moves(admin, label="production")[::-1]
    assert [move["from_release"] for move in trail[1:]] == [move["to_release"] for move in trail[:-1]]
    assert {move["to_release"] for move in trail} == {SHIPPED.release_id, *ids}
    assert points_to(admin) == trail[-1]["to_release"]


def test_making_the_same_release_at_once_makes_one(person: Callable[..., Person]) -> None:
    admin = person("admin")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: admin.post("admin/releases", json=body("a")), range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
