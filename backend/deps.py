"""What every route may ask for, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from backend.services import Services
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
