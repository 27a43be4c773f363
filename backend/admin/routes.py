"""What the company's people may ask for; each file says for whom."""

from __future__ import annotations

from fastapi import APIRouter

from backend.admin import admin_routes, desk_routes, inbox_routes, ticket_routes

router = APIRouter(prefix="/admin")
for part in (ticket_routes, desk_routes, inbox_routes, admin_routes):
    router.include_router(part.router)
