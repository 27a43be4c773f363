"""What every route may ask for, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy.ext.asyncio import AsyncSession

from backend.services import Services
from backend.wire import Clean
from shared.domains.pack import Pack


async def get_services(request: Request) -> Services:
    """What the process has. `async` although it waits for nothing: FastAPI runs the others in a thread."""
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(get_services)]


async def get_session(services: ServicesDep) -> AsyncIterator[AsyncSession]:
    """The request's transaction. It is committed before the answer is sent; nothing else commits."""
    async with services.session() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_pack(services: ServicesDep) -> Pack:
    return services.pack


PackDep = Annotated[Pack, Depends(get_pack)]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=200, examples=["7e0c4b1d-5b0a-4e55-9d0e-0f5a4c1f2b33"],
        description="Made by the client, once for each message or ticket: sent again with the same key, nothing is "
        "stored or answered twice and the answer is that of the first time. The same key with another content is "
        "refused (409 `idempotency_key_reused`).",
    ),
    Clean,
]  # fmt: skip
