"""Customers who have left a trace in every table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert, text

from backend.chatbot.models import Confirmation
from backend.clock import now
from backend.operations.models import Booking, OperationRecord, RecordWrite
from backend.outcomes.models import Outcome
from backend.security import hashed
from backend.users.models import PasswordReset, RefreshToken
from backend.users.throttling import throttle_key
from tests.backend.chats import open_ticket, say
from tests.backend.handoff.builders import made_tool_call
from tests.backend.people import Person
from tests.backend.serving import SECRET

MARK = "Jacaranda"
"""In everything that the person said or that was written down about them."""
_MAIL = """
insert into jobs.procrastinate_jobs (queue_name, task_name, args, scheduled_at)
values ('other', 'send_mail', jsonb_build_object('to', cast(:to as text), 'body', cast(:body as text)),
  now() + interval '1 hour')
"""


def lived(engine: Engine, who: Person, agent: Person) -> UUID:
    """Give a customer a life: a ticket that the bot and an agent answered, and everything that comes with it; the
    ticket's id."""
    ticket = open_ticket(who, title=f"{MARK} 1", description=f"Vendí mi {MARK}")
    path = f"tickets/{ticket['id']}"
    events = say(who, ticket["id"], f"¿ya cayó la lana del {MARK}?", key=f"{MARK} key")
    answer = next(event.data["message"] for event in reversed(events) if event.kind == "done")
    assert who.post(f"messages/{answer['id']}/rating", json={"helpful": True, "reason": MARK}).status_code == 200
    assert who.post(f"{path}/handoff", json={"reason": MARK}).status_code == 200
    assert agent.post(f"admin/{path}/takeover").status_code == 200
    assert agent.post(f"admin/{path}/replies", json={"content": f"Hola, {MARK}"}).status_code == 201
    assert who.post(f"{path}/resolve").status_code == 200
    assert who.post(f"{path}/csat", json={"score": 5, "comment": MARK}).status_code == 200
    _written_down(engine, who, UUID(ticket["id"]))
    return UUID(ticket["id"])


def _written_down(engine: Engine, who: Person, ticket: UUID) -> None:
    """What other parts of the product keep, as they would."""
    key, record = uuid4().hex, f"appointment-{uuid4().hex[:6]}"
    kept = {"kind": "appointment", "state": "booked", "data": {"for": MARK}}
    made_tool_call(engine, ticket, "appointment", "ok", arguments={"for": MARK}, result={"for": MARK}, writes=[key])
    rows: list[tuple[Any, dict[str, Any]]] = [
        (OperationRecord, {"id": record, "customer_id": who.id, **kept}),
        (Booking, {"slot_id": f"slot-{MARK}-{who.id}", "record_id": record}),
        (RecordWrite, {"key": key, "customer_id": who.id, "record_id": record, "action": "create", "after": kept}),
        (Confirmation, {"ticket_id": ticket, "id": key, "tool": "t", "arguments": {}, "summary": MARK,
                        "fingerprint": "f"}),
        (Outcome, {"ticket_id": ticket, "kind": "confirmed", "source": "customer"}),
        (RefreshToken, {"token_hash": hashed(key), "session_id": who.session_id, "expires_at": soon()}),
        (PasswordReset, {"token_hash": hashed(key), "user_id": who.id, "expires_at": soon()}),
    ]  # fmt: skip
    with engine.begin() as connection:
        for model, values in rows:
            connection.execute(insert(model).values(**values))
        for kind in ("account", "reset"):
            connection.execute(text("insert into throttles (key, failures) values (:key, 1)"),
                               {"key": throttle_key(SECRET, kind, who.email)})  # fmt: skip
        connection.execute(text("set local search_path to public, jobs"))
        connection.execute(text(_MAIL), {"to": who.email, "body": MARK})


def soon() -> Any:
    return now() + timedelta(hours=1)


def tables(engine: Engine) -> list[str]:
    """Every table that there is, the jobs' too."""
    with engine.connect() as connection:
        found = connection.execute(
            text("select schemaname || '.' || tablename from pg_tables where schemaname in ('public', 'jobs')")
        )
        return sorted(name for (name,) in found)


def whole_database(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with engine.connect() as connection:
        return {
            name: [row for (row,) in connection.execute(text(f"select t::text from {name} t order by 1"))]
            for name in tables(engine)
        }


def rows_with(engine: Engine, words: list[str]) -> list[tuple[str, str]]:
    """Table and row wherever one of the words stands."""
    return [
        (name, row)
        for name, rows in whole_database(engine).items()
        for row in rows
        if any(word in row for word in words)
    ]
