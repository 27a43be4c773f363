"""Customers, stores and slots for the tests of the records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Engine, insert

from backend.chatbot.models import ToolCall
from backend.database import Database
from backend.operations.store import PostgresOperations
from backend.settings import Settings
from backend.tickets.models import Ticket
from backend.users.models import User
from shared.agent.slots import SlotPlan, planned_slots

TODAY = date(2026, 10, 5)
MOMENT = datetime(2026, 10, 5, 18, 0, tzinfo=UTC)
ZONE = "America/Mexico_City"
PLANS = {"visit": SlotPlan(places=("Lerma", "Roma"), hours=("10:00", "12:30"), days=4)}
SLOTS = [slot.id for slot in planned_slots("visit", PLANS["visit"], TODAY)]
ResultT = TypeVar("ResultT")


def new_customer(engine: Engine) -> str:
    """The id of a customer in the database."""
    customer = uuid4()
    with engine.begin() as connection:
        row = {"id": customer, "email": f"{customer.hex}@example.com", "name": "A customer", "password_hash": "-"}
        connection.execute(insert(User).values(row))
    return str(customer)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Database]:
    """A pool of the test's own."""
    assert settings.database_url is not None
    made = Database(settings.database_url.get_secret_value(), settings)
    try:
        yield made
    finally:
        await made.close()


def with_store(settings: Settings, act: Callable[[PostgresOperations], Awaitable[ResultT]]) -> ResultT:
    """What `act` does with a store."""

    async def run() -> ResultT:
        async with database(settings) as made:
            return await act(PostgresOperations(made.session, PLANS, ZONE))

    return asyncio.run(run())


def new_ticket(engine: Engine, customer: UUID, language: str = "es") -> UUID:
    """The id of a customer's ticket."""
    ticket = uuid4()
    row = {"id": ticket, "customer_id": customer, "title": "¿Y mi cita?", "category": "buying", "description": "…"}
    with engine.begin() as connection:
        connection.execute(insert(Ticket).values(**row, language=language))
    return ticket


def new_tool_call(engine: Engine, ticket: UUID, writes: Sequence[str] = (), **about: object) -> UUID:
    """The id of a stored call of a tool that made these writes."""
    call = uuid4()
    row = {
        "id": call, "ticket_id": ticket, "call_id": "call_1", "tool": "schedule_appointment",
        "arguments": {"action": "book"}, "outcome": "ok", "result": {"summary": "…"}, "duration_ms": 1.5,
        "writes": list(writes), **about,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(ToolCall).values(row))
    return call
