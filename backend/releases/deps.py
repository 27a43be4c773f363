"""What the routes of releases ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from backend.deps import ServicesDep


async def get_model(services: ServicesDep) -> str:
    """The model that this deployment answers with (until it is retired and the fallback takes over)."""
    return services.llm.settings.openai_model


ModelDep = Annotated[str, Depends(get_model)]
ReleaseIdPath = Annotated[
    str, Path(pattern=r"^[0-9a-f]{12}$", description="12 hexadecimal digits.", examples=["3f2a9c01d4be"])
]
