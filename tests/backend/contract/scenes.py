"""For each route a request that is valid in itself, and the things that it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert

from backend.chatbot.models import Confirmation
from backend.clock import now
from backend.operations.models import OperationRecord, RecordWrite
from backend.operations.snapshots import Snapshot
from backend.security import hashed
from backend.users.models import PasswordReset, Session, User
from tests.backend.contract.forging import Forger
from tests.backend.handoff.builders import made_handoff, made_message, made_reply, made_ticket, made_tool_call
from tests.backend.people import PASSWORD, Person

SECRET_WORD = "Jacaranda"
"""In everything that is the owner's own; no other customer may read it anywhere."""
NEW_PASSWORD = "an even better password 2"
CONFIRMATION = "0123456789abcdef"


class Asked(NamedTuple):
    """What the path's `{names}` stand for, and the body."""

    path: Mapping[str, object] = {}
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there: "other" and "owner" (customers), "agent" and "admin"."""

    engine: Engine
    people: Mapping[str, Person]
    forger: Forger

    def ticket(self, **about: Any) -> dict[str, object]:
        """The path of a new ticket of the owner, in which the bot has said something."""
        made = made_ticket(self.engine, self.people["owner"], title=f"{SECRET_WORD} 7", **about)
        made_message(self.engine, made, "bot", f"Hola, {SECRET_WORD}")
        return {"ticket_id": made}

    def put(self, model: Any, **values: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(model).values(**values))


def _ticket(scene: Scene) -> Asked:
    return Asked(scene.ticket())


def _waiting(scene: Scene) -> dict[str, object]:
    path = scene.ticket(status="waiting_agent")
    made_handoff(scene.engine, UUID(str(path["ticket_id"])))
    return path


def _resolved(scene: Scene) -> dict[str, object]:
    return scene.ticket(status="resolved", resolved_at=now())


def _bot_message(scene: Scene) -> Asked:
    ticket = UUID(str(scene.ticket()["ticket_id"]))
    return Asked({"message_id": made_message(scene.engine, ticket, "bot", SECRET_WORD)}, {"helpful": True})


def _failed_answer(scene: Scene) -> Asked:
    path = scene.ticket(status="in_progress")
    made_reply(scene.engine, UUID(str(path["ticket_id"])), "failed", error_code="provider", finished_at=now())
    return Asked(path)


def _confirmation(scene: Scene) -> Asked:
    path = scene.ticket()
    scene.put(
        Confirmation, ticket_id=path["ticket_id"], id=CONFIRMATION, tool="cancel_appointment", arguments={},
        summary=SECRET_WORD, fingerprint="-",
    )  # fmt: skip
    return Asked({**path, "confirmation_id": CONFIRMATION}, {"accept": False})


def _write(scene: Scene) -> Asked:
    path, record, owner = scene.ticket(), f"offer-{uuid4().hex[:6]}", scene.people["owner"].id
    made = Snapshot(record, "offer", "active", {"for": SECRET_WORD}, None)
    scene.put(OperationRecord, id=record, customer_id=owner, kind=made.kind, state=made.state, data=made.data)
    scene.put(RecordWrite, key=record, customer_id=owner, record_id=record, action="create", after=made.as_json())
    call = made_tool_call(scene.engine, UUID(str(path["ticket_id"])), "make_offer", "ok", writes=[record])
    return Asked({**path, "tool_call_id": call})


def _about_nothing(_: object) -> Asked:
    """For lists: the owner has something that is not named."""
    return Asked()


def _records(scene: Scene) -> Asked:
    owner, record = scene.people["owner"].id, f"offer-{uuid4().hex[:6]}"
    scene.put(OperationRecord, id=record, customer_id=owner, kind="offer", state="active", data={"for": SECRET_WORD})
    return Asked()


def _another_sign_in(scene: Scene) -> Asked:
    session = uuid4()
    scene.put(Session, id=session, user_id=scene.people["owner"].id)
    return Asked({"session_id": session})


def _reset_link(scene: Scene) -> Asked:
    user, token = uuid4(), uuid4().hex
    scene.put(User, id=user, email=f"{user.hex}@example.com", name="Ana Ruiz", password_hash="-")
    scene.put(PasswordReset, token_hash=hashed(token), user_id=user, expires_at=now() + timedelta(minutes=5))
    return Asked(body={"token": token, "password": NEW_PASSWORD})


def _refresh_token(scene: Scene) -> Asked:
    return Asked(body={"refresh_token": scene.forger.refresh_token(scene.people["owner"])})


def _customer_with_email(scene: Scene) -> Asked:
    user = uuid4()
    email = f"{user.hex}@example.com"
    scene.put(User, id=user, email=email, name=SECRET_WORD, password_hash="-")
    return Asked({"user_id": user}, {"email": email})


def _bundle(note: str) -> dict[str, object]:
    prompt = f"Eres el asistente de la empresa; variante {uuid4().hex}."
    return {"system_prompt": prompt, "user_template": "{contexto} {tono} {idioma} {canal}", "note": note}


def _release(scene: Scene) -> str:
    answer = scene.people["admin"].post("admin/releases", json=_bundle("made for a test"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _promotion(scene: Scene) -> Asked:
    return Asked({"label": "candidate"}, {"release_id": _release(scene), "reason": "better"})


def _promoted_twice(scene: Scene) -> Asked:
    for _ in range(2):
        body = {"release_id": _release(scene), "reason": "better"}
        answer = scene.people["admin"].put("admin/releases/labels/candidate", json=body)
        assert answer.status_code == 200, answer.text
    return Asked({"label": "candidate"}, {"reason": "worse after all"})


def _new_account(scene: Scene) -> Asked:
    body = {"email": f"{uuid4().hex}@example.com", "password": NEW_PASSWORD, "name": "Ana Ruiz"}
    return Asked(body=body)


SCENES: Mapping[str, Callable[[Scene], Asked]] = {
    "POST /api/v1/auth/signup": _new_account,
    "POST /api/v1/auth/login": lambda s: Asked(body={"email": s.people["owner"].email, "password": PASSWORD}),
    "POST /api/v1/auth/refresh": _refresh_token,
    "POST /api/v1/auth/logout": _refresh_token,
    "POST /api/v1/auth/password/forgot": lambda _: Asked(body={"email": "nobody@example.com"}),
    "POST /api/v1/auth/password/reset": _reset_link,
    "PATCH /api/v1/me": lambda _: Asked(body={"name": "Eva Luna"}),
    "POST /api/v1/me/password": lambda _: Asked(body={"current_password": PASSWORD, "new_password": NEW_PASSWORD}),
    "DELETE /api/v1/me/sessions/{session_id}": _another_sign_in,
    "GET /api/v1/me/records": _records,
    "GET /api/v1/tickets": lambda s: _about_nothing(s.ticket()),
    "POST /api/v1/tickets": lambda _: Asked(
        body={"title": "Mi pago", "category": "buying", "description": "Vendí mi coche"}
    ),
    "GET /api/v1/tickets/{ticket_id}/confirmations": lambda s: Asked(_confirmation(s).path),
    "GET /api/v1/tickets/{ticket_id}/tool-calls": lambda s: Asked(_write(s).path),
    "POST /api/v1/tickets/{ticket_id}/reopen": lambda s: Asked(_resolved(s)),
    "PATCH /api/v1/tickets/{ticket_id}": lambda s: Asked(s.ticket(), {"title": "Otra cosa"}),
    "POST /api/v1/tickets/{ticket_id}/csat": lambda s: Asked(_resolved(s), {"score": 1}),
    "POST /api/v1/tickets/{ticket_id}/messages": lambda s: Asked(s.ticket(), {"content": "hola"}),
    "POST /api/v1/messages/{message_id}/rating": _bot_message,
    "POST /api/v1/tickets/{ticket_id}/confirmations/{confirmation_id}": _confirmation,
    "POST /api/v1/tickets/{ticket_id}/retry": _failed_answer,
    "POST /api/v1/tickets/{ticket_id}/tool-calls/{tool_call_id}/undo": _write,
    "POST /api/v1/admin/tickets/{ticket_id}/takeover": lambda s: Asked(_waiting(s)),
    "POST /api/v1/admin/tickets/{ticket_id}/replies": lambda s: Asked(_waiting(s), {"content": "Hola, soy Ana"}),
    "POST /api/v1/admin/tickets/{ticket_id}/give-back": lambda s: Asked(_waiting(s)),
    "PATCH /api/v1/admin/users/{user_id}": lambda s: Asked({"user_id": s.people["owner"].id}, {"role": "agent"}),
    "DELETE /api/v1/me": lambda _: Asked(body={"password": PASSWORD}),
    "GET /api/v1/admin/users/{user_id}/export": lambda s: Asked({"user_id": s.people["owner"].id}),
    "DELETE /api/v1/admin/users/{user_id}": _customer_with_email,
    "POST /api/v1/admin/releases": lambda _: Asked(body=_bundle("")),
    "PUT /api/v1/admin/releases/labels/{label}": _promotion,
    "POST /api/v1/admin/releases/labels/{label}/rollback": _promoted_twice,
    "GET /api/v1/admin/releases/{release_id}": lambda s: Asked({"release_id": _release(s)}),
}
"""Routes that need more than a ticket of the owner."""


def asked(scene: Scene, route: str) -> Asked:
    """A valid request to a route ("GET /…"), about something new of the owner's."""
    return SCENES.get(route, _ticket)(scene)
